"""What a signed-in person has told about themselves, for forms that should not ask again."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress

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


def details_of(user: User) -> PersonDetails:
    """Return what is known of the person: the profile where a module keeps one, else what the account says."""
    for spec in active_modules(current_tenant()):
        if find := contribution(spec, "person_details"):
            details: PersonDetails = find(user)
            return details
    return PersonDetails(first_name=user.first_name, last_name=user.last_name, email=user.email)


def has_proven_address(user: User, email: str) -> bool:
    """Return whether the address is the person's own and they have read a mail there: no code is needed again."""
    if not email or user.email.casefold() != email.strip().casefold():
        return False
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())
