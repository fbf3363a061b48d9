"""Cases and what belongs to each."""

from modules.cases.models.case import FAR_OFF, Case, Channel, Outcome, Status, due_key
from modules.cases.models.entry import CaseEntry, CaseFile, EntryKind, FileOrigin
from modules.cases.models.setup import CaseCounter, CaseRoute, TextModule
from modules.cases.models.work import UNDO_FOR, BulkChange, GuestAccess, SavedView

__all__ = [
    "FAR_OFF",
    "UNDO_FOR",
    "BulkChange",
    "Case",
    "CaseCounter",
    "CaseEntry",
    "CaseFile",
    "CaseRoute",
    "Channel",
    "EntryKind",
    "FileOrigin",
    "GuestAccess",
    "Outcome",
    "SavedView",
    "Status",
    "TextModule",
    "due_key",
]
