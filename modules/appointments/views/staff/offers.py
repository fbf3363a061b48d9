"""Times to offer on the phone: the next three, and all of one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from modules.appointments.forms.public import ChosenTime
from modules.appointments.models import Audience, Booking, ConcernPlace
from modules.appointments.offers import FreeTime
from modules.appointments.selectors import free_times, next_free
from modules.appointments.selectors.board import fits
from rathaus.tenancy import current_tenant

_NEXT: Final = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A time on a button, with what is special about it."""

    value: str
    starts_at: datetime
    place: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for: so many cells at one of the places, from a day on; on that day best `after` an instant."""

    places: Sequence[ConcernPlace]
    length: int
    since: date | None
    now: datetime
    wished: ChosenTime | None = None
    held: Booking | None = None
    after: datetime | None = None

    def context(self) -> dict[str, Any]:
        """Return the next three times and all of the first one's day."""
        nearest = self._next()
        day = self.since or (nearest[0].day if nearest else None)
        whole_day = free_times(places=self.places, day=day, length=self.length, audience=Audience.STAFF) if day else []
        later = [time for time in whole_day if self.after and time.starts_at >= self.after]
        nearest = later[:_NEXT] or nearest
        first = self._held() or self.wished_offers()
        others = [self._offer(time) for time in nearest if str(_chosen(time)) not in {offer.value for offer in first}]
        return {
            "next_times": [*first, *others],
            "day_times": [self._offer(time) for time in whole_day],
            "offer_day": day,
            "since": self.since,
        }

    def _next(self) -> list[FreeTime]:
        after = self.since - timedelta(days=1) if self.since else None
        return next_free(
            places=self.places, length=self.length, audience=Audience.STAFF, after=after, count=_NEXT, now=self.now
        )

    def _held(self) -> list[Offer]:
        """Return the time that is kept already, while somebody changes what else was said."""
        if self.held is None:
            return []
        time = ChosenTime(self.held.place_id, self.held.day, self.held.cell_from)
        return [Offer(str(time), self.held.starts_at, "", note=_("noch reserviert"))]

    def wished_offers(self) -> list[Offer]:
        """Return the wished time if the whole visit fits there, else nothing."""
        wished = self.wished
        place = next((place for place in self.places if wished and place.pk == wished.place), None)
        if wished is None or place is None:
            return []
        if not fits(place=place, day=wished.day, cell=wished.cell, length=self.length, now=self.now):
            return []
        time = FreeTime.at(place, wished.day, wished.cell, current_tenant().time_zone)
        return [Offer(str(wished), time.starts_at, self._place(time), note=_("im Tag gewählt"))]

    def _offer(self, time: FreeTime) -> Offer:
        return Offer(str(_chosen(time)), time.starts_at, self._place(time))

    def _place(self, time: FreeTime) -> str:
        return time.place.location.name if len(self.places) > 1 else ""


def offers_of(times: Sequence[FreeTime]) -> list[Offer]:
    """Return other times to choose from, such as those near one that is taken."""
    return [Offer(str(_chosen(time)), time.starts_at, "") for time in times]


def _chosen(time: FreeTime) -> ChosenTime:
    return ChosenTime(time.place_id, time.day, time.cell)
