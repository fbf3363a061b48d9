"""The services that citizens see: all, by letter, by life situation, and those that people need most."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from django.db.models import Prefetch, QuerySet

from modules.online_services.catalogue.life_situations import LIFE_SITUATIONS, LifeSituation
from modules.online_services.models import ContactPerson, PublicService, Redirect

GENERIC: Final = "allgemeine-anfrage"  # the service whose form stands in where a service has none of its own
PUBLIC: Final = "public"
STAFF: Final = "staff"
_UNREAD: Final = ("accepted", "own", "search", "terms")


def offered() -> QuerySet[PublicService]:
    """Return the services that citizens see, by name, without what only the town hall reads of them."""
    services = PublicService.objects.filter(is_active=True, audience=PUBLIC).exclude(
        content__contains={"is_listed": False}
    )
    return services.defer(*_UNREAD)


def offered_service(slug: str) -> PublicService | None:
    """Return one service as its page shows it, with who is responsible: two queries."""
    people = ContactPerson.objects.filter(is_public=True, membership__is_active=True).select_related("membership__user")
    found = offered().select_related("department", "location").prefetch_related(Prefetch("contacts", people))
    return found.filter(slug=slug).first()


def most_used(limit: int) -> list[PublicService]:
    """Return what the municipality chose for the start page, then what was used most in the last months: one query."""
    found = offered().exclude(key=GENERIC).exclude(channel="letter")
    return list(found.order_by("-is_featured", "-uses", "name", "id")[:limit])


def by_letter(services: Iterable[PublicService]) -> list[tuple[str, list[PublicService]]]:
    """Return the services under their first letters, as the active language sorts them."""
    ordered = sorted(services, key=lambda service: _sortable(service.title))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=lambda one: _letter(one.title))]


def situation(key: str) -> LifeSituation | None:
    """Return the life situation with this key."""
    return next((one for one in LIFE_SITUATIONS if one.key == key), None)


def of_situation(key: str) -> list[PublicService]:
    """Return the services that belong to a life situation, by name: one query."""
    found = offered().filter(content__life_situations__contains=[key])
    return sorted(found, key=lambda service: _sortable(service.title))


def situations_here(services: Sequence[PublicService]) -> list[tuple[LifeSituation, int]]:
    """Return the life situations to which some of the services belong, each with how many."""
    chosen = [key for service in services for key in service.description.life_situations]
    return [(one, chosen.count(one.key)) for one in LIFE_SITUATIONS if one.key in chosen]


def internal_services() -> list[PublicService]:
    """Return what staff apply for in the town hall, by name: one query."""
    found = PublicService.objects.filter(is_active=True, audience=STAFF).defer(*_UNREAD)
    return sorted(found, key=lambda service: _sortable(service.title))


def new_address(path: str) -> str:
    """Return the slug to which an old address leads, with its query or without it, "" for none: one query."""
    plain = path.partition("?")[0]
    wanted = {path[:300], plain[:300], plain.rstrip("/")[:300], f"{plain.rstrip('/')}/"[:300]}
    found = Redirect.objects.filter(old_path__in=wanted, service__is_active=True, service__audience=PUBLIC)
    slugs: Mapping[str, str] = dict(found.values_list("old_path", "service__slug"))
    return slugs.get(path) or next(iter(slugs.values()), "")


def _sortable(title: str) -> str:
    """Return the title as DIN 5007 sorts it: umlauts as their vowels."""
    return unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().casefold()


def _letter(title: str) -> str:
    return _sortable(title)[:1].upper() or "#"
