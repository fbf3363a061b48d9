"""Step 3: day and time. The page of the times also serves those who move an appointment."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import (
    AppointmentError,
    BusyError,
    CrowdedNetworkError,
    SlotTakenError,
    UnclearVisitError,
)
from modules.appointments.forms.public import ChosenTime, HoldForm, TimeForm
from modules.appointments.models import Booking, ConcernPlace, Origin
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.choosing import last_bookable_day
from modules.appointments.selectors.free import free_days
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.together import leading_booking
from modules.appointments.selectors.tokens import held_booking
from modules.appointments.selectors.waiting import has_waiting_list
from modules.appointments.services.days import ensure_todays_horizon
from modules.appointments.services.holding import Chain, hold
from modules.appointments.views.public.admission import admit, busy_page, hold_guards, too_many
from modules.appointments.views.public.guards import of_chosen_concern, see_other, unlisted
from modules.appointments.views.public.month import FreeCalendar, Month
from modules.appointments.views.public.steps import Step, concern_choice, place_choice
from modules.appointments.views.public.wish import Wish, concern_url
from modules.appointments.visits import Visit
from rathaus.calendar.localtime import CELL_MINUTES, local_day
from rathaus.tenancy import current_tenant
from rathaus.web.framing import is_framed
from rathaus.web.origin import cookieless_post
from rathaus.web.wording import full_clock, keep_together

_RIGHT_AFTER: Final = 3  # so many times stand first beside another appointment
_FOR_THE_WAY: Final = timedelta(minutes=15)
_SOON: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class TimeChip:
    """A time to choose: the value that is sent, the words, and the place where several are shown."""

    value: str
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class TimeGroup:
    """The times of a part of the day."""

    title: str
    hours: str
    chips: Sequence[TimeChip]


@dataclass(frozen=True, kw_only=True)
class TimeQuestion:
    """A visit of so many cells and the places where it may be; `params` are what its address carries."""

    visit: Visit
    length: int
    places: Sequence[ConcernPlace]
    path: str
    params: Sequence[tuple[str, str]]
    wished: date | None = None  # the day from which on the first free one is shown
    leader: Booking | None = None  # the appointment right after which this one is to be

    def context(self, query: QueryDict) -> dict[str, Any]:
        """Return the month and the times of the chosen day; three queries."""
        today = local_day(timezone.now(), current_tenant().time_zone)
        last = last_bookable_day(self.places, today)
        offers = free_days(places=self.places, first=today, last=last, length=self.length)
        calendar = FreeCalendar(offers, today=today, last=last)
        first, day = choose_day(calendar, query, self.wished)
        month = calendar.month(first, day)
        return self._addresses(month, day) | {
            "month": month,
            "weekdays": list(zip(WEEKDAYS_ABBR.values(), WEEKDAYS.values(), strict=True)),
            "chosen_day": day,
            "next_day": calendar.next_free_day(day or first) or (None if day else calendar.next_free_day()),
            "has_times": bool(calendar.free_days),
            "hints": self.visit.hints,
            "several_places": self._names_place,
            "leader": self.leader,
            **self._times(calendar.times(day) if day else []),
        }

    @property
    def _names_place(self) -> bool:
        return len(self.places) > 1 and self.visit.is_in_person

    def _times(self, times: Sequence[FreeTime]) -> dict[str, Any]:
        """Return the times in groups; next to another appointment first those right after it, none during it."""
        if not self.leader:
            return {"groups": time_groups(times, with_place=self._names_place), "time_count": len(times)}
        possible = [time for time in times if not overlaps(time, self.length, self.leader)]
        near = [time for time in possible if is_right_after(time, self.leader)][:_RIGHT_AFTER]
        rest = [time for time in possible if time not in near]
        first = TimeGroup(_("Direkt nach Ihrem anderen Termin"), "", chips_of(near, with_place=self._names_place))
        groups = ([first] if near else []) + time_groups(rest, with_place=self._names_place)
        return {"groups": groups, "time_count": len(possible)}

    def _addresses(self, month: Month, day: date | None) -> dict[str, Any]:
        """Return where the page's links and its form lead.

        The form is sent to an address that no page has: a browser forgets its copy of the address to which it sends
        (RFC 9111, 4.4), and who goes back would get a new key and hold a second time.
        """
        return {
            "path": self.path,
            "hidden": self.params,
            "previous_url": self._address(monat=f"{month.previous:%Y-%m}") if month.previous else "",
            "next_url": self._address(monat=f"{month.next:%Y-%m}") if month.next else "",
            "post_url": self._address(**({"tag": str(day)} if day else {}), senden="1"),
        }

    def _address(self, **further: str) -> str:
        query = urlencode([*self.params, *further.items()])
        return f"{self.path}?{query}" if query else self.path


def is_right_after(time: FreeTime, leader: Booking) -> bool:
    """Return whether the time comes soon after the other appointment, with some minutes for the way elsewhere."""
    is_same_house = time.place.location_id == leader.place.location_id
    earliest = leader.ends_at if is_same_house else leader.ends_at + _FOR_THE_WAY
    return earliest <= time.starts_at <= earliest + _SOON


def overlaps(time: FreeTime, length: int, leader: Booking) -> bool:
    """Return whether a visit of so many cells from this time on would lie over the other appointment."""
    ends_at = time.starts_at + timedelta(minutes=length * CELL_MINUTES)
    return time.starts_at < leader.ends_at and leader.starts_at < ends_at


def choose_day(calendar: FreeCalendar, query: QueryDict, wished: date | None = None) -> tuple[date, date | None]:
    """Return the first day of the month to show, and the day whose times are shown.

    Without a wish it is the next free day, or the first one of the wished month.
    """
    day = _parse(query.get("tag", ""), date.fromisoformat)
    if day and calendar.today <= day <= calendar.last:
        return day.replace(day=1), day
    month = _parse(query.get("monat", ""), lambda text: date.fromisoformat(f"{text}-01"))
    if month and calendar.today.replace(day=1) <= month <= calendar.last:
        return month, calendar.first_free_day_of(month)
    first = (wished and calendar.next_free_day(wished - timedelta(days=1))) or calendar.next_free_day()
    return (first or calendar.today).replace(day=1), first


def _parse(text: str, read: Callable[[str], date]) -> date | None:
    try:
        return read(text)
    except ValueError:
        return None


def time_groups(times: Sequence[FreeTime], *, with_place: bool) -> list[TimeGroup]:
    """Return the times in the three parts of the day; parts without any are left out."""
    hours = [time.starts_at.hour for time in times]
    chips = list(zip(hours, chips_of(times, with_place=with_place), strict=True))
    groups = [
        TimeGroup(_("Vormittag"), _("bis 12 Uhr"), [chip for hour, chip in chips if hour < 12]),
        TimeGroup(_("Mittag"), _("12–14 Uhr"), [chip for hour, chip in chips if 12 <= hour < 14]),
        TimeGroup(_("Nachmittag"), _("ab 14 Uhr"), [chip for hour, chip in chips if hour >= 14]),
    ]
    return [group for group in groups if group.chips]


def chips_of(times: Sequence[FreeTime], *, with_place: bool) -> list[TimeChip]:
    """Return the times as buttons."""
    return [_chip(time, with_place=with_place) for time in times]


def _chip(time: FreeTime, *, with_place: bool) -> TimeChip:
    words = keep_together(full_clock(time.starts_at)) + _season(time.starts_at)
    return TimeChip(chosen(time), words, time.place.location.name if with_place else "")


def chosen(time: FreeTime) -> str:
    """Return the value that is sent for a time."""
    return str(ChosenTime(time.place_id, time.day, time.cell))


def _season(moment: datetime) -> str:
    """Return what tells the two equal times apart in the night when the clock is put back."""
    if moment.utcoffset() == moment.replace(fold=1 - moment.fold).utcoffset():
        return ""
    return f" ({_('Winterzeit') if moment.fold else _('Sommerzeit')})"


@cookieless_post
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
@of_chosen_concern
def time(request: HttpRequest) -> HttpResponse:
    """Step 3: choose a day and a time; POST keeps the time for some minutes."""
    try:
        wish = Wish.read(request.GET)
    except UnclearVisitError:
        return redirect(concern_url(request.GET.get("anliegen"), request.GET))
    if not wish.has_place:
        return redirect(wish.url("place"))
    held = held_booking(wish.hold)
    if request.method != "POST":
        return _page(request, wish, held)
    form = HoldForm(request.POST)
    if form.is_valid():
        return _hold(request, wish, held, form)
    if "zeit" in form.errors:
        return _page(request, wish, held, missing=first_error(form))
    return _page(request, wish, held, problem=first_error(form))


def _hold(request: HttpRequest, wish: Wish, held: Booking | None, form: HoldForm) -> HttpResponse:
    time: ChosenTime = form.cleaned_data["zeit"]
    place = next((place for place in wish.places if place.pk == time.place), wish.places[0])
    idem_key = form.cleaned_data["idem_key"]
    try:
        admit(request, idem_key=idem_key, replaces=held)
        booking = hold(
            place=place,
            day=time.day,
            cell_from=time.cell,
            idem_key=idem_key,
            origin=Origin.EMBED if is_framed(request) else Origin.PUBLIC,
            replaces=held,
            language=get_language() or "de",
            visit=wish.visit,
            chain=Chain(leading_booking(wish.follows), wish.next_concern),
        )
    except SlotTakenError as error:
        return _page(request, wish, held, taken=error)
    except BusyError as error:
        return busy_page(request, error, idem_key=idem_key)
    except CrowdedNetworkError as error:
        return too_many(_page(request, wish, held, problem=str(error)), error)
    except AppointmentError as error:
        return _page(request, wish, held, problem=str(error))
    return see_other("appointments:booking", booking.token)


def _page(
    request: HttpRequest,
    wish: Wish,
    held: Booking | None,
    *,
    problem: str = "",
    missing: str = "",
    taken: SlotTakenError | None = None,
) -> HttpResponse:
    ensure_todays_horizon()
    leader = leading_booking(wish.follows)
    question = TimeQuestion(
        visit=wish.visit,
        length=wish.visit.length,
        places=wish.wanted_places,
        path=request.path,
        params=wish.params,
        wished=leader.day if leader else None,
        leader=leader,
    )
    asks_place = len(wish.places) > 1 and wish.visit.is_in_person
    context = question.context(request.GET) | {
        "step": Step.TIME.value,
        "choices": [concern_choice(wish, request.GET), place_choice(wish)],
        "back_url": wish.url("place") if asks_place else concern_url(wish.concern.pk, request.GET),
        "back_label": _("Zurück zum Ort") if asks_place else _("Zurück zum Anliegen"),
        "submit_label": _("Zeit reservieren und weiter"),
        "held": held,
        "problem": problem or missing,
        "is_time_missing": bool(missing),
        "hold_minutes": get_settings().hold_minutes,
        "waiting_url": wish.url("waiting_join") if has_waiting_list(wish.visit) else "",
    }
    return render_times(request, "appointments/public/times.html", context | hold_guards(request), taken)


def render_times(
    request: HttpRequest, template: str, context: dict[str, Any], taken: SlotTakenError | None
) -> HttpResponse:
    """Show the page of the times, with times close to one that somebody else just took."""
    near = [(chosen(time), time) for time in taken.neighbours] if taken else []
    problem = str(taken) if taken else context["problem"]
    context |= {"taken": taken, "near": near, "problem": problem, "idem_key": uuid.uuid4()}
    return render(request, template, context, status=409 if taken else 200)


def first_error(form: TimeForm) -> str:
    """Return the first sentence about what is missing."""
    return str(next(iter(next(iter(form.errors.values())))))
