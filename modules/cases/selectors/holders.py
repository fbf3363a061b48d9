"""Who holds a permit for a day and a place, and how they can be told."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from modules.cases.models import Case, Notice, NoticeState, Outcome, Reach
from modules.cases.selectors.access import cases_for
from rathaus.accounts.models import User

ALLOWED = (Outcome.GRANTED, Outcome.GRANTED_IN_PART, Outcome.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderWish:
    """Which permits are meant: those of these days, in one of the localities, of one of the services; empty: any."""

    first_on: date
    last_on: date
    service_keys: Collection[str] = ()
    locality_ids: Collection[uuid.UUID] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Holders:
    """Those who are meant, by the way in which they can be told."""

    cases: Sequence[Case] = field(default_factory=list)

    def by(self, *ways: Reach) -> list[Case]:
        """Return those who can be told in one of these ways."""
        return [case for case in self.cases if reach_of(case) in ways]

    @property
    def reached(self) -> list[Case]:
        """Those whom a message reaches."""
        return self.by(Reach.ACCOUNT, Reach.EMAIL)

    @property
    def to_call(self) -> list[Case]:
        """Those who have to be called by telephone, or looked for."""
        return self.by(Reach.PHONE, Reach.NONE)


def holders(user: User, wish: HolderWish) -> Holders:
    """Return who holds a permit, or has notified something that may take place, as far as the clerk may see it."""
    found = permits(user).filter(_overlaps(wish)).select_related("person", "locality")
    if wish.service_keys:
        found = found.filter(service_key__in=wish.service_keys)
    if wish.locality_ids:
        found = found.filter(locality_id__in=wish.locality_ids)
    if wish.place:
        found = found.filter(place__icontains=wish.place)
    return Holders(list(found.order_by("takes_place_from", "locality__position", "place", "applicant_name")))


def permits(user: User) -> QuerySet[Case]:
    """Return the cases that allow something on a day: granted, or a notification that was not refused."""
    issued = Notice.objects.filter(case=OuterRef("pk"), state=NoticeState.ISSUED, outcome__in=ALLOWED)
    notified = Q(request_kind="notification", outcome__in=["", Outcome.CONFIRMED])
    return cases_for(user).filter(
        Q(outcome__in=ALLOWED) | Q(Exists(issued), outcome="") | notified,
        takes_place_from__isnull=False,
        anonymised_at=None,
    )


def services_with_days(user: User) -> list[tuple[str, str]]:
    """Return key and name of the services of which such cases exist."""
    named = permits(user).exclude(service_key="").order_by("service_name")
    return list(named.values_list("service_key", "service_name").distinct())


def reach_of(case: Case) -> Reach:
    """Return the best way to tell the holder: by their account, by mail, by telephone or not at all."""
    if case.person_id:
        return Reach.ACCOUNT
    if case.applicant_email:
        return Reach.EMAIL
    return Reach.PHONE if case.applicant_phone else Reach.NONE


def _overlaps(wish: HolderWish) -> Q:
    one_day = Q(takes_place_until=None, takes_place_from__gte=wish.first_on, takes_place_from__lte=wish.last_on)
    return one_day | Q(takes_place_from__lte=wish.last_on, takes_place_until__gte=wish.first_on)
