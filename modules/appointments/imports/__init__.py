"""Take over appointments, closures and concerns from a CSV file of another system: read, check, report."""

from modules.appointments.imports.errors import UnreadableFileError
from modules.appointments.imports.fields import KINDS, Kind, template_of
from modules.appointments.imports.reports import Grade, Report, RowReport

__all__ = ["KINDS", "Grade", "Kind", "Report", "RowReport", "UnreadableFileError", "template_of"]
