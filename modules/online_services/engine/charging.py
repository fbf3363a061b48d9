"""What it costs: the lines of the fee for given answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.online_services.engine.calculating import is_number
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluation import FeeLine, FeeTier
from modules.online_services.engine.expressions import Scope, parse_or_none
from modules.online_services.engine.fees import AreaTimeFee, FixedFee, RangeFee, TableFee, UnitFee
from modules.online_services.engine.formats import german_number
from modules.online_services.engine.functions import find_tier
from rathaus.web.wording import money

_MOST: Final = Decimal(10) ** 11  # cents; what is more comes from a slip of the keyboard


def fee_lines(definition: FormDefinition, scope: Scope) -> tuple[FeeLine, ...]:
    """Return the lines that count for these answers; none where the exemption holds."""
    exempt = parse_or_none(definition.fee_exempt)
    if exempt and exempt.holds(scope):
        return ()
    return tuple(_lines(definition, scope))


def _lines(definition: FormDefinition, scope: Scope) -> Iterator[FeeLine]:
    for fee in definition.fees:
        when = parse_or_none(fee.when)
        if when is None or when.holds(scope):
            yield _LINES[fee.kind](fee, scope)


def _fixed(fee: FixedFee, _scope: Scope) -> FeeLine:
    return FeeLine(str(fee.label), fee.cents)


def _unit(fee: UnitFee, scope: Scope) -> FeeLine:
    units = _number(fee.units, scope)
    return _open(fee.label) if units is None else _times(str(fee.label), units, fee.cents)


def _area_time(fee: AreaTimeFee, scope: Scope) -> FeeLine:
    area, time = _begun(_number(fee.area, scope)), _begun(_number(fee.time, scope))
    label, least, most = str(fee.label), fee.minimum_cents, fee.maximum_cents
    if area is None or time is None:
        return FeeLine(label, None, minimum_cents=least, maximum_cents=most or 0)
    cents = _cents(area * time * fee.cents)
    detail = f"{german_number(area)} × {german_number(time)} × {money(fee.cents)}"
    if cents < least:
        return FeeLine(label, least, _("%(detail)s, mindestens %(bound)s") % {"detail": detail, "bound": money(least)})
    if most is not None and cents > most:
        return FeeLine(label, most, _("%(detail)s, höchstens %(bound)s") % {"detail": detail, "bound": money(most)})
    return FeeLine(label, cents, detail)


def _table(fee: TableFee, scope: Scope) -> FeeLine:
    value, units = _value(fee.value, scope), _number(fee.units, scope)
    tier = find_tier(scope.surroundings, fee.schedule, value)
    if tier is None or units is None:
        return _between(str(fee.label), scope.surroundings.schedules.get(fee.schedule, ()))
    return FeeLine(str(fee.label), tier.cents) if units == 1 else _times(str(fee.label), units, tier.cents)


def _range(fee: RangeFee, _scope: Scope) -> FeeLine:
    least, most = fee.minimum_cents, fee.maximum_cents
    if least == most:
        return FeeLine(str(fee.label), least)
    detail = _("%(least)s bis %(most)s") % {"least": money(least), "most": money(most)}
    return FeeLine(str(fee.label), None, detail, least, most)


_LINES: Final[Mapping[str, Callable[[Any, Scope], FeeLine]]] = {
    "fixed": _fixed,
    "unit": _unit,
    "area_time": _area_time,
    "table": _table,
    "range": _range,
}


def _times(label: str, units: Decimal, cents: int) -> FeeLine:
    return FeeLine(label, _cents(units * cents), f"{german_number(units)} × {money(cents)}")


def _open(label: Any) -> FeeLine:
    return FeeLine(str(label), None)


def _between(label: str, tiers: Sequence[FeeTier]) -> FeeLine:
    """No row fits yet: the amount lies between the lowest and the highest row."""
    amounts = [tier.cents for tier in tiers] or [0]
    return FeeLine(label, None, minimum_cents=min(amounts), maximum_cents=max(amounts))


def _value(rule: str, scope: Scope) -> Any:
    expression = parse_or_none(rule)
    return expression.evaluate(scope) if expression else None


def _number(rule: str, scope: Scope) -> Decimal | None:
    value = _value(rule, scope)
    return max(value, Decimal(0)) if is_number(value) and value < _MOST else None


def _begun(number: Decimal | None) -> Decimal | None:
    """Each square metre and each day counts as soon as it has begun."""
    return None if number is None else number.to_integral_value(rounding="ROUND_CEILING")


def _cents(amount: Decimal) -> int:
    return int(min(amount, _MOST).to_integral_value(rounding=ROUND_HALF_UP))
