"""Holds: keep a time while the person says who they are."""

import uuid
from typing import Annotated, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Header, Router, Status

from modules.appointments.models import Booking, Origin
from modules.appointments.public_api.schemas import BookingOut, HoldIn, Token
from modules.appointments.public_api.wish import Wish, cell_at, wish_of
from modules.appointments.selectors.tokens import booking_by_token
from modules.appointments.services.holding import hold, release_hold
from rathaus.api.authentication import key_of
from rathaus.api.problems import Problem, ProblemError
from rathaus.api.routing import secured

router = Router()

OF_HOLDING: Final = ("slot-taken", "not-offered", "unclear-visit", "too-many-persons", "idempotency-key-reused")

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        pattern=r"^[!-~]+$",
        description=_("Für jeden Termin eine neue Zufallszahl. Mit derselben kommt dieselbe Reservierung zurück."),
    ),
]


@router.post(
    "holds",
    response={201: BookingOut},
    operation_id="create_hold",
    **secured(
        "appointments:book",
        summary=_("Zeit reservieren"),
        description=_("Die Zeit ist bis expires_at reserviert. Danach folgen Angaben und Bestätigung."),
        conflicts=OF_HOLDING,
    ),
)
def create_hold(
    request: HttpRequest,
    wanted: HoldIn,
    idempotency_key: IdempotencyKey,
) -> Status[BookingOut]:
    wish = wish_of(wanted)
    place = wish.at(wanted.place_id)
    day, cell = cell_at(wanted.starts_at)
    idem_key = uuid.uuid5(key_of(request).pk, idempotency_key)
    refuse_reused(Booking.objects.filter(idem_key=idem_key).first(), wanted, wish)
    booking = hold(
        place=place,
        day=day,
        cell_from=cell,
        idem_key=idem_key,
        origin=Origin.API,
        language=wanted.language,
        visit=wish.visit,
    )
    refuse_reused(booking, wanted, wish)  # of two requests at the same moment the other one was first
    return Status(201, BookingOut.of(booking_by_token(booking.token)))


@router.delete(
    "holds/{token}",
    response={204: None},
    operation_id="release_hold",
    **secured(
        "appointments:book",
        summary=_("Reservierung zurückgeben"),
        description=_("Was schon gebucht ist, bleibt, wie es ist: Dafür gibt es das Absagen."),
    ),
)
def delete_hold(request: HttpRequest, token: Token) -> HttpResponse:  # noqa: ARG001
    release_hold(booking=booking_by_token(token))
    return HttpResponse(status=204)


def refuse_reused(booking: Booking | None, wanted: HoldIn, wish: Wish) -> None:
    """Raise ProblemError with 409 if the key stands for something else than what is wanted now."""
    if booking is None or _is_same(booking, wanted, wish):
        return
    raise ProblemError(
        Problem(
            status=409,
            code="idempotency-key-reused",
            title=_("Dieser Idempotency-Key gehört zu einer anderen Reservierung."),
        )
    )


def _is_same(booking: Booking, wanted: HoldIn, wish: Wish) -> bool:
    place: UUID = wish.at(wanted.place_id).pk
    return (booking.place_id, booking.starts_at, booking.persons, booking.answers, booking.channel) == (
        place,
        wanted.starts_at,
        wish.visit.persons,
        wish.visit.answers,
        wish.visit.channel,
    )
