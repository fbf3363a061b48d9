"""Set up pools and concerns: what is offered where, with which questions and own hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modules.appointments.errors import SetupError
from modules.appointments.models import (
    MAX_QUESTIONS,
    OCCUPYING_STATES,
    AppointmentSettings,
    Booking,
    BookingPlace,
    Concern,
    ConcernPlace,
    ConcernWindow,
    Pool,
    PoolKind,
    PreliminaryAnswer,
    PreliminaryQuestion,
)
from modules.appointments.moments import today
from modules.appointments.selectors.conflicts import affected_bookings, outside_windows, proposed_shutdown
from modules.appointments.selectors.rules import load_horizons
from modules.appointments.services.hours import refuse_impossible, take_effect
from modules.appointments.services.resolving import Outcome, Resolutions, decided, resolve
from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality.models import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWish:
    """An answer as it is to be."""

    label: str
    extra_minutes: int = 0
    documents: str = ""
    fee_note: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWish:
    """A question as it is to be, with its answers in order."""

    text: str
    answers: Sequence[AnswerWish] = field(default_factory=tuple)


@transaction.atomic
def save_pool(*, pool: Pool, actor: User | None) -> Pool:
    """Save a pool and let its days follow at once; a pool out of use offers nothing and keeps its bookings."""
    if pool.grid_minutes % 5:
        raise SetupError(_("Das Raster ist ein Vielfaches von fünf Minuten."))
    pool.save()
    take_effect([pool])
    record(action="appointments.pool_saved", actor=actor, target=pool)
    return pool


def shut_down_pool(*, pool: Pool, actor: User | None, resolutions: Resolutions | None = None) -> Outcome:
    """Take a pool out of use; its bookings are treated as by `change_opening_hours`."""
    affected = decided(affected_bookings(proposed=proposed_shutdown(pool=pool)), resolutions)
    pool.is_active = False
    save_pool(pool=pool, actor=actor)
    return resolve(affected, actor)


@transaction.atomic
def save_concern(
    *, concern: Concern, actor: User | None, places: Mapping[Location, Sequence[Pool]] | None = None
) -> Concern:
    """Save a concern and, if given, where it is offered: at each location with the pools that it needs there.

    A location that is left out offers it no more; its bookings stay. Raises SetupError for a location without a pool
    or with a pool of another one.
    """
    before = _reach()
    concern.save()
    if places is not None:
        _set_places(concern, places)
    _keep_limits(concern)
    take_effect(Pool.objects.filter(pk__in=[pool for pool, *_rest in _reach() - before]))
    record(action="appointments.concern_saved", actor=actor, target=concern)
    return concern


@transaction.atomic
def save_questions(*, concern: Concern, questions: Sequence[QuestionWish], actor: User | None) -> None:
    """Replace the concern's preliminary questions.

    Questions and answers whose words stay keep their identity, so that bookings still tell what was answered. Raises
    SetupError for more than four questions or fewer than two answers.
    """
    if len(questions) > MAX_QUESTIONS:
        raise SetupError(_("Höchstens vier Fragen: mehr liest niemand."))
    if any(len(question.answers) < 2 for question in questions):
        raise SetupError(_("Jede Frage braucht mindestens zwei Antworten."))
    kept = [_save_question(concern, wish, position) for position, wish in enumerate(questions)]
    PreliminaryQuestion.objects.filter(concern=concern).exclude(pk__in=[question.pk for question in kept]).delete()
    record(action="appointments.questions_saved", actor=actor, target=concern, details={"count": len(questions)})


def save_windows(
    *,
    concern: Concern,
    windows: Sequence[ConcernWindow],
    actor: User | None,
    resolutions: Resolutions | None = None,
) -> Outcome:
    """Replace the concern's own hours; none means always. Bookings are treated as by `change_opening_hours`.

    Raises SetupError for impossible hours, UnresolvedBookingsError.
    """
    for window in windows:
        refuse_impossible(window)
    affected = decided(outside_windows(concern=concern, windows=windows), resolutions)
    with transaction.atomic():
        ConcernWindow.objects.filter(concern=concern).delete()
        for window in windows:
            window.concern = concern
            window.save(force_insert=True)
        record(action="appointments.windows_saved", actor=actor, target=concern, details={"count": len(windows)})
    return resolve(affected, actor)


@transaction.atomic
def save_settings(*, settings: AppointmentSettings, actor: User | None) -> AppointmentSettings:
    """Save the municipality's choices for the module."""
    settings.pk = AppointmentSettings.ONLY_ID
    settings.save()
    record(action="appointments.settings_saved", actor=actor, target=settings)
    return settings


def _save_question(concern: Concern, wish: QuestionWish, position: int) -> PreliminaryQuestion:
    question, _created = PreliminaryQuestion.objects.update_or_create(
        concern=concern, text=wish.text, defaults={"position": position}
    )
    for place, answer in enumerate(wish.answers):
        fields = {
            "extra_minutes": answer.extra_minutes,
            "documents": answer.documents,
            "fee_note": answer.fee_note,
            "hint": answer.hint,
            "position": place,
        }
        PreliminaryAnswer.objects.update_or_create(question=question, label=answer.label, defaults=fields)
    question.answers.exclude(label__in=[answer.label for answer in wish.answers]).delete()
    return question


def _reach() -> set[tuple[UUID, int, int]]:
    """Return what day rows take from concerns: how far ahead each pool goes, and the places of the limits."""
    horizons = load_horizons()
    limits = dict(Pool.objects.filter(kind=PoolKind.LIMIT).values_list("pk", "counters"))
    return {(pool, days, limits.get(pool, 0)) for pool, days in horizons.items()}


def _set_places(concern: Concern, places: Mapping[Location, Sequence[Pool]]) -> None:
    ConcernPlace.objects.filter(concern=concern).exclude(location__in=places).update(is_active=False)
    for location, pools in places.items():
        if not pools or any(pool.location_id != location.pk for pool in pools):
            raise SetupError(_("Bitte wählen Sie für jeden Ort mindestens eine Schaltergruppe dieses Ortes."))
        place, _created = ConcernPlace.objects.update_or_create(
            concern=concern, location=location, defaults={"is_active": True}
        )
        limits = place.pools.filter(kind=PoolKind.LIMIT)
        place.pools.set([*pools, *limits])


def _keep_limits(concern: Concern) -> None:
    """Give each place of the concern its hidden pool of "at most n at the same time", or none."""
    for place in ConcernPlace.objects.filter(concern=concern).select_related("location"):
        limit = place.pools.filter(kind=PoolKind.LIMIT).first()
        if concern.max_parallel is not None:
            _set_limit(place, limit or Pool(kind=PoolKind.LIMIT, location=place.location), concern)
        elif limit:
            place.pools.remove(limit)


def _set_limit(place: ConcernPlace, limit: Pool, concern: Concern) -> None:
    is_new = limit._state.adding  # noqa: SLF001 - Django's own way to ask whether a row exists
    bookings = _lock_future_bookings(place) if is_new else []
    limit.name, limit.counters = concern.name[:100], concern.max_parallel or 1
    limit.save()
    place.pools.add(limit)
    BookingPlace.objects.bulk_create(BookingPlace(booking=booking, pool=limit, day=booking.day) for booking in bookings)


def _lock_future_bookings(place: ConcernPlace) -> list[Booking]:
    """Lock the bookings that a new limit has to count from the start."""
    bookings = Booking.objects.filter(place=place, day__gte=today(), state__in=OCCUPYING_STATES)
    return list(bookings.order_by("pk").select_for_update())
