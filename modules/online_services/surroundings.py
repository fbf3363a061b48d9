"""What rules of a form may ask besides the answers, as it holds in this municipality on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q

from modules.online_services.engine.evaluation import FeeTier, Surroundings
from modules.online_services.models import FeeSchedule
from rathaus.calendar.holidays import public_holidays
from rathaus.tenancy import current_tenant

_YEARS_AROUND: Final = (-1, 0, 1, 2)  # forms ask about days of this year and of the next two


class ShippedLists(Mapping[str, Mapping[str, str]]):
    """The shipped code lists by name; one is read when a form asks for it."""

    def __getitem__(self, name: str) -> Mapping[str, str]:
        """Return a list; raises KeyError for a name that is none."""
        from modules.online_services.code_lists import code_list  # noqa: PLC0415 - reads files when first asked

        return code_list(name)

    def __iter__(self) -> Iterator[str]:
        """Yield no name: a form names the list that it needs."""
        return iter(())

    def __len__(self) -> int:
        """Return 0, as nothing is listed."""
        return 0


def surroundings_for(*, on: date, facts: Mapping[str, Any]) -> Surroundings:
    """Return what counts on this day: fee schedules in force, holidays of the Bundesland, code lists. One query."""
    return Surroundings(
        today=on,
        facts=facts,
        schedules=schedules_on(on),
        holidays=_holidays(on.year),
        code_lists=ShippedLists(),
    )


def schedules_on(day: date) -> Mapping[str, Sequence[FeeTier]]:
    """Return the fee schedules in force on this day by key; of two that overlap the later one counts."""
    is_valid = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    found = FeeSchedule.objects.filter(is_valid).order_by("key", "valid_from")
    return {schedule.key: tuple(map(_tier, schedule.rows)) for schedule in found}


def _tier(row: Mapping[str, Any]) -> FeeTier:
    start = row.get("from")
    return FeeTier(
        cents=int(row["cents"]),
        key=str(row.get("key", "")),
        from_value=Decimal(str(start)) if start not in (None, "") else None,
    )


def _holidays(year: int) -> frozenset[date]:
    state = current_tenant().state
    return frozenset(day for step in _YEARS_AROUND for day in public_holidays(state, year + step))
