"""Bookings: say who comes, confirm, read, move and cancel. Who knows the token may do it."""

import uuid

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.public_api.holds import OF_HOLDING, IdempotencyKey, refuse_reused
from modules.appointments.public_api.schemas import BookingIn, BookingOut, CodeIn, DetailsIn, MoveIn, Token
from modules.appointments.public_api.wish import cell_at, place_at, wish_of
from modules.appointments.selectors.joining import places_of_booking, suitable_places
from modules.appointments.selectors.tokens import booking_by_token
from modules.appointments.services.at_once import book_at_once
from modules.appointments.services.confirming import confirm_by_code, confirm_trusted, request_confirmation, resend_code
from modules.appointments.services.details import Details, enter_details
from modules.appointments.services.moving import cancel_booking, move_booking
from modules.appointments.visits import visit_of_booking
from rathaus.api.authentication import key_of
from rathaus.api.routing import secured

router = Router()

_OF_HOLD = ("hold-lapsed", "wrong-state", "incomplete-details", "too-many-bookings")


@router.post(
    "bookings",
    response={201: BookingOut},
    operation_id="create_booking",
    **secured(
        "appointments:book",
        summary=_("In einem Schritt buchen"),
        description=_(
            "Für Programme, die Zeit und Angaben schon kennen: reserviert und bucht. Danach ist der Termin confirmed, "
            "oder er ist unconfirmed und wartet auf den Code, den wir mailen. Klappt es nicht, bleibt nichts zurück."
        ),
        conflicts=(*OF_HOLDING, "incomplete-details", "too-many-bookings", "too-many-mails"),
    ),
)
def create_booking(request: HttpRequest, wanted: BookingIn, idempotency_key: IdempotencyKey) -> Status[BookingOut]:
    wish = wish_of(wanted)
    day, cell = cell_at(wanted.starts_at)
    idem_key = uuid.uuid5(key_of(request).pk, idempotency_key)
    refuse_reused(Booking.objects.filter(idem_key=idem_key).first(), wanted, wish)
    booking = book_at_once(
        place=wish.at(wanted.place_id),
        day=day,
        cell_from=cell,
        idem_key=idem_key,
        details=_details(wanted.details),
        language=wanted.language,
        visit=wish.visit,
    )
    refuse_reused(booking, wanted, wish)  # of two requests at the same moment the other one was first
    return Status(201, _answer(booking.token))


@router.get(
    "bookings/{token}",
    response=BookingOut,
    operation_id="get_booking",
    **secured("appointments:book", summary=_("Termin lesen")),
)
def get_booking(request: HttpRequest, token: Token) -> BookingOut:  # noqa: ARG001
    return _answer(token)


@router.put(
    "bookings/{token}/details",
    response=BookingOut,
    operation_id="put_details",
    **secured("appointments:book", summary=_("Angaben zur Person"), conflicts=_OF_HOLD),
)
def put_details(request: HttpRequest, token: Token, details: DetailsIn) -> BookingOut:  # noqa: ARG001
    enter_details(booking=booking_by_token(token), details=_details(details))
    return _answer(token)


@router.post(
    "bookings/{token}/confirmation-request",
    response=BookingOut,
    operation_id="request_confirmation",
    **secured(
        "appointments:book",
        summary=_("Buchen"),
        description=_(
            "Danach ist der Termin confirmed, oder er ist unconfirmed und wartet auf den Code, den wir mailen. Das "
            "hängt davon ab, was die Verwaltung eingestellt hat und ob es eine E-Mail-Adresse gibt."
        ),
        conflicts=(*_OF_HOLD, "too-many-mails"),
    ),
)
def post_confirmation_request(request: HttpRequest, token: Token) -> BookingOut:  # noqa: ARG001
    request_confirmation(booking=booking_by_token(token))
    return _answer(token)


@router.post(
    "bookings/{token}/confirmation",
    response=BookingOut,
    operation_id="confirm",
    **secured(
        "appointments:book",
        summary=_("Mit dem Code bestätigen"),
        conflicts=("wrong-code", "too-many-tries", "hold-lapsed", "wrong-state", "too-many-bookings"),
    ),
)
def post_confirmation(request: HttpRequest, token: Token, confirmation: CodeIn) -> BookingOut:  # noqa: ARG001
    confirm_by_code(booking=booking_by_token(token), code=confirmation.code)
    return _answer(token)


@router.post(
    "bookings/{token}/code-mail",
    response=BookingOut,
    operation_id="resend_code",
    **secured(
        "appointments:book",
        summary=_("Den Code noch einmal mailen"),
        conflicts=("hold-lapsed", "wrong-state", "too-many-mails"),
    ),
)
def post_code_mail(request: HttpRequest, token: Token) -> BookingOut:  # noqa: ARG001
    resend_code(booking=booking_by_token(token))
    return _answer(token)


@router.post(
    "bookings/{token}/trusted-confirmation",
    response=BookingOut,
    operation_id="confirm_trusted",
    **secured(
        "appointments:book_confirmed",
        summary=_("Ohne Code bestätigen"),
        description=_("Für Programme, die selbst geprüft haben, dass die E-Mail-Adresse stimmt."),
        conflicts=_OF_HOLD,
    ),
)
def post_trusted_confirmation(request: HttpRequest, token: Token) -> BookingOut:  # noqa: ARG001
    confirm_trusted(booking=booking_by_token(token))
    return _answer(token)


@router.post(
    "bookings/{token}/move",
    response=BookingOut,
    operation_id="move_booking",
    **secured(
        "appointments:book",
        summary=_("Termin verschieben"),
        conflicts=("slot-taken", "not-offered", "wrong-state"),
    ),
)
def post_move(request: HttpRequest, token: Token, target: MoveIn) -> BookingOut:  # noqa: ARG001
    booking = booking_by_token(token)
    day, cell = cell_at(target.starts_at)
    place = place_at(_places(booking), target.place_id)
    move_booking(booking=booking, place=place, day=day, cell_from=cell)
    return _answer(token)


@router.post(
    "bookings/{token}/cancel",
    response=BookingOut,
    operation_id="cancel_booking",
    **secured("appointments:book", summary=_("Termin absagen"), conflicts=("wrong-state",)),
)
def post_cancel(request: HttpRequest, token: Token) -> BookingOut:  # noqa: ARG001
    cancel_booking(booking=booking_by_token(token))
    return _answer(token)


def _details(given: DetailsIn) -> Details:
    typed = given.model_dump(exclude={"home_address"})
    return Details(**typed, home_address=given.home_address or None, wants_callback=not given.email)


def _answer(token: str) -> BookingOut:
    """Return the booking as it is now: services hand back rows without their concerns and places."""
    return BookingOut.of(booking_by_token(token))


def _places(booking: Booking) -> list[ConcernPlace]:
    return suitable_places(places_of_booking(booking), visit_of_booking(booking))
