"""Arithmetic on day rows: capacity, free starts, durations. Pure functions that touch no database."""

from modules.appointments.slots.capacity import (
    Interruption,
    Window,
    capacity_row,
    rebuild_used,
    windows_mask,
)
from modules.appointments.slots.masks import cells, fit_mask, free_cells, open_cells, range_mask
from modules.appointments.slots.offer import DayParts, by_day_part, neighbours
from modules.appointments.slots.starts import PoolCells, start_cells
from modules.appointments.slots.stays import duration_minutes, length_cells

__all__ = [
    "DayParts",
    "Interruption",
    "PoolCells",
    "Window",
    "by_day_part",
    "capacity_row",
    "cells",
    "duration_minutes",
    "fit_mask",
    "free_cells",
    "length_cells",
    "neighbours",
    "open_cells",
    "range_mask",
    "rebuild_used",
    "start_cells",
    "windows_mask",
]
