"""How values of expressions are compared and reckoned with. None is a missing answer; nothing here ever raises."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow
from typing import Any, Final

_CONTEXT: Final = Context(prec=28, Emax=99, Emin=-99, traps=[InvalidOperation, DivisionByZero, Overflow])
_NUMBER: Final = re.compile(r"-?\d{1,18}(\.\d{1,9})?", re.ASCII)
_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SUMS: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _CONTEXT.divide,
}


def truth(value: Any) -> bool:
    """Return whether a rule with this value holds; missing is False."""
    return bool(value)


def is_given(value: Any) -> bool:
    """Return whether something was answered: no is an answer, an empty text or list is none."""
    return value is not None and value not in ("", [], {})


def compare(sign: str, left: Any, right: Any) -> bool:
    """Return what a comparison says: False with a missing side and for things that cannot be compared."""
    left, right = _alike(left, right)
    if left is None or right is None:
        return False
    try:
        return bool(_COMPARISONS[sign](left, right))
    except (TypeError, DecimalException):
        return False


def contains(container: Any, value: Any) -> bool:
    """Return whether a list has the value, or a text the part of a text; False where one is missing."""
    if container is None or value is None:
        return False
    if isinstance(container, str):
        return isinstance(value, str) and value in container
    return isinstance(container, Sequence) and any(compare("==", item, value) for item in container)


def reckon(sign: str, left: Any, right: Any) -> Any:
    """Return the result of + - * /: numbers, or two texts put together; missing for everything else."""
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    if not (is_number(left) and is_number(right)):
        return None
    try:
        return _SUMS[sign](left, right)
    except DecimalException:
        return None


def is_number(value: Any) -> bool:
    """Return whether the value is a number in the sense of expressions."""
    return isinstance(value, Decimal)


def as_number(value: Any) -> Decimal | None:
    """Return the number that a decimal text, an amount of cents or a number stands for."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Decimal):
        return value
    text = str(value).strip().replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def as_date(value: Any) -> date | None:
    """Return the day that "2026-11-24" stands for."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def as_time(value: Any) -> time | None:
    """Return the time of day that "18:00" stands for."""
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value) if isinstance(value, str) and len(value) == 5 else None
    except ValueError:
        return None


def as_whole(value: Any) -> int | None:
    """Return a number without its decimals where it is small enough to count days or years with."""
    return int(value) if isinstance(value, Decimal) and abs(value) < 1_000_000 else None


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Days and times may be compared with texts: `datum >= "2026-04-01"`."""
    for kind, read in ((date, as_date), (time, as_time)):
        if isinstance(left, kind) and isinstance(right, str):
            return left, read(right)
        if isinstance(right, kind) and isinstance(left, str):
            return read(left), right
    return (None, None) if isinstance(left, bool) != isinstance(right, bool) else (left, right)
