from .documents import OfficialDocument
from .history import Transition
from .publishing import DraftItem, DraftRelease, SignOff, SignOffKind
from .rounds import Quota, RoundRules, Stage, StageKind
from .submissions import Status, Submission

__all__ = [
    "DraftItem",
    "DraftRelease",
    "OfficialDocument",
    "Quota",
    "RoundRules",
    "SignOff",
    "SignOffKind",
    "Stage",
    "StageKind",
    "Status",
    "Submission",
    "Transition",
]
