"""Cases and what belongs to each."""

from modules.cases.models.call import Call, CallRecipient, Reach
from modules.cases.models.case import FAR_OFF, Case, Channel, Outcome, Status, due_key
from modules.cases.models.documents import DocumentItem, DocumentRequest
from modules.cases.models.entry import CaseEntry, CaseFile, EntryKind, FileOrigin
from modules.cases.models.fee import FeeNote, FeeState
from modules.cases.models.notice import Notice, NoticeState
from modules.cases.models.passing import CaseCopy, Handover, HandoverWay
from modules.cases.models.retention import RetentionNote
from modules.cases.models.setup import CaseCounter, CaseRoute, TextModule
from modules.cases.models.signing import DecisionSettings, Signing, SigningAuthority
from modules.cases.models.work import UNDO_FOR, BulkChange, GuestAccess, SavedView

__all__ = [
    "FAR_OFF",
    "UNDO_FOR",
    "BulkChange",
    "Call",
    "CallRecipient",
    "Case",
    "CaseCopy",
    "CaseCounter",
    "CaseEntry",
    "CaseFile",
    "CaseRoute",
    "Channel",
    "DecisionSettings",
    "DocumentItem",
    "DocumentRequest",
    "EntryKind",
    "FeeNote",
    "FeeState",
    "FileOrigin",
    "GuestAccess",
    "Handover",
    "HandoverWay",
    "Notice",
    "NoticeState",
    "Outcome",
    "Reach",
    "RetentionNote",
    "SavedView",
    "Signing",
    "SigningAuthority",
    "Status",
    "TextModule",
    "due_key",
]
