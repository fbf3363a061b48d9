"""What the timeline of an owner tells about an appointment, written in the transaction of what happened.

Guests have no timeline: for them nothing is asked and nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from modules.appointments.contributions import (
    BOOKED,
    CANCELLED,
    DOCUMENT_COLLECTED,
    DOCUMENT_READY,
    MISSED,
    MOVED,
    VISITED,
)
from modules.appointments.models import Booking, Collection, CollectionState, State
from modules.appointments.whereabouts import where_words
from rathaus.tenancy import current_tenant
from rathaus.timeline.models import By
from rathaus.timeline.services import Matter, add_entry, remove_entry
from rathaus.web.wording import long_datetime

MATTER: Final = "appointments.booking"


@dataclass(frozen=True, slots=True)
class _Event:
    """How a state is told: its kind, the words, and the field that says when it was."""

    kind: str
    title: Any
    at: str
    text: Any = ""


_BY_STATE: Final[Mapping[str, _Event]] = {
    State.CONFIRMED: _Event(BOOKED, _("Termin gebucht"), "confirmed_at"),
    State.CANCELLED: _Event(CANCELLED, _("Termin abgesagt"), "cancelled_at"),
    State.DONE: _Event(VISITED, _("Termin wahrgenommen"), "finished_at"),
    State.NO_SHOW: _Event(
        MISSED,
        _("Termin nicht wahrgenommen"),
        "finished_at",
        _("Falls Ihnen etwas dazwischengekommen ist: Buchen Sie gern einen neuen Termin."),
    ),
}


def remember_state(booking: Booking, *, by: By) -> None:
    """Tell the owner's timeline the state that the booking has just got, if it is one worth telling."""
    event = _BY_STATE.get(booking.state)
    if booking.owner_id is not None and event is not None and booking.confirmed_at is not None:
        _tell(booking, event, booking.state, by)


def _tell(booking: Booking, event: _Event, state: str, by: By) -> None:
    is_off = state == State.CANCELLED and booking.cancel_reason
    with override(booking.language):
        reason = gettext("Grund: %(reason)s") % {"reason": booking.cancel_reason} if is_off else ""
        parts = [_when_and_where(booking), reason, str(event.text)]
        _add(booking, event.kind, str(event.title), parts, step=state, by=by, at=getattr(booking, event.at))


def remember_past(booking: Booking) -> None:
    """Tell the timeline of somebody who has just become the owner when it was booked, and how it ended."""
    for state in dict.fromkeys((State.CONFIRMED, booking.state)):
        if event := _BY_STATE.get(state):
            _tell(booking, event, state, By.PERSON if state == State.CONFIRMED else By.SYSTEM)


def remember_move(booking: Booking, *, former: datetime, by: By) -> None:
    """Tell the owner's timeline that the booking has another time or place."""
    if booking.owner_id is None:
        return
    with override(booking.language):
        before = gettext("Bisher: %(when)s") % {"when": _local(former)}
        parts = [gettext("Neu: %(when)s") % {"when": _when_and_where(booking)}, before]
        step = f"moved.{booking.sequence}"
        _add(booking, MOVED, gettext("Termin verschoben"), parts, step=step, by=by)


def forget_end(booking: Booking) -> None:
    """Take back that somebody came or did not: staff had pressed the wrong button."""
    if booking.owner is not None:
        for state in (State.DONE, State.NO_SHOW):
            remove_entry(person=booking.owner, key=_key(booking, state))


def remember_document(collection: Collection) -> None:
    """Tell the owner's timeline that a document lies ready, or that it was fetched."""
    if collection.owner is None:
        return
    is_ready = collection.state == CollectionState.READY
    with override(collection.language):
        lies = ngettext("%(document)s liegt bereit", "%(document)s liegen bereit", len(collection.documents))
        title = lies if is_ready else gettext("%(document)s abgeholt")
        add_entry(
            person=collection.owner,
            key=_document_key(collection),
            kind=DOCUMENT_READY if is_ready else DOCUMENT_COLLECTED,
            title=title % {"document": collection.document},
            matter=_matter_of(collection),
            text=f"{collection.location.name}, {collection.location.address}" if collection.location else "",
            path=reverse("appointments:collection", args=[collection.token]) if is_ready else "",
            by=By.STAFF,
        )


def _document_key(collection: Collection) -> str:
    """Return a key that is new for each document that was added: the person is told of all of them again."""
    count = len(collection.documents)
    return f"appointments.document.{collection.pk}.{collection.state}{f'.{count}' if count > 1 else ''}"


def _matter_of(collection: Collection) -> Matter | None:
    """Return the appointment at which the document was applied for, as its own entries name it."""
    booking = collection.booking
    return Matter(MATTER, booking.pk, booking.purpose) if booking else None


def _add(
    booking: Booking, kind: str, title: str, parts: Sequence[str], *, step: str, by: By, at: datetime | None = None
) -> None:
    person: Any = booking.owner
    add_entry(
        person=person,
        key=_key(booking, step),
        kind=kind,
        title=title,
        matter=Matter(MATTER, booking.pk, booking.purpose),
        text="\n".join(part for part in parts if part),
        path=reverse("appointments:booking", args=[booking.token]),
        at=at,
        by=by,
    )


def _key(booking: Booking, step: str) -> str:
    return f"appointments.{booking.pk}.{step}"


def _when_and_where(booking: Booking) -> str:
    return f"{_local(booking.starts_at)}, {where_words(booking)}"


def _local(moment: datetime) -> str:
    return long_datetime(moment.astimezone(current_tenant().zone))
