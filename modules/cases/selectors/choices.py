"""What filters and forms offer: kinds, services that occur, departments, people who work with cases."""

from typing import Any, Final

from django.core.cache import cache
from django.db.models import QuerySet

from modules.cases.handling import known_kinds
from modules.cases.models import Case, CaseRoute
from modules.cases.permissions import WORK
from rathaus.accounts.models import Department, User
from tenants.municipality.models import Locality

_FRESH: Final = 300
_KEY: Final = "cases.choices"


def kind_choices() -> list[tuple[str, Any]]:
    """Return the kinds of cases with their names."""
    return [(kind.code, kind.label) for kind in known_kinds()]


def service_choices() -> list[tuple[str, str]]:
    """Return the services for which there are cases or rules, by name."""
    return service_and_locality_choices()[0]


def service_and_locality_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the services for which there are cases or rules, and the localities, by name; good for five minutes."""
    found: tuple[list[tuple[str, str]], list[tuple[str, str]]] | None = cache.get(_KEY)
    if found is None:
        found = _services(), [(str(one.pk), one.name) for one in Locality.objects.all()]
        cache.set(_KEY, found, _FRESH)
    return found


def _services() -> list[tuple[str, str]]:
    named = Case.objects.exclude(service_key="").order_by("service_key").distinct("service_key")
    pairs = dict(named.values_list("service_key", "service_name"))
    for known in CaseRoute.objects.exclude(service_key="").values_list("service_key", flat=True):
        pairs.setdefault(known, known)
    return sorted(pairs.items(), key=lambda pair: pair[1].casefold())


def departments() -> QuerySet[Department]:
    """Return the departments that a case can belong to."""
    return Department.objects.filter(is_active=True)


def workers() -> QuerySet[User]:
    """Return the people who may work with cases, by name."""
    return (
        User.objects.filter(
            is_active=True,
            staff_membership__is_active=True,
            staff_membership__roles__permissions__contains=[WORK],
        )
        .order_by("last_name", "first_name")
        .distinct()
    )
