"""The catalogue as those see it who look after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from modules.online_services.catalogue.layers import TEXTS, get_part
from modules.online_services.catalogue.markup import plain_text
from modules.online_services.models import FormVersion, PublicService, Stage
from modules.online_services.selectors.searching import matching
from modules.online_services.services.reviewing import open_differences


class Show(StrEnum):
    """Which services the list shows."""

    ALL = "alle"
    OWN_TEXT = "eigener-text"
    NEW = "neues"
    NO_FORM = "ohne-formular"
    NO_DEPARTMENT = "ohne-abteilung"
    OFF = "abgeschaltet"
    INTERNAL = "intern"


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the list: how many of its texts are the municipality's, and how many changes wait to be read."""

    service: PublicService
    has_form: bool
    own_texts: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text module as it stands: who wrote it and how it begins."""

    name: str
    label: str
    text: str
    is_own: bool
    is_waiting: bool


def service_rows(show: Show, query: str = "") -> list[ServiceRow]:
    """Return the services that fit: one query, two with words."""
    live = FormVersion.objects.filter(form__service=OuterRef("pk"), stage=Stage.LIVE, number__gt=0)
    services = (
        PublicService.objects.select_related("department").annotate(has_form=Exists(live)).defer("search", "terms")
    )
    services = services.filter(_condition(show)).order_by("name", "id")
    found: QuerySet[Any] = matching(services, query) if query else services  # rows know `has_form` besides
    rows = [_row(one) for one in found]
    return [row for row in rows if row.waiting] if show == Show.NEW else rows


def _row(service: Any) -> ServiceRow:
    own_texts = len(service.own.get("texts", {})) if service.shipped_key else 0
    return ServiceRow(service, service.has_form, own_texts, len(open_differences(service)))


def waiting_services() -> int:
    """Return how many services have newer shipped texts that nobody has read: one query."""
    shipped = PublicService.objects.exclude(shipped_key="").only("shipped_key", "accepted", "own")
    return sum(bool(open_differences(one)) for one in shipped)


def text_rows(service: PublicService) -> list[TextRow]:
    """Return the text modules of a service, in the order of its page."""
    waiting = {difference.path for difference in open_differences(service)}
    texts = service.description.texts
    return [
        TextRow(
            name,
            str(label),
            plain_text(str(getattr(texts, name))),
            is_own=get_part(service.own, f"texts.{name}") is not None,
            is_waiting=f"texts.{name}" in waiting,
        )
        for name, label in TEXTS.items()
    ]


def found_services(query: str, *, limit: int = 10) -> Sequence[PublicService]:
    """Return services for citizens and staff that fit, for the dashboard's search: two queries."""
    return list(matching(PublicService.objects.defer("accepted", "own"), query)[:limit])


def all_services() -> QuerySet[PublicService]:
    """Return every service with its department."""
    return PublicService.objects.select_related("department")


def _condition(show: Show) -> Q:
    public = Q(audience="public")
    conditions = {
        Show.OWN_TEXT: ~Q(own={}),
        Show.NEW: ~Q(shipped_key=""),
        Show.NO_FORM: public & Q(has_form=False) & ~Q(channel__in=("elsewhere", "letter")),
        Show.NO_DEPARTMENT: Q(department=None) & ~Q(channel="elsewhere"),
        Show.OFF: Q(is_active=False),
        Show.INTERNAL: Q(audience="staff"),
    }
    return conditions.get(show, Q())
