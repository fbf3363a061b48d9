"""What somebody on the phone wants: the concern, how many come, where and when. It stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.forms.public import ChosenTime
from modules.appointments.forms.staff import VisitForm
from modules.appointments.forms.visit import FIRST_PERSONS, MORE, NEEDS, WAY
from modules.appointments.models import Booking, Channel, Concern, ConcernPlace, Support
from modules.appointments.selectors import questions_of
from modules.appointments.selectors.joining import suitable_places
from modules.appointments.selectors.places import pools_of
from modules.appointments.selectors.together import leading_booking
from modules.appointments.services.holding import ALONE, Chain
from modules.appointments.views.public.wish import support_for, uuid_in, ways_of
from modules.appointments.views.staff.common import read_day
from modules.appointments.views.staff.errands import FURTHER, WITHOUT, Errands
from modules.appointments.visits import Visit, joined_visit, needs_of
from rathaus.web.navigation import Chip

KEY: Final = "schluessel"
AFTER: Final = "nach"
ASKED: Final = "wunsch"  # stands in a form that holds all fields about the visit: a box that is missing was unticked
_ABOUT_THE_CONCERN: Final = ("anliegen", "ort", "suche")
_ABOUT_THE_VISIT: Final = (FURTHER, WITHOUT, MORE, WAY, NEEDS)


@dataclass(frozen=True, kw_only=True)
class Call:
    """The wish so far. `places` are those where the visit may be, `every_place` where the visit is possible at all.

    `leader` is the appointment right after which this one comes, `query` the address without what was pressed.
    """

    errands: Errands
    visit: Visit
    visit_form: VisitForm
    every_place: Sequence[ConcernPlace]
    places: Sequence[ConcernPlace]
    since: date | None
    wished: ChosenTime | None
    leader: Booking | None
    query: QueryDict

    @classmethod
    def read(cls, query: QueryDict) -> Self | None:
        """Return what the address says, or None while it names no concern that is offered.

        Five queries however many concerns, two more for a leader, one each for video and needs that take time.
        """
        errands = Errands.read(query)
        if errands is None:
            return None
        query, form = _read_form(query, errands)
        visit = _visit(form, query)
        every = suitable_places(errands.places, visit) or errands.places
        here = [place for place in every if str(place.location_id) == query.get("ort", "")]
        return cls(
            errands=errands,
            visit=visit,
            visit_form=form,
            every_place=every,
            places=here or every,
            since=read_day(query.get("ab", "")),
            wished=wished_time(query, every),
            leader=_leader(query),
            query=query,
        )

    @property
    def concern(self) -> Concern:
        """The first concern, which is the booking's own."""
        return self.visit.concern

    @property
    def chain(self) -> Chain:
        """What this appointment comes after."""
        return Chain(follows=self.leader) if self.leader else ALONE

    @property
    def hints(self) -> list[str]:
        """What the clerk should know about the needs before promising a time; it forbids nothing."""
        found = []
        if days := self.visit.needs.days:
            text = ngettext(
                "Für Gebärdensprache brauchen Sie sonst %(days)s Tag Vorlauf. Sie können auch früher eintragen.",
                "Für Gebärdensprache brauchen Sie sonst %(days)s Tage Vorlauf. Sie können auch früher eintragen.",
                days,
            )
            found.append(text % {"days": days})
        if not suitable_places(self.every_place, self.visit):
            found.append(_("Zu jedem Ort für diesen Termin führen Stufen. Bitte sprechen Sie ab, wie es geht."))
        return found

    @property
    def address(self) -> str:
        """The address of this page with everything that was chosen."""
        return f"{reverse('appointments_staff:new')}?{self.query.urlencode()}"

    @property
    def key(self) -> UUID | None:
        """The key of the time that is kept while somebody changes what else was said."""
        return read_id(self.query.get(KEY, ""))

    def next_url(self, booking: Booking) -> str:
        """Return where the first concern of another team is booked right after this booking, with the same needs.

        "" if there is none.
        """
        if not self.errands.apart:
            return ""
        first, *others = self.errands.apart
        query = QueryDict(mutable=True)
        query.update({"anliegen": str(first.pk), "ab": booking.day.isoformat(), AFTER: str(booking.pk)})
        query.setlist(FURTHER, [str(concern.pk) for concern in others])
        query.setlist(NEEDS, list(self.visit.needs.support))
        return f"{reverse('appointments_staff:new')}?{query.urlencode()}"

    def other_concern_url(self, key: UUID | None) -> str:
        """Return the address at which another concern is chosen, for the same time if one was clicked."""
        kept = self.query.copy()
        for name in list(kept):
            if name in _ABOUT_THE_CONCERN or _is_about_visit(name):
                del kept[name]
        if key:
            kept[KEY] = str(key)
        return f"{reverse('appointments_staff:new')}?{kept.urlencode()}"

    def place(self, time: ChosenTime) -> ConcernPlace | None:
        """Return the place that a chosen time names, if the concern is offered there."""
        return next((place for place in self.every_place if place.pk == time.place), None)

    def place_chips(self) -> list[Chip]:
        """Return the locations to choose from; none where there is but one."""
        if len(self.every_place) < 2:
            return []
        chips = [
            Chip(place.location.name, self._with(ort=str(place.location_id)), is_current=list(self.places) == [place])
            for place in self.every_place
        ]
        return [Chip(_("Ort ist egal"), self._with(ort=""), is_current=len(self.places) > 1), *chips]

    def _with(self, **changes: str) -> str:
        query = self.query.copy()
        for name, value in changes.items():
            query[name] = value
        return f"{reverse('appointments_staff:new')}?{query.urlencode()}"


def read_id(text: str) -> UUID | None:
    """Return the id that an address names, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def read_time(text: str) -> ChosenTime | None:
    """Return the time that a button names, or None."""
    try:
        return ChosenTime.parse(text)
    except ValueError:
        return None


def query_of(request: HttpRequest) -> QueryDict:
    """Return the address with what the form about the visit says now, if it was sent."""
    if ASKED not in request.POST:
        return request.GET
    query = request.GET.copy()
    for name in [name for name in query if _is_about_visit(name)]:
        del query[name]
    for name, values in request.POST.lists():
        if _is_about_visit(name):
            query.setlist(name, values)
    return query


def _is_about_visit(name: str) -> bool:
    return name in _ABOUT_THE_VISIT or name.startswith((FIRST_PERSONS, "frage-"))


def _read_form(query: QueryDict, errands: Errands) -> tuple[QueryDict, VisitForm]:
    """Return the address as it is from now on, and the form with what it says."""
    ways, query = ways_of(errands.together), query.copy()
    channel = query.get(WAY, "") if query.get(WAY) in ways else (ways or [Channel.IN_PERSON])[0]
    at_home = channel == Channel.IN_PERSON
    support = [need for need in support_for(errands.together) if at_home or need != Support.HOME_VISIT]
    now = {
        MORE: [],
        WITHOUT: [],
        FURTHER: [str(concern.pk) for concern in errands.further],
        WAY: [channel] if channel != Channel.IN_PERSON else [],
        NEEDS: [need for need in support if need in query.getlist(NEEDS)],
    }
    for name, values in now.items():
        query.pop(name, None)
        if values:
            query.setlist(name, values)
    questions = list(questions_of(*errands.together))
    form = VisitForm(
        query, concerns=errands.together, questions=questions, ways=ways, support=support, more=errands.more
    )
    return query, form


def _visit(form: VisitForm, query: QueryDict) -> Visit:
    """Return the visit; what does not fit together counts as not said."""
    form.is_valid()
    visits = [form.visit_for(concern) for concern in form.concerns]
    return joined_visit(visits, needs=needs_of(query.getlist(NEEDS)), channel=query.get(WAY, Channel.IN_PERSON))


def _leader(query: QueryDict) -> Booking | None:
    """Return the appointment that the address names if another one may follow it."""
    wanted = uuid_in(query, AFTER)
    token = Booking.objects.filter(pk=wanted).values_list("token", flat=True).first() if wanted else None
    return leading_booking(token) if token else None


def wished_time(query: QueryDict, places: Sequence[ConcernPlace]) -> ChosenTime | None:
    """Return the time that was clicked in the day, at the place to which its pool belongs."""
    day, cell = read_day(query.get("tag", "")), query.get("zelle", "")
    pool = read_id(query.get("pool", ""))
    place = next((place for place in places if any(found.pk == pool for found in pools_of(place))), None)
    if day is None or place is None or not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:4]) <= 300):
        return None
    return ChosenTime(place.pk, day, int(cell))
