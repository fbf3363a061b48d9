"""Exceptions of the limit per person: care homes, lawyers, social workers."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modules.appointments.codes import contact_hashes
from modules.appointments.errors import SetupError
from modules.appointments.models import ContactException
from modules.appointments.selectors.preferences import get_settings
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def add_exception(
    *, label: str, max_open_bookings: int, actor: User | None, email: str = "", phone: str = ""
) -> ContactException:
    """Let whoever books with this e-mail address, or else telephone number, have so many open appointments.

    Only the keyed hash of the address is kept. Raises SetupError without an address, and for one that is there.
    """
    hashes = contact_hashes(email=email, phone=phone)
    if not hashes:
        raise SetupError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein."))
    if ContactException.objects.filter(contact_hash__in=hashes).exists():
        raise SetupError(_("Für diese Adresse oder Nummer gibt es schon eine Ausnahme."))
    made = ContactException.objects.create(label=label, contact_hash=hashes[0], max_open_bookings=max_open_bookings)
    record(action="appointments.exception_added", actor=actor, target=made, details={"limit": max_open_bookings})
    return made


@transaction.atomic
def remove_exception(*, exception: ContactException, actor: User | None) -> None:
    """Let the limit hold for these people again; appointments that they have stay."""
    record(action="appointments.exception_removed", actor=actor, target=exception)
    exception.delete()


def open_bookings_allowed(hashes: Sequence[str]) -> int:
    """Return how many open appointments a person may have, known by the hashes of their address (newest key first).

    An exception that was made with a former key is renewed on the way, so it outlives that key once it was used.
    """
    exception = ContactException.objects.filter(contact_hash__in=hashes).first()
    if exception is None:
        return get_settings().max_open_bookings
    if exception.contact_hash != hashes[0]:
        ContactException.objects.filter(pk=exception.pk).update(contact_hash=hashes[0])
    return exception.max_open_bookings
