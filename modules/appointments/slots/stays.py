"""How long an appointment takes."""

from rathaus.calendar.localtime import CELL_MINUTES


def duration_minutes(*, first: int, further: int, persons: int = 1, extra: int = 0) -> int:
    """Minutes for a visit: the first person, each further one, and what the answers to the questions add.

    extra may be negative. Raises ValueError if nobody comes or no time is left.
    """
    if persons < 1:
        raise ValueError("At least one person comes")
    minutes = first + further * (persons - 1) + extra
    if minutes < 1:
        raise ValueError("An appointment takes at least a minute")
    return minutes


def length_cells(minutes: int) -> int:
    """The 5-minute cells that so many minutes occupy, a started one counted whole."""
    return -(-minutes // CELL_MINUTES)
