"""Holidays, local time and recurrence: pure functions that need no database."""
