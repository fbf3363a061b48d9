"""Which colleagues citizens see, and how they are reached in office."""

from django.db import transaction

from modules.online_services.models import ContactPerson
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def save_contact(*, contact: ContactPerson, actor: User) -> None:
    """Keep what is said of a colleague."""
    contact.save()
    details = {"public": contact.is_public}
    record(action="online_services.contact_changed", actor=actor, target=contact, details=details)


@transaction.atomic
def remove_contact(*, contact: ContactPerson, actor: User) -> None:
    """Take a colleague off all pages; their access stays as it is."""
    record(action="online_services.contact_removed", actor=actor, target=contact)
    contact.delete()
