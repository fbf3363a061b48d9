"""Public holidays of the sixteen Bundesländer.

Only days that are holidays in the whole Bundesland count. Three days are holidays in some municipalities
only, and an office there enters them as a closure of its own:

- Mariä Himmelfahrt (15 August) in the mostly Catholic municipalities of Bavaria (Art. 1 BayFTG),
- the Augsburger Hohes Friedensfest (8 August) in the city of Augsburg (Art. 1 BayFTG),
- Fronleichnam in a few municipalities of Saxony (§ 1 SächsSFG) and Thuringia (§ 2 ThürFGtG).

Nothing in a municipality's record says whether it belongs to them, and a day wrongly taken for a holiday
would hide free appointments without anybody noticing. The 24th and the 31st of December are no public
holidays either.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from holidays.constants import PUBLIC
from holidays.countries.germany import Germany

STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "BW": "Baden-Württemberg",
        "BY": "Bayern",
        "BE": "Berlin",
        "BB": "Brandenburg",
        "HB": "Bremen",
        "HH": "Hamburg",
        "HE": "Hessen",
        "MV": "Mecklenburg-Vorpommern",
        "NI": "Niedersachsen",
        "NW": "Nordrhein-Westfalen",
        "RP": "Rheinland-Pfalz",
        "SL": "Saarland",
        "SN": "Sachsen",
        "ST": "Sachsen-Anhalt",
        "SH": "Schleswig-Holstein",
        "TH": "Thüringen",
    }
)


@lru_cache(maxsize=256)
def public_holidays(state: str, year: int) -> Mapping[date, str]:
    """The holidays of a Bundesland in a year, in order of the date, with their German names.

    Raises ValueError for a code that is not in STATES.
    """
    if state not in STATES:
        raise ValueError(f"Unknown Bundesland: {state!r}")
    found = Germany(subdiv=state, years=year, expand=False, language="de", categories=(PUBLIC,))
    return MappingProxyType(dict(sorted(found.items())))


def is_public_holiday(day: date, state: str) -> bool:
    """Whether the whole Bundesland has a holiday on that day."""
    return day in public_holidays(state, day.year)
