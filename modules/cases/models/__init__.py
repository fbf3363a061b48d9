"""Cases and what belongs to each."""

from modules.cases.models.case import Case, Channel, Outcome, Status
from modules.cases.models.entry import CaseEntry, CaseFile, EntryKind, FileOrigin

__all__ = ["Case", "CaseEntry", "CaseFile", "Channel", "EntryKind", "FileOrigin", "Outcome", "Status"]
