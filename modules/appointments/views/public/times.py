"""Step 3: day and time. The page of the times also serves those who move an appointment."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import AppointmentError, SlotTakenError, UnclearVisitError
from modules.appointments.forms.public import ChosenTime, TimeForm
from modules.appointments.models import Booking, ConcernPlace
from modules.appointments.offers import FreeTime
from modules.appointments.selectors.choosing import last_bookable_day
from modules.appointments.selectors.free import free_days
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.tokens import held_booking
from modules.appointments.services.days import ensure_todays_horizon
from modules.appointments.services.holding import hold
from modules.appointments.views.public.guards import of_chosen_concern, see_other, unlisted
from modules.appointments.views.public.month import FreeCalendar, Month
from modules.appointments.views.public.steps import Step, concern_choice, place_choice
from modules.appointments.views.public.wish import Wish, concern_url
from modules.appointments.visits import Visit
from rathaus.calendar.localtime import local_day
from rathaus.tenancy import current_tenant
from rathaus.web.origin import cookieless_post
from rathaus.web.wording import full_clock, keep_together


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
    """A visit and the places where it may be; `params` are what its address carries."""

    visit: Visit
    answers: Mapping[str, str]
    places: Sequence[ConcernPlace]
    path: str
    params: Sequence[tuple[str, str]]
    wished: date | None = None  # the day from which on the first free one is shown

    def context(self, query: QueryDict) -> dict[str, Any]:
        """Return the month and the times of the chosen day; three queries."""
        today = local_day(timezone.now(), current_tenant().time_zone)
        last = last_bookable_day(self.places, today)
        offers = free_days(places=self.places, first=today, last=last, persons=self.visit.persons, answers=self.answers)
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
            "several_places": len(self.places) > 1,
            **_times(calendar.times(day) if day else [], with_place=len(self.places) > 1),
        }

    def _addresses(self, month: Month, day: date | None) -> dict[str, Any]:
        return {
            "path": self.path,
            "hidden": self.params,
            "previous_url": self._address(monat=f"{month.previous:%Y-%m}") if month.previous else "",
            "next_url": self._address(monat=f"{month.next:%Y-%m}") if month.next else "",
            "post_url": self._address(tag=str(day)) if day else self._address(),
        }

    def _address(self, **further: str) -> str:
        query = urlencode([*self.params, *further.items()])
        return f"{self.path}?{query}" if query else self.path


def _times(times: Sequence[FreeTime], *, with_place: bool) -> dict[str, Any]:
    return {"groups": time_groups(times, with_place=with_place), "time_count": len(times)}


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
    chips = [(time.starts_at.hour, _chip(time, with_place=with_place)) for time in times]
    groups = [
        TimeGroup(_("Vormittag"), _("bis 12 Uhr"), [chip for hour, chip in chips if hour < 12]),
        TimeGroup(_("Mittag"), _("12–14 Uhr"), [chip for hour, chip in chips if 12 <= hour < 14]),
        TimeGroup(_("Nachmittag"), _("ab 14 Uhr"), [chip for hour, chip in chips if hour >= 14]),
    ]
    return [group for group in groups if group.chips]


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
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _page(request, wish, held, missing=first_error(form))
    return _hold(request, wish, held, form)


def _hold(request: HttpRequest, wish: Wish, held: Booking | None, form: TimeForm) -> HttpResponse:
    time: ChosenTime = form.cleaned_data["zeit"]
    place = next((place for place in wish.places if place.pk == time.place), wish.places[0])
    try:
        booking = hold(
            place=place,
            day=time.day,
            cell_from=time.cell,
            idem_key=form.cleaned_data["idem_key"],
            persons=wish.visit.persons,
            answers=wish.answers,
            replaces=held,
            language=get_language() or "de",
            visit=wish.visit,
        )
    except SlotTakenError as error:
        return _page(request, wish, held, taken=error)
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
    question = TimeQuestion(
        visit=wish.visit, answers=wish.answers, places=wish.wanted_places, path=request.path, params=wish.params
    )
    context = question.context(request.GET) | {
        "step": Step.TIME.value,
        "choices": [concern_choice(wish, request.GET), place_choice(wish)],
        "back_url": wish.url("place") if len(wish.places) > 1 else reverse("appointments:start"),
        "back_label": _("Zurück zum Ort") if len(wish.places) > 1 else _("Zurück zum Anliegen"),
        "submit_label": _("Zeit reservieren und weiter"),
        "held": held,
        "problem": problem or missing,
        "is_time_missing": bool(missing),
        "hold_minutes": get_settings().hold_minutes,
    }
    return render_times(request, "appointments/public/times.html", context, taken)


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
