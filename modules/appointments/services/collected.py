"""What a visit means for the document that it was for."""

from django.utils import timezone

from modules.appointments.models import Booking, Collection, CollectionState
from modules.appointments.services.remembering import remember_document
from rathaus.accounts.models import User
from rathaus.audit.services import record


def finish_pickup(booking: Booking, *, actor: User) -> None:
    """Note that the document was fetched at this visit; belongs into the transaction that ends the visit."""
    for collection in Collection.objects.select_for_update().filter(pickup=booking, state=CollectionState.READY):
        mark_collected(collection, actor=actor)


def mark_collected(locked: Collection, *, actor: User) -> None:
    """Note that a document was handed over."""
    locked.state, locked.collected_at = CollectionState.COLLECTED, timezone.now()
    locked.save(update_fields=["state", "collected_at"])
    record(action="appointments.document_collected", actor=actor, target=locked)
    remember_document(locked)
