from .documents import OfficialDocument
from .gathering import DepartmentTask, ImportState, Presence, SheetImport, TaskState
from .history import Transition
from .materials import Material, ScanState, StoredFile, Upload
from .messages import Letter, LetterState, Message
from .publishing import DraftItem, DraftRelease, SignOff, SignOffKind
from .requirements import Requirement
from .rounds import Extension, Quota, RoundRules, Stage, StageKind
from .submissions import Status, Submission
from .versions import SealedScan, Version, VersionFile

__all__ = [
    "DepartmentTask",
    "DraftItem",
    "DraftRelease",
    "Extension",
    "ImportState",
    "Letter",
    "LetterState",
    "Material",
    "Message",
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
]
