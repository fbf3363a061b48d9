"""What a service costs, as data: fixed, per unit, area times time, or by a table of the by-law."""

from typing import Annotated, Literal

from pydantic import Field as Setting

from modules.online_services.engine.parts import Part, Rule
from modules.online_services.engine.texts import Text

Cents = Annotated[int, Setting(ge=0, le=100_000_000)]


class _Fee(Part):
    """A line of the fee; it counts while `when` holds."""

    label: Text
    when: Rule = ""
    legal_basis: str = ""


class FixedFee(_Fee):
    """The same amount for everybody."""

    kind: Literal["fixed"] = "fixed"
    cents: Cents


class UnitFee(_Fee):
    """An amount for each unit: three copies at 10 €."""

    kind: Literal["unit"] = "unit"
    cents: Cents
    units: Rule


class AreaTimeFee(_Fee):
    """An amount for each square metre and each day, week or month that has begun, within bounds."""

    kind: Literal["area_time"] = "area_time"
    cents: Cents
    area: Rule
    time: Rule
    minimum_cents: Cents = 0
    maximum_cents: Cents | None = None


class TableFee(_Fee):
    """The row of the municipality's fee schedule that fits `value`, times `units`.

    A text is looked up as it is, a number in the row with the highest lower bound that it reaches.
    """

    kind: Literal["table"] = "table"
    schedule: str = Setting(pattern=r"^[a-z][a-z0-9-]{1,59}$")
    value: Rule
    units: Rule = "1"


class RangeFee(_Fee):
    """A frame within which the administration decides later: "15 bis 60 €"."""

    kind: Literal["range"] = "range"
    minimum_cents: Cents
    maximum_cents: Cents


Fee = Annotated[FixedFee | UnitFee | AreaTimeFee | TableFee | RangeFee, Setting(discriminator="kind")]
