"""Free days and times of a concern."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from modules.appointments.moments import today
from modules.appointments.offers import DayOffer, DayState
from modules.appointments.public_api.schemas import (
    ChannelCode,
    DayOut,
    FreeDaysOut,
    FreeTimeOut,
    FreeTimesOut,
    SupportCode,
    page_of,
)
from modules.appointments.public_api.wish import Wish, read_wish
from modules.appointments.selectors.free import free_days
from modules.appointments.services.days import ensure_todays_horizon
from rathaus.api.routing import secured
from rathaus.api.types import Id, IsoDate, PageQuery, described

router = Router()

MAX_DAYS: Final = 62
_USUAL_DAYS: Final = 31
_FAR: Final = timedelta(days=500)  # nothing is released further ahead
_RANK: Final = (DayState.FREE, DayState.FULL, DayState.NOT_YET, DayState.CLOSED, DayState.PAST)
_CONFLICTS: Final = ("unclear-visit", "too-many-persons")


class FreeQuery(BaseModel):
    """A visit, where, and from when to when."""

    concern_id: Id = described(_("Anliegen"))
    place_id: Id | SkipJsonSchema[None] = described(_("Ort; ohne Angabe alle Orte des Anliegens"), default=None)
    persons: int = described(_("Wie viele Personen kommen"), default=1, ge=1, le=20)
    answer: list[Id] = described(
        _("Zu jeder Frage des Anliegens die gewählte Antwort"), default_factory=list, max_length=20
    )
    channel: ChannelCode = described(_("Weg: vor Ort, am Telefon, per Video"), default="in_person")
    support: list[SupportCode] = described(_("Was die Person braucht"), default_factory=list, max_length=4)
    first: Annotated[IsoDate | SkipJsonSchema[None], Field(alias="from")] = described(
        _("Erster Tag; ohne Angabe heute"), default=None
    )
    last: Annotated[IsoDate | SkipJsonSchema[None], Field(alias="until")] = described(
        _("Letzter Tag, höchstens 62 Tage; ohne Angabe 31 Tage"), default=None
    )


@router.get(
    "free-days",
    response=FreeDaysOut,
    operation_id="list_free_days",
    **secured("appointments:read", summary=_("Tage mit freien Zeiten"), conflicts=_CONFLICTS),
)
def list_free_days(request: HttpRequest, query: Query[FreeQuery]) -> FreeDaysOut:  # noqa: ARG001
    _wish, offers = _read(query)
    days: dict[date, list[DayOffer]] = {}
    for offer in offers:
        days.setdefault(offer.day, []).append(offer)
    return FreeDaysOut(items=[_day(day, found) for day, found in sorted(days.items())])


@router.get(
    "free-times",
    response=FreeTimesOut,
    operation_id="list_free_times",
    **secured("appointments:read", summary=_("Freie Zeiten"), conflicts=_CONFLICTS),
)
def list_free_times(request: HttpRequest, query: Query[FreeQuery], page: Query[PageQuery]) -> FreeTimesOut:  # noqa: ARG001
    wish, offers = _read(query)
    times = sorted((time for offer in offers for time in offer.times), key=lambda time: time.starts_at.timestamp())
    items = [FreeTimeOut.of(time) for time in page_of(times, limit=page.limit, offset=page.offset)]
    return FreeTimesOut(items=items, count=len(times), minutes=wish.visit.minutes)


def _read(query: FreeQuery) -> tuple[Wish, Sequence[DayOffer]]:
    ensure_todays_horizon()
    wish = read_wish(
        concern=query.concern_id,
        persons=query.persons,
        answers=query.answer,
        channel=query.channel,
        support=query.support,
    )
    places = [wish.at(query.place_id)] if query.place_id else wish.places
    first, last = _range(query.first, query.last)
    if last < first:
        return wish, []
    return wish, free_days(places=places, first=first, last=last, length=wish.visit.length)


def _range(first: date | None, last: date | None) -> tuple[date, date]:
    """Return the wished days as far as there can be times: from today on, 62 days at most."""
    here = today()
    first = max(first or here, here)
    if first - here > _FAR:
        return first, here
    longest = first + timedelta(days=MAX_DAYS - 1)
    return first, min(last or first + timedelta(days=_USUAL_DAYS - 1), longest)


def _day(day: date, offers: Sequence[DayOffer]) -> DayOut:
    state = min((offer.state for offer in offers), key=_RANK.index)
    return DayOut(date=day, state=state.value, times=sum(len(offer.starts) for offer in offers))
