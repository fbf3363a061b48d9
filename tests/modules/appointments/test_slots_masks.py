from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.slots import cells, fit_mask, free_cells, open_cells, range_mask
from modules.appointments.slots.masks import grid_mask, runs

MASKS = st.integers(0, (1 << 60) - 1)
ROWS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=300)


def cells_one_by_one(mask: int) -> set[int]:
    return {place + 1 for place in range(mask.bit_length()) if mask >> place & 1}


@given(row=ROWS)
def test_a_cell_is_free_if_fewer_places_are_used_than_there_are(row: list[tuple[int, int]]) -> None:
    cap, used = [places for places, _ in row], [taken for _, taken in row]
    expected = [cell for cell, (places, taken) in enumerate(row, start=1) if taken < places]
    assert cells(free_cells(cap, used)) == expected
    assert cells(open_cells(cap)) == [cell for cell, places in enumerate(cap, start=1) if places > 0]


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="288"):
        free_cells([1] * 288, [0] * 276)


@given(free=MASKS, length=st.integers(1, 70))
def test_edge_case_06_a_stay_fits_where_all_of_its_cells_are_free(free: int, length: int) -> None:
    are_free = cells_one_by_one(free)
    expected = {cell for cell in are_free if all(needed in are_free for needed in range(cell, cell + length))}
    assert cells_one_by_one(fit_mask(free, length)) == expected


def test_a_stay_without_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        fit_mask(0b111, 0)


@given(start=st.integers(1, 300), end=st.integers(1, 301))
def test_a_range_has_its_start_but_not_its_end(start: int, end: int) -> None:
    assert cells(range_mask(start, end)) == list(range(start, end))


@given(mask=MASKS)
def test_runs_are_the_unbroken_stretches(mask: int) -> None:
    found = list(runs(mask))
    assert [cell for start, end in found for cell in range(start, end)] == cells(mask)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(found))


@given(mask=MASKS, step=st.integers(1, 12))
def test_the_grid_is_counted_from_the_start_of_each_opening(mask: int, step: int) -> None:
    expected = [cell for start, end in runs(mask) for cell in range(start, end, step)]
    assert cells(grid_mask(mask, step)) == expected
