"""Days as bit sets: bit i of an integer stands for cell i + 1 of a day.

A whole day fits into one Python integer, so that "free in every pool" is one AND and "free for the next
half hour" a few shifts, whatever the length of a service.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from operator import lt
from typing import Final

_BINARY_DIGITS: Final = bytes.maketrans(b"\x00\x01", b"01")


def free_cells(cap: Sequence[int], used: Sequence[int]) -> int:
    """The cells in which a place is left. Raises ValueError if the two rows differ in length."""
    if len(cap) != len(used):
        raise ValueError(f"A row of {len(cap)} cells cannot be compared with one of {len(used)}")
    return _from_flags(map(lt, used, cap))


def open_cells(cap: Sequence[int]) -> int:
    """The cells in which the pool offers a place at all, taken or not."""
    return _from_flags(map(lt, repeat(0), cap))


def range_mask(start: int, end: int) -> int:
    """The cells from start up to, but without, end."""
    return (1 << (end - 1)) - (1 << (start - 1)) if end > start else 0


def fit_mask(free: int, length: int) -> int:
    """The cells at which a stay of so many cells can begin and lie wholly in free cells.

    The reach doubles with each step: cells free for 1, then for 2, 4, 8 ... cells from there on.
    """
    if length < 1:
        raise ValueError("A stay has at least one cell")
    fits, reach = free, 1
    while reach < length:
        step = min(reach, length - reach)
        fits &= fits >> step
        reach += step
    return fits


def grid_mask(open_: int, step: int) -> int:
    """Every step-th cell of each opening, counted from the first cell of that opening."""
    grid = 0
    for start, end in runs(open_):
        grid |= _comb(step, end - start) << (start - 1)
    return grid


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The unbroken stretches of cells in the mask, as half-open ranges of cells, in order."""
    while mask:
        start = _lowest(mask)
        end = start + _lowest(~(mask >> start))
        yield start + 1, end + 1
        mask = mask >> end << end


def cells(mask: int) -> list[int]:
    """The cells in the mask, in order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length())
        mask ^= lowest
    return found


def _lowest(mask: int) -> int:
    """The place of the lowest bit that is set, counted from 0."""
    return (mask & -mask).bit_length() - 1


@lru_cache(maxsize=512)
def _comb(step: int, size: int) -> int:
    return sum(1 << place for place in range(0, size, step))


def _from_flags(flags: Iterable[bool]) -> int:
    """Reads the flags as one binary number, which is far faster than setting one bit after the other."""
    return int(bytes(flags).translate(_BINARY_DIGITS)[::-1] or b"0", 2)
