"""In which language a person reads, whoever writes to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from modules.citizen_accounts.models import CitizenProfile
from rathaus.accounts.models import User


def language_of(user: User) -> str:
    """Return the language in which the person wants to read."""
    found = CitizenProfile.objects.filter(user=user).values_list("language", flat=True).first()
    return found or settings.LANGUAGE_CODE


@contextmanager
def speaking_to(user: User) -> Iterator[None]:
    """Have words and addresses made inside be in the language that the person reads, not in the actor's: one query."""
    with translation.override(language_of(user)):
        yield
