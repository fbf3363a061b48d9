"""What can be wrong with a file as a whole, and with one value in it."""

from typing import Any

from modules.appointments.errors import AppointmentError


class UnreadableFileError(AppointmentError):
    """The file cannot be taken for a table; the sentence says what to do with it."""

    def __init__(self, sentence: Any) -> None:
        """Carry the sentence for the administrator."""
        super().__init__()
        self.sentence = sentence


class ValueFault(AppointmentError):  # noqa: N818 - no failure of ours: a line of somebody's file
    """One value does not say what its column is for."""

    def __init__(self, sentence: Any) -> None:
        """Carry the sentence for the line of the report."""
        super().__init__()
        self.sentence = sentence
