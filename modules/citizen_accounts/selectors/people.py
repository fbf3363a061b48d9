"""Finds citizens for the town hall, by what they say on the telephone."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from modules.citizen_accounts.models import CitizenProfile
from rathaus.accounts.details import FoundPerson
from rathaus.accounts.models import User

MOST_FOUND: Final = 25
_SHORTEST_WORD: Final = 3
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person with an account, and what tells people of the same name apart."""

    user: User
    birth_date: date | None
    address: str


def find_citizens(query: str) -> list[Citizen]:
    """Return the citizens whose names, e-mail address and birth date fit all words, at most 25: one query.

    A word of names and addresses has three letters at least, so that nobody leafs through everybody; "" finds nobody.
    """
    dates = [day for text in _DATE.findall(query) if (day := _read(text))]
    words = [word for word in _DATE.sub(" ", query).split() if len(word) >= _SHORTEST_WORD]
    if not dates and not words:
        return []
    found = _citizens()
    for day in dates:
        found = found.filter(birth_date=day)
    for word in words:
        found = found.filter(_named(word))
    return [_as_citizen(profile) for profile in found[:MOST_FOUND]]


def find_people(query: str) -> list[FoundPerson]:
    """Return the citizens who fit, as modules know people that need no accounts to work."""
    return [FoundPerson(found.user, found.birth_date, found.address) for found in find_citizens(query)]


def get_citizen(user_id: uuid.UUID) -> Citizen | None:
    """Return the citizen with this id, None for people without a citizen's account: one query."""
    profile = _citizens().filter(user_id=user_id).first()
    return _as_citizen(profile) if profile else None


def _citizens() -> QuerySet[CitizenProfile]:
    people = CitizenProfile.objects.select_related("user").filter(user__is_active=True)
    return people.order_by("user__last_name", "user__first_name", "user__email")


def _named(word: str) -> Q:
    return Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word)


def _as_citizen(profile: CitizenProfile) -> Citizen:
    place = f"{profile.postal_code} {profile.city}".strip()
    return Citizen(profile.user, profile.birth_date, ", ".join(filter(None, (profile.street, place))))


def _read(text: str) -> date | None:
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None
