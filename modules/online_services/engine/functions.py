"""The functions that expressions may call. Each takes values that may be missing and gives a value or None."""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

from modules.online_services.engine.calculating import as_date, as_number, as_whole, contains, is_number
from modules.online_services.engine.evaluation import FeeTier, Surroundings


@dataclass(frozen=True, slots=True)
class Function:
    """A function with how many arguments it takes and which kind of value it gives, see `kinds`."""

    call: Callable[..., Any]
    least: int
    most: int
    result: str
    takes: tuple[str, ...] = ()  # kinds of the arguments, "" for any; the last one holds for all further ones


def age(_around: Surroundings, born: Any, on: Any = ...) -> Decimal | None:
    """Return the completed years today, or on another day; of a birth date without day, the fewest they can be."""
    day, at = _latest_day(born), _around.today if on is ... else as_date(on)
    if day is None or at is None or day > at:
        return None
    return Decimal(at.year - day.year - ((at.month, at.day) < (day.month, day.day)))


def days(_around: Surroundings, first: Any, last: Any) -> Decimal | None:
    """Return the days from one day to another, without the first one: add 1 to count both."""
    start, end = as_date(first), as_date(last)
    return None if start is None or end is None else Decimal((end - start).days)


def months(_around: Surroundings, first: Any, last: Any) -> Decimal | None:
    """Return the completed months from one day to another: add 1 to count the one that has begun."""
    start, end = as_date(first), as_date(last)
    if start is None or end is None:
        return None
    whole = (end.year - start.year) * 12 + end.month - start.month
    return Decimal(whole - (end.day < start.day and end != _last_of_month(end)))


def add_days(_around: Surroundings, day: Any, number: Any) -> date | None:
    """Return the day so many days later, earlier with a negative number."""
    start, count = as_date(day), as_whole(number)
    if start is None or count is None:
        return None
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return None


def add_months(_around: Surroundings, day: Any, number: Any) -> date | None:
    """Return the same day so many months later; the last of the month where it has no such day."""
    start, count = as_date(day), as_whole(number)
    if start is None or count is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def easter(_around: Surroundings, year: Any) -> date | None:
    """Return Easter Sunday of a year, by the rule of Gauss as Lichtenberg mended it."""
    number = as_whole(year)
    if number is None or not 1583 <= number <= 4099:
        return None
    century = number // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun, cycle = 2 - (3 * century + 3) // 4, number % 19
    full = (19 * cycle + moon) % 30
    border = 21 + full - (full + cycle // 11) // 29
    first_sunday = 7 - (number + number // 4 + sun) % 7
    return date(number, 3, 1) + timedelta(days=border + 7 - (border - first_sunday) % 7 - 1)


def lookup(around: Surroundings, schedule: Any, value: Any) -> Decimal | None:
    """Return the cents of the row of a fee schedule that fits a text or a number."""
    tier = find_tier(around, schedule, value)
    return None if tier is None else Decimal(tier.cents)


def find_tier(around: Surroundings, schedule: Any, value: Any) -> FeeTier | None:
    """Return the row by its key, or the one with the highest lower bound that a number reaches."""
    tiers = around.schedules.get(schedule, ()) if isinstance(schedule, str) else ()
    if is_number(value):
        reached = [tier for tier in tiers if tier.from_value is not None and tier.from_value <= value]
        return max(reached, key=lambda tier: tier.from_value or Decimal(0), default=None)
    return next((tier for tier in tiers if tier.key and tier.key == value), None)


def _latest_day(born: Any) -> date | None:
    """A birth date may lack day or month: then the youngest that somebody can be counts."""
    day = as_date(born)
    if day or not isinstance(born, str):
        return day
    year, _, month = born.partition("-")
    if len(year) != 4 or not year.isdecimal() or not 1 <= int(year) <= 9999:
        return None
    if month and not (month.isdecimal() and 1 <= int(month) <= 12):
        return None
    return _last_of_month(date(int(year), int(month or 12), 1))


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _weekday(_around: Surroundings, day: Any) -> Decimal | None:
    return None if (known := as_date(day)) is None else Decimal(known.isoweekday())


def _year(_around: Surroundings, day: Any) -> Decimal | None:
    return None if (known := as_date(day)) is None else Decimal(known.year)


def _is_holiday(around: Surroundings, day: Any) -> bool | None:
    return None if (known := as_date(day)) is None else known in around.holidays


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    def call(_around: Surroundings, *values: Any) -> Any:
        alike = all(is_number(value) for value in values) or all(isinstance(value, date) for value in values)
        return choose(values) if alike else None

    return call


def _rounding(mode: str) -> Callable[..., Any]:
    def call(_around: Surroundings, value: Any, places: Any = Decimal(0)) -> Decimal | None:
        digits = as_whole(places)
        if not is_number(value) or digits is None or not 0 <= digits <= 6 or abs(value) >= Decimal(10) ** 18:
            return None
        return Decimal(value.quantize(Decimal(1).scaleb(-digits), rounding=mode))

    return call


def _length(_around: Surroundings, value: Any) -> Decimal | None:
    return Decimal(len(value)) if isinstance(value, str | list) else None


def _default(_around: Surroundings, value: Any, other: Any) -> Any:
    return other if value is None else value


FUNCTIONS: Final[Mapping[str, Function]] = {
    "today": Function(lambda around: around.today, 0, 0, "date"),
    "age": Function(age, 1, 2, "number", ("date",)),
    "days": Function(days, 2, 2, "number", ("date",)),
    "months": Function(months, 2, 2, "number", ("date",)),
    "add_days": Function(add_days, 2, 2, "date", ("date", "number")),
    "add_months": Function(add_months, 2, 2, "date", ("date", "number")),
    "weekday": Function(_weekday, 1, 1, "number", ("date",)),
    "is_holiday": Function(_is_holiday, 1, 1, "bool", ("date",)),
    "easter": Function(easter, 1, 1, "date", ("number",)),
    "year": Function(_year, 1, 1, "number", ("date",)),
    "min": Function(_extreme(min), 1, 20, "first", ("",)),
    "max": Function(_extreme(max), 1, 20, "first", ("",)),
    "round": Function(_rounding(ROUND_HALF_UP), 1, 2, "number", ("number",)),
    "ceil": Function(_rounding(ROUND_CEILING), 1, 1, "number", ("number",)),
    "floor": Function(_rounding(ROUND_FLOOR), 1, 1, "number", ("number",)),
    "length": Function(_length, 1, 1, "number", ("",)),
    "contains": Function(lambda _around, box, value: contains(box, value), 2, 2, "bool", ("",)),
    "number": Function(lambda _around, value: as_number(value), 1, 1, "number", ("",)),
    "lookup": Function(lookup, 2, 2, "number", ("text", "")),
    "default": Function(_default, 2, 2, "first", ("",)),
}
