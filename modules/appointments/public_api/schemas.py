"""What goes in and comes out. Texts in `description` stand in the public documentation."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from modules.appointments.links import booking_url
from modules.appointments.models import PENDING_STATES, Booking, State
from modules.appointments.offers import FreeTime
from rathaus.api.types import EMAIL_PATTERN, PHONE_PATTERN, Body, Id, IsoInstant, Line, Whole, described
from rathaus.tenancy import current_tenant

ChannelCode = Literal["in_person", "phone", "video"]
SupportCode = Literal["interpreter", "sign_language", "step_free", "home_visit"]
StateCode = Literal["held", "unconfirmed", "confirmed", "arrived", "called", "done", "no_show", "cancelled", "expired"]
DayCode = Literal["free", "full", "closed", "past", "not_yet"]
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{24}$", examples=["Vb1n0Xh2cQk8mZr5tYw7uLpA"])]


class DocumentOut(BaseModel):
    name: str
    note: str


class AnswerOut(BaseModel):
    id: UUID
    label: str
    extra_minutes: int = described(_("So viel länger oder kürzer dauert es mit dieser Antwort."))
    documents: list[DocumentOut]
    fee: str
    hint: str


class QuestionOut(BaseModel):
    id: UUID
    text: str
    answers: list[AnswerOut]


class ConcernOut(BaseModel):
    id: UUID
    group: str
    name: str = described(_("Name des Anliegens"), examples=["Personalausweis beantragen"])
    description: str
    first_minutes: int = described(_("Minuten für die erste Person"))
    further_minutes: int = described(_("Minuten für jede weitere Person"))
    max_persons: int
    channels: list[ChannelCode]
    offers_home_visit: bool
    documents: list[DocumentOut]
    fee: str
    questions: list[QuestionOut] = described(_("Vor der Wahl der Zeit ist jede Frage zu beantworten."))
    place_ids: list[UUID]


class ConcernsOut(BaseModel):
    items: list[ConcernOut]
    count: int = described(_("So viele gibt es im Ganzen."))


class PlaceOut(BaseModel):
    id: UUID
    name: str = described(_("Name des Standorts"), examples=["Bürgerbüro"])
    street: str
    postal_code: str
    city: str
    entrance: str
    step_free: bool
    lift: str
    transit: str
    concern_ids: list[UUID]


class PlacesOut(BaseModel):
    items: list[PlaceOut]
    count: int = described(_("So viele gibt es im Ganzen."))


class DayOut(BaseModel):
    date: date
    state: DayCode = described(_("free: es gibt Zeiten. not_yet: die Zeiten erscheinen später."))
    times: int = described(_("Anzahl der freien Zeiten an allen gewünschten Orten"))


class FreeDaysOut(BaseModel):
    items: list[DayOut]


class FreeTimeOut(BaseModel):
    place_id: UUID
    starts_at: datetime
    date: date
    time: str = described(_("Uhrzeit am Ort"), examples=["09:20"])

    @classmethod
    def of(cls, time: FreeTime) -> Self:
        """Return a free time as it is sent."""
        return cls(
            place_id=time.place.location_id, starts_at=time.starts_at, date=time.day, time=f"{time.starts_at:%H:%M}"
        )


class FreeTimesOut(BaseModel):
    items: list[FreeTimeOut]
    count: int = described(_("So viele gibt es im Ganzen."))
    minutes: int = described(_("So lange dauert der Termin."))


class HoldIn(Body):
    concern_id: Id = described(_("Anliegen"))
    place_id: Id = described(_("Ort"))
    starts_at: IsoInstant = described(_("Beginn, wie ihn die freien Zeiten nennen"))
    persons: Whole = described(_("Wie viele Personen kommen"), default=1, ge=1, le=20)
    answers: list[Id] = described(
        _("Zu jeder Frage des Anliegens die gewählte Antwort"), default_factory=list, max_length=20
    )
    channel: ChannelCode = described(_("Weg: vor Ort, am Telefon, per Video"), default="in_person")
    support: list[SupportCode] = described(_("Was die Person braucht"), default_factory=list, max_length=4)
    language: Literal["de", "en"] = described(_("Sprache der E-Mails"), default="de")


class MoveIn(Body):
    place_id: Id = described(_("Ort"))
    starts_at: IsoInstant = described(_("Beginn, wie ihn die freien Zeiten nennen"))


class DetailsIn(Body):
    first_name: Line = described(_("Vorname"), default="", max_length=100)
    last_name: Line = described(_("Nachname"), min_length=1, max_length=100)
    email: Annotated[str, Field(pattern=f"^$|{EMAIL_PATTERN}", max_length=200)] = described(
        _("Ohne E-Mail-Adresse ist eine Telefonnummer nötig, und das Rathaus ruft an."), default=""
    )
    phone: Annotated[str, Field(pattern=f"^$|{PHONE_PATTERN}", max_length=40)] = described(_("Telefon"), default="")
    for_name: Line = described(_("Name der Person, für die der Termin ist"), default="", max_length=200)
    person_names: list[Annotated[Line, Field(max_length=200)]] = described(
        _("Namen der weiteren Personen"), default_factory=list, max_length=19
    )
    home_address: Line = described(_("Anschrift, wenn jemand nach Hause kommen soll"), default="", max_length=200)


class BookingIn(HoldIn):
    details: DetailsIn = described(_("Angaben zur Person"))


class CodeIn(Body):
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["204817"])] = described(
        _("Die sechs Ziffern aus der E-Mail")
    )


class BookingOut(BaseModel):
    id: UUID = described(_("Nummer, die auch Webhooks nennen"))
    token: str = described(_("Wer ihn kennt, darf den Termin ändern. Behandeln Sie ihn wie ein Passwort."))
    code: str = described(_("Terminnummer, die am Schalter genannt wird"), examples=["K7M-2QX"])
    state: StateCode
    expires_at: datetime | None = described(_("Bis dahin ist die Zeit reserviert."))
    concern_id: UUID
    concern: str
    place_id: UUID
    place: str
    starts_at: datetime
    ends_at: datetime
    date: date
    time: str
    minutes: int
    persons: int
    channel: ChannelCode
    url: str = described(_("Seite des Termins für die Person, die kommt"))

    @classmethod
    def of(cls, booking: Booking) -> Self:
        """Return a booking as it is sent: nothing about the person."""
        zone = current_tenant().zone
        starts_at = booking.starts_at.astimezone(zone)
        return cls(
            id=booking.pk,
            token=booking.token,
            code=booking.code,
            state=_state(booking),
            expires_at=booking.expires_at and booking.expires_at.astimezone(zone),
            concern_id=booking.concern_id,
            concern=booking.purpose,
            place_id=booking.place.location_id,
            place=booking.place.location.name,
            starts_at=starts_at,
            ends_at=booking.ends_at.astimezone(zone),
            date=booking.day,
            time=f"{starts_at:%H:%M}",
            minutes=booking.minutes,
            persons=booking.persons,
            channel=booking.channel,  # type: ignore[arg-type]
            url=booking_url(booking),
        )


def _state(booking: Booking) -> Any:
    """Return the state; a hold that lapsed is over, swept or not."""
    is_lapsed = booking.state in PENDING_STATES and not booking.is_alive_at(timezone.now())
    return State.EXPIRED.value if is_lapsed else booking.state


def page_of(items: Sequence[Any], *, limit: int, offset: int) -> Sequence[Any]:
    """Return the wished part of a list."""
    return items[offset : offset + limit]
