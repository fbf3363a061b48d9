"""Finished documents: noted by a scan, told to their people, fetched at a time of their choice or whenever."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from modules.appointments import collection_mails
from modules.appointments.errors import (
    AppointmentError,
    ForgottenPersonError,
    IncompleteDetailsError,
    UnknownCodeError,
    WrongStateError,
)
from modules.appointments.models import Booking, Collection, CollectionState, ConcernPlace, State
from modules.appointments.models.collection import BETWEEN_DOCUMENTS, MOST_OF_DOCUMENTS
from modules.appointments.selectors.collecting import (
    applied_with,
    concern_with_document,
    due_for_reminder,
    live_pickup,
    missing_among,
    possible_documents,
    to_be_told,
)
from modules.appointments.services.collected import mark_collected
from modules.appointments.services.counter import mark_done, settle
from modules.appointments.services.details import Details
from modules.appointments.services.holding import hold
from modules.appointments.services.moving import cancel_booking
from modules.appointments.services.remembering import remember_document
from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality.models import Location

_FORGET: Final[dict[str, Any]] = {"name": "", "email": "", "phone": "", "reference": "", "owner": None}
_MOST_OF_A_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was entered by hand: what it is, where it lies, whose it is. One way to reach them is needed."""

    document: str
    location: Location
    name: str
    email: str = ""
    phone: str = ""
    reference: str = ""


@transaction.atomic
def put_ready(*, text: str, actor: User) -> Collection:
    """Note that the document of an appointment lies ready, by its number or the address in its QR code; return it.

    Of several the first. Nobody is told yet. Scanning twice changes nothing. Raises
    UnknownCodeError, ForgottenPersonError where name and contact are deleted already.
    """
    booking = applied_with(text)
    if booking is None:
        raise UnknownCodeError(text)
    noted = booking.collections.exclude(state=CollectionState.WITHDRAWN).order_by("-ready_at", "id").first()
    return noted or put_documents_ready(booking=booking, documents=possible_documents(booking)[:1], actor=actor)


@transaction.atomic
def put_documents_ready(*, booking: Booking, documents: Sequence[str], actor: User) -> Collection:
    """Note that these documents of an appointment lie ready, and return all that lies ready of it.

    One mail tells of all of them, and one time is enough to fetch them: who was told of some is told again of all.
    What is noted already changes nothing. Raises ForgottenPersonError where name and contact are deleted already.
    """
    locked = Booking.objects.select_for_update().get(pk=booking.pk)
    if locked.erased_at or not locked.last_name:
        raise ForgottenPersonError(locked.code)
    every = {collection.state: collection for collection in locked.collections.order_by("ready_at", "id")}
    ready, fetched = every.get(CollectionState.READY), every.get(CollectionState.COLLECTED)
    missing = missing_among(documents, booking)
    if not missing and (noted := ready or fetched):
        return noted
    collection = ready or every.get(CollectionState.WITHDRAWN) or Collection(booking=locked)
    concern = concern_with_document(booking)
    collection.concern, collection.location = concern, booking.place.location
    collection.document = BETWEEN_DOCUMENTS.join([*(ready.documents if ready else []), *missing])[:MOST_OF_DOCUMENTS]
    collection.name = _name_of(booking)[:_MOST_OF_A_NAME]
    collection.email, collection.phone, collection.language = booking.email, booking.phone, booking.language
    collection.owner = booking.owner
    return _put(collection, actor)


@transaction.atomic
def enter_by_hand(*, document: Document, idem_key: uuid.UUID, actor: User) -> Collection:
    """Note a document without an appointment; the same key returns the first result. Raises IncompleteDetailsError."""
    if first := Collection.objects.filter(pk=idem_key).first():
        return first
    email, phone = document.email.strip().lower(), document.phone.strip()
    if not (document.name.strip() and (email or phone)):
        raise IncompleteDetailsError
    collection = Collection(
        pk=idem_key,
        document=document.document.strip(),
        location=document.location,
        name=document.name.strip(),
        email=email,
        phone=phone,
        reference=document.reference.strip(),
    )
    return _put(collection, actor)


def tell_all(*, actor: User) -> int:
    """Mail everybody whose document was noted and who has an address, and return how many; others are called."""
    return sum(tell(collection=collection, actor=actor) for collection in to_be_told() if collection.email)


@transaction.atomic
def tell(*, collection: Collection, actor: User) -> bool:
    """Mail somebody that the document lies ready, or note that they were called; a second time changes nothing."""
    locked = _lock(collection)
    if locked.state != CollectionState.READY or locked.notified_at:
        return False
    locked.notified_at = timezone.now()
    locked.save(update_fields=["notified_at"])
    record(action="appointments.document_told", actor=actor, target=locked)
    remember_document(locked)
    collection_mails.send_ready(locked)
    return True


def hand_over(*, collection: Collection, actor: User) -> None:
    """Note that the document was fetched; a time chosen for it ends with it, or is given up. Twice is once.

    Raises WrongStateError for one that was withdrawn.
    """
    with transaction.atomic():
        locked = _lock(collection)
        if locked.state == CollectionState.WITHDRAWN:
            raise WrongStateError
        if locked.state == CollectionState.READY:
            mark_collected(locked, actor=actor)
    with suppress(AppointmentError):  # the visit may be over, moved or cancelled by now
        _end_pickup(locked.pickup, actor)


@transaction.atomic
def withdraw(*, collection: Collection, actor: User) -> None:
    """Take back what was noted by mistake, and forget whose it was; a second time changes nothing."""
    locked = _lock(collection)
    if locked.state != CollectionState.READY:
        return
    for name, value in (_FORGET | {"state": CollectionState.WITHDRAWN, "erased_at": timezone.now()}).items():
        setattr(locked, name, value)
    locked.save()
    record(action="appointments.document_withdrawn", actor=actor, target=locked)


def choose_pickup(
    *, collection: Collection, place: ConcernPlace, day: date, cell_from: int, idem_key: uuid.UUID
) -> Booking:
    """Book a time to fetch the document and return it, confirmed: the link was mailed, so the address is proven.

    Whoever has such a time already gets that one. Raises SlotTakenError, NotOfferedError, WrongStateError, BusyError.
    """
    collection = Collection.objects.select_related("pickup", "booking").get(pk=collection.pk)
    if pickup := live_pickup(collection):
        return pickup
    if collection.state != CollectionState.READY:
        raise WrongStateError
    held = hold(place=place, day=day, cell_from=cell_from, idem_key=idem_key, language=collection.language)
    with transaction.atomic():
        if collection.owner_id:
            Booking.objects.filter(pk=held.pk).update(owner=collection.owner_id)
        booking = settle(held, State.CONFIRMED, _details(collection), None, "appointments.booking_confirmed")
        Collection.objects.filter(pk=collection.pk).update(pickup=booking)
    return booking


def remind_of_documents(*, now: datetime | None = None) -> int:
    """Remind everybody once whose document lies for the set number of weeks, and return how many."""
    return sum(_remind(collection) for collection in due_for_reminder(now or timezone.now()))


@transaction.atomic
def _remind(collection: Collection) -> bool:
    locked = _lock(collection)
    if locked.state != CollectionState.READY or locked.reminded_at:
        return False
    locked.reminded_at = timezone.now()
    locked.save(update_fields=["reminded_at"])
    record(action="appointments.document_reminded", target=locked)
    collection_mails.send_reminder(locked)
    return True


def _put(collection: Collection, actor: User) -> Collection:
    collection.state, collection.ready_at = CollectionState.READY, timezone.now()
    collection.notified_at = collection.reminded_at = collection.collected_at = collection.erased_at = None
    collection.save()
    record(action="appointments.document_ready", actor=actor, target=collection)
    return collection


def _lock(collection: Collection) -> Collection:
    related = Collection.objects.select_related("location", "pickup")
    return related.select_for_update(of=("self",)).get(pk=collection.pk)


def _end_pickup(pickup: Booking | None, actor: User) -> None:
    if pickup is None:
        return
    if pickup.state == State.CONFIRMED and pickup.starts_at > timezone.now():
        cancel_booking(booking=pickup, actor=actor, tells_citizen=False)
    elif pickup.state in (State.CONFIRMED, State.ARRIVED, State.CALLED):
        mark_done(booking=pickup, actor=actor)


def _details(collection: Collection) -> Details:
    booking = collection.booking
    if booking and booking.last_name:
        return Details(
            first_name=booking.first_name,
            last_name=booking.last_name,
            email=collection.email,
            phone=collection.phone,
            for_name=booking.for_name,
        )
    return Details(last_name=collection.name[:100], email=collection.email, phone=collection.phone)


def _name_of(booking: Booking) -> str:
    """Return whose document it is, and who applied for it."""
    return f"{booking.for_name} ({booking.full_name})" if booking.for_name else booking.full_name
