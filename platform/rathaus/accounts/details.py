"""What a signed-in person has told about themselves, for forms that should not ask again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from rathaus.accounts.models import User
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import current_tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """Empty strings where nothing is known."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    street: str = ""
    postal_code: str = ""
    city: str = ""
    locality: str = ""
    iban: str = ""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person with an account as the town hall finds them, and what tells people of the same name apart."""

    user: User
    birth_date: date | None
    address: str


def details_of(user: User) -> PersonDetails:
    """Return what is known of the person: the profile where a module keeps one, else what the account says."""
    for spec in active_modules(current_tenant()):
        if find := contribution(spec, "person_details"):
            details: PersonDetails = find(user)
            return details
    return PersonDetails(first_name=user.first_name, last_name=user.last_name, email=user.email)


def confirmed_of(request: HttpRequest) -> Mapping[str, str]:
    """Return what a sign-in method has confirmed about the person in this session, by name; nothing for strangers.

    The names are given_name, family_name, birth_name, birth_date, birth_place, street, postal_code, city, country.
    """
    found: dict[str, str] = {}
    for spec in active_modules(current_tenant()):
        if ask := contribution(spec, "confirmed_details"):
            found |= ask(request)
    return found


def find_people(query: str) -> Sequence[FoundPerson]:
    """Return the people with an account who fit what somebody says at the counter; nobody where there are none."""
    for spec in active_modules(current_tenant()):
        if find := contribution(spec, "find_people"):
            people: Sequence[FoundPerson] = find(query)
            return people
    return ()


def has_proven_address(user: User, email: str) -> bool:
    """Return whether the address is the person's own and they have read a mail there: no code is needed again."""
    if not email or user.email.casefold() != email.strip().casefold():
        return False
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())
