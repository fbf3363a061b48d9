"""Step 1 continued: the chosen concern with its questions, what else is to be done, and what people need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.errors import UnclearVisitError
from modules.appointments.forms.visit import FIRST_PERSONS, MORE, NEEDS, WAY, Part, VisitForm
from modules.appointments.models import Booking, Concern, ConcernPlace, PreliminaryAnswer
from modules.appointments.selectors.joining import joined_places, shared_channels
from modules.appointments.selectors.offering import Offering, offerings_of
from modules.appointments.selectors.places import offered_places
from modules.appointments.selectors.together import leading_booking
from modules.appointments.views.public.guards import unlisted
from modules.appointments.views.public.steps import Step
from modules.appointments.views.public.wish import (
    MAX_FURTHER,
    Wish,
    further_in,
    next_step_url,
    support_for,
    uuid_in,
    ways_of,
)
from rathaus.web.wording import duration_words

_KEPT = ("halten", "ort", "nach", "danach")
_BUTTONS = (MORE, "hinzu", "weiter", "anliegen")


@dataclass(frozen=True)
class Asked:
    """What the page asks about: the offered concerns with their answers, the first one first."""

    query: QueryDict
    offerings: Sequence[Offering]
    persons: Sequence[str]

    @classmethod
    def read(cls, concern_id: UUID, query: QueryDict) -> Self:
        """Return the concerns that the address names and citizens may book; raises Http404 without the first one."""
        named = {concern_id: query.get("personen", "1")} | further_in(query, concern_id)
        found = list(zip(offerings_of(list(named)), named.values(), strict=True))
        if not found[0][0].places:
            raise Http404
        offered = [(offering, persons) for offering, persons in found if offering.places]
        return cls(query, [offering for offering, _persons in offered], [persons for _offering, persons in offered])

    @cached_property
    def leader(self) -> Booking | None:
        """The appointment right after which this visit is to be."""
        return leading_booking(self.query.get("nach", ""))

    @property
    def concerns(self) -> list[Concern]:
        """The concerns in order."""
        return [offering.places[0].concern for offering in self.offerings]

    @property
    def answers(self) -> list[PreliminaryAnswer]:
        """All answers to choose from."""
        return [answer for offering in self.offerings for answer in offering.answers]

    def parts(self) -> list[Part]:
        """Return what the form asks for each concern."""
        names = [FIRST_PERSONS, *(f"personen-{concern.pk}" for concern in self.concerns[1:])]
        offered = zip(self.concerns, self.offerings, names, strict=True)
        return [Part(concern, offering.answers, name) for concern, offering, name in offered]

    def form(self) -> VisitForm:
        """Return the form, judged only if it was sent; else with what the address says."""
        return VisitForm(
            self.query if "weiter" in self.query else None,
            initial=self._initial(),
            parts=self.parts(),
            ways=ways_of(self.concerns),
            support=support_for(self.concerns),
            more=self.more() if len(self.concerns) <= MAX_FURTHER else (),
        )

    def more(self) -> list[tuple[Any, Any]]:
        """Return the concerns that can be added: those that fit into the visit, and those of other teams."""
        chosen = {concern.pk for concern in self.concerns}
        together: list[tuple[str, str]] = []
        apart: list[tuple[str, str]] = []
        for places in _by_concern(offered_places()):
            concern = places[0].concern
            if concern.pk not in chosen:
                option = (str(concern.pk), f"{concern.name} ({duration_words(concern.first_minutes)})")
                (together if self.fits(places) else apart).append(option)
        groups = [(_("Geht im selben Termin"), together), (_("Braucht einen eigenen Termin"), apart)]
        return [group for group in groups if group[1]]

    def fits(self, places: Sequence[ConcernPlace]) -> bool:
        """Return whether one team does all this and the concern of these places, in a way that they share."""
        concerns = [*self.concerns, places[0].concern]
        has_way = bool(shared_channels(concerns, has_video=True))
        return has_way and bool(joined_places([*(offering.places for offering in self.offerings), places]))

    def url(self, *, add: UUID | None = None, remove: UUID | None = None, then: UUID | None = None) -> str:
        """Return the address of this page with another further concern, with one less, or with one for afterwards."""
        kept = self.query.copy()
        for name in _BUTTONS:
            kept.pop(name, None)
        further = [text for text in kept.getlist("dazu") if remove is None or not text.startswith(str(remove))]
        kept.setlist("dazu", [*further, str(add)] if add else further)
        if then:
            kept["danach"] = str(then)
        address = reverse("appointments:concern", args=[self.concerns[0].pk])
        return f"{address}?{kept.urlencode()}" if kept else address

    def _initial(self) -> dict[str, Any]:
        given = {*self.query.getlist("a"), *(value for name, value in self.query.items() if name.startswith("frage-"))}
        answers = {f"frage-{answer.question_id}": str(answer.pk) for answer in self.answers if str(answer.pk) in given}
        named = zip(self.parts(), self.persons, strict=True)
        persons = {part.persons: self.query.get(part.persons, number) for part, number in named}
        way = {WAY: self.query[WAY]} if self.query.get(WAY) else {}
        support = self.query.getlist(NEEDS) or (self.leader.support if self.leader else [])
        return answers | persons | way | {NEEDS: support}


@unlisted
@require_safe
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Step 1, about the chosen concern; whoever adds one of another team is told that it needs its own appointment."""
    asked = Asked.read(concern_id, request.GET)
    if added := _added(asked):
        return redirect(added)
    form = asked.form()
    if form.is_bound and form.is_valid() and (url := _next_url(asked, form)):
        return redirect(url)
    return render(request, "appointments/public/concern.html", _context(asked, form))


@unlisted
@require_safe
def apart(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Say that another team does the added concern, and how both are booked one after the other."""
    asked = Asked.read(concern_id, request.GET)
    then = _public_concern(uuid_in(request.GET, "danach"))
    if then is None:
        return redirect(asked.url())
    context = {
        "step": Step.CONCERN.value,
        "first": [(concern, duration_of(concern)) for concern in asked.concerns],
        "then": (then, duration_of(then)),
        "first_url": asked.url(then=then.pk),
        "back_url": _without_next(asked),
    }
    return render(request, "appointments/public/apart.html", context)


def duration_of(concern: Concern) -> str:
    """Return "etwa 20 Minuten, für jede weitere Person etwa 10 Minuten"."""
    first = duration_words(concern.first_minutes)
    if concern.max_persons < 2 or not concern.further_minutes:
        return first
    further = duration_words(concern.further_minutes)
    return _("%(first)s, für jede weitere Person %(further)s") % {"first": first, "further": further}


def _added(asked: Asked) -> str:
    """Return where a concern that was added leads; "" if none was."""
    wanted = uuid_in(asked.query, MORE)
    if wanted is None or wanted in {concern.pk for concern in asked.concerns}:
        return ""
    (offering,) = offerings_of([wanted])
    if not offering.places:
        return ""
    if asked.fits(offering.places) and len(asked.concerns) <= MAX_FURTHER:
        return asked.url(add=wanted)
    _path, _mark, query = asked.url(then=wanted).partition("?")
    return f"{reverse('appointments:apart', args=[asked.concerns[0].pk])}?{query}"


def _next_url(asked: Asked, form: VisitForm) -> str:
    """Return the address of the next step; "" after a sentence in the form where no place can do what is wished."""
    kept = [(name, asked.query[name]) for name in _KEPT if asked.query.get(name)]
    query = QueryDict(urlencode([*form.params(), *kept]))
    try:
        return next_step_url(Wish.read(query))
    except UnclearVisitError as error:
        form.add_error(NEEDS if NEEDS in form.fields else None, str(error))
        return ""


def _context(asked: Asked, form: VisitForm) -> dict[str, Any]:
    concerns = asked.concerns
    first, *further = [(concern, fields, duration_of(concern)) for concern, fields in form.parts()]
    return {
        "step": Step.CONCERN.value,
        "concern": concerns[0],
        "form": form,
        "first": first,
        "further": [(*part, asked.url(remove=part[0].pk)) for part in further],
        "leader": asked.leader,
        "next_concern": _public_concern(uuid_in(asked.query, "danach")),
        "without_next_url": _without_next(asked),
        "kept": [(name, asked.query[name]) for name in _KEPT if asked.query.get(name)],
        "dazu": [concern.pk for concern in concerns[1:]],
        "start_url": start_url(asked.query),
    }


def start_url(query: QueryDict) -> str:
    """Return the address of the list of concerns, with what hangs on an appointment that exists already."""
    kept = urlencode({name: query[name] for name in ("halten", "nach") if query.get(name)})
    return f"{reverse('appointments:start')}?{kept}" if kept else reverse("appointments:start")


def _without_next(asked: Asked) -> str:
    path, _mark, query = asked.url().partition("?")
    kept = QueryDict(query, mutable=True)
    kept.pop("danach", None)
    return f"{path}?{kept.urlencode()}" if kept else path


def _public_concern(concern_id: UUID | None) -> Concern | None:
    places = offerings_of([concern_id])[0].places if concern_id else ()
    return places[0].concern if places else None


def _by_concern(places: Iterable[ConcernPlace]) -> list[list[ConcernPlace]]:
    """Return the places of each concern, in the order in which citizens see the concerns."""
    ordered = sorted(places, key=lambda place: (place.concern.position, place.concern.name, str(place.concern_id)))
    return [list(group) for _concern, group in groupby(ordered, key=lambda place: place.concern_id)]
