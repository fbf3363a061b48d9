"""Names in a file and what they mean here: concerns, locations and teams, found by their words or matched by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import normalise
from modules.appointments.models import Concern, ConcernPlace, Pool
from modules.appointments.selectors.places import own_pools, with_pools
from modules.appointments.selectors.setup import all_pools
from tenants.municipality.models import Location

LEAVE_OUT: Final = "-"  # what a name is matched with whose lines are to be left out
Named = TypeVar("Named", Concern, Location)
Matches = Mapping[str, str]  # key of a name -> id of what is meant, or LEAVE_OUT


def key_of(kind: str, name: str) -> str:
    """Return under which key the match of a name is sent."""
    return f"{kind}-{sha256(normalise(name).encode()).hexdigest()[:16]}"


@dataclass
class Lookup:
    """What is set up, read once for a whole file; it remembers the names that it did not know."""

    matches: Matches
    now: datetime
    concerns: dict[str, Concern] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    pools: list[Pool] = field(default_factory=list)
    places: list[ConcernPlace] = field(default_factory=list)
    unknown_concerns: dict[str, None] = field(default_factory=dict)
    unknown_places: dict[str, None] = field(default_factory=dict)

    @classmethod
    def load(cls, matches: Matches | None = None, *, now: datetime) -> "Lookup":
        """Return everything that is set up, as it is now: six queries."""
        return cls(
            matches=matches or {},
            now=now,
            concerns=_by_name(Concern.objects.all()),
            locations=_by_name(Location.objects.filter(is_active=True)),
            pools=list(all_pools()),
            places=list(with_pools(ConcernPlace.objects.filter(is_active=True))),
        )

    def concern(self, name: str) -> Concern | None:
        """Return the concern that is meant, None for one to leave out; raises ValueFault for an unknown one."""
        if not name:
            raise ValueFault(_("Das Anliegen fehlt."))
        match = self.matches.get(key_of("anliegen", name), "")
        if match == LEAVE_OUT:
            return None
        found = _with_id(self.concerns.values(), match) or self.concerns.get(normalise(name))
        if found is None:
            self.unknown_concerns[name] = None
            raise ValueFault(
                _("Das Anliegen „%(name)s“ gibt es hier nicht. Ordnen Sie es oben zu.") % {"name": name[:60]}
            )
        return found

    def location(self, name: str) -> Location | None:
        """Return the location that is meant, None without a name; raises ValueFault for an unknown one."""
        if not name:
            return None
        found = _with_id(self.locations.values(), self.matches.get(key_of("ort", name), ""))
        found = found or self.locations.get(normalise(name))
        if found is None:
            self.unknown_places[name] = None
            raise ValueFault(
                _("Den Standort „%(name)s“ gibt es hier nicht. Ordnen Sie ihn oben zu.") % {"name": name[:60]}
            )
        return found

    def place(self, concern: Concern, location: Location | None) -> ConcernPlace:
        """Return where the concern is offered; raises ValueFault where that is nowhere, or more than one place."""
        offered = [place for place in self.places if place.concern_id == concern.pk and own_pools(place)]
        found = [place for place in offered if location is None or place.location_id == location.pk]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueFault(
                _("Dieses Anliegen gibt es an mehreren Standorten. Die Spalte „Standort“ muss einen nennen.")
            )
        raise ValueFault(_("Dieses Anliegen wird dort nicht angeboten. Richten Sie es zuerst ein."))

    def pool(self, name: str, location: Location | None) -> Pool | None:
        """Return the team that is meant, None without a name; raises ValueFault for an unknown or doubtful one."""
        if not name:
            return None
        here = [pool for pool in self.pools if location is None or pool.location_id == location.pk]
        found = [pool for pool in here if normalise(pool.name) == normalise(name)]
        if len(found) != 1:
            raise ValueFault(
                _("Die Schaltergruppe „%(name)s“ gibt es hier nicht, oder mehrmals.") % {"name": name[:60]}
            )
        return found[0]


def _by_name(entries: Iterable[Named]) -> dict[str, Named]:
    return {normalise(entry.name): entry for entry in entries}


def _with_id(entries: Iterable[Named], wanted: str) -> Named | None:
    return next((entry for entry in entries if str(entry.pk) == wanted), None)
