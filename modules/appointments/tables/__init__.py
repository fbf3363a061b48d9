"""Appointments as rows of a table, for spreadsheets and other programs."""

from modules.appointments.tables.columns import COLUMNS, CONTACT_COLUMNS, DEFAULT_COLUMNS, Column, Value
from modules.appointments.tables.files import Sheet, as_csv

__all__ = ["COLUMNS", "CONTACT_COLUMNS", "DEFAULT_COLUMNS", "Column", "Sheet", "Value", "as_csv"]
