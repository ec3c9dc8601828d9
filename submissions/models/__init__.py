from .articles import ArticleDraft, ArticleSignOff, DraftArticleFile
from .documents import OfficialDocument
from .gathering import DepartmentTask, ImportState, Presence, SheetImport, TaskState
from .history import Transition
from .materials import Material, ScanState, StoredFile, Upload
from .messages import Letter, LetterState, Message
from .objections import (
    Allowance,
    AnswerWay,
    Channel,
    Finding,
    Objection,
    ObjectionFile,
    ObjectionState,
    ObjectionStep,
    SpentQuestion,
)
from .publishing import DraftItem, DraftRelease, SignOff, SignOffKind
from .requirements import Requirement
from .rounds import Extension, Quota, RoundRules, Stage, StageKind, rules_of
from .submissions import Status, Submission
from .versions import SealedScan, Version, VersionFile

__all__ = [
    "Allowance",
    "AnswerWay",
    "ArticleDraft",
    "ArticleSignOff",
    "Channel",
    "DepartmentTask",
    "DraftArticleFile",
    "DraftItem",
    "DraftRelease",
    "Extension",
    "Finding",
    "ImportState",
    "Letter",
    "LetterState",
    "Material",
    "Message",
    "Objection",
    "ObjectionFile",
    "ObjectionState",
    "ObjectionStep",
    "OfficialDocument",
    "Presence",
    "Quota",
    "Requirement",
    "RoundRules",
    "ScanState",
    "SealedScan",
    "SheetImport",
    "SignOff",
    "SignOffKind",
    "SpentQuestion",
    "Stage",
    "StageKind",
    "Status",
    "StoredFile",
    "Submission",
    "TaskState",
    "Transition",
    "Upload",
    "Version",
    "VersionFile",
    "rules_of",
]
