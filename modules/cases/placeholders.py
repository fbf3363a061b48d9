"""Texts with placeholders in braces, "{applicant}": filled in from the case and from what its handler knows.

What nobody can fill in stays in its braces, so that people see it and write it themselves.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils import dateformat, timezone
from django.utils.translation import get_language

from modules.cases.handlers import CaseHandler
from modules.cases.models import Case
from modules.cases.words import greeting_of
from rathaus.tenancy import current_tenant
from tenants.municipality.selectors import get_profile

_NAME: Final = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_ONE_DAY: Final = re.compile(r"\bvom (\d{1,2}\.(?:\d{2}\.| \w+ )\d{4}) bis (?:zum )?\1\b")
LATE: Final = frozenset({"today", "fee"})  # known when the letter is made, not while it is written


def fill_in(text: str, values: Mapping[str, str], *, keep: frozenset[str] = frozenset()) -> str:
    """Return the text with what is known; a placeholder without a value, or one to `keep`, stays as it is.

    A period of one day is said as the day.
    """

    def known(found: re.Match[str]) -> str:
        name = found[1]
        return found[0] if name in keep else values.get(name) or found[0]

    return one_day(_NAME.sub(known, text))


def one_day(text: str) -> str:
    """Return the text with "vom 10.12.2026 bis 10.12.2026" as "am 10.12.2026"."""
    return _ONE_DAY.sub(r"am \1", text)


def unresolved(*texts: str) -> list[str]:
    """Return the names of the placeholders that are left, each once, in their order."""
    names = (name for text in texts for name in _NAME.findall(text) if name not in LATE)
    return list(dict.fromkeys(names))


def values_of(case: Case, handler: CaseHandler) -> dict[str, str]:
    """Return what every text may name, and what the handler adds."""
    tenant, profile = current_tenant(), get_profile()
    own = {
        "authority": tenant.official_name,
        "authority_address": ", ".join(profile.address_lines),
        "reference": case.reference,
        "applicant": case.applicant_name,
        "greeting": greeting_of(case, with_name=True),
        "service": case.service_name or case.title,
        "title": case.title,
        "place": case.place,
        "locality": case.locality.name if case.locality else "",
        "first_day": plain_date(case.takes_place_from) if case.takes_place_from else "",
        "last_day": plain_date(case.takes_place_until) if case.takes_place_until else "",
        "received": plain_date(timezone.localtime(case.opened_at).date()),
    }
    return {**handler.placeholders(case), **{name: text for name, text in own.items() if text}}


def plain_date(day: date) -> str:
    """Return "4. April 2026", as letters write it; in English "4 April 2026"."""
    return dateformat.format(day, "j. F Y" if (get_language() or "de").startswith("de") else "j F Y")
