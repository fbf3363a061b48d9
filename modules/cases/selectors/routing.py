"""Who is responsible for a case by the rules of the municipality."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from modules.cases.models import CaseRoute
from rathaus.accounts.models import Department, User
from tenants.municipality.models import Locality


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who looks after a case; nobody where no rule says so."""

    department: Department | None = None
    responsible: User | None = None


def routes() -> QuerySet[CaseRoute]:
    """Return all rules with what they name."""
    return CaseRoute.objects.select_related("locality", "department", "responsible")


def responsibility_for(*, kind: str, service_key: str = "", locality: Locality | None = None) -> Responsibility:
    """Return what the rule says that fits best: one query. A closed department, or a person who left, is none."""
    fitting = routes().filter(
        Q(locality=None) | Q(locality=locality), kind__in=["", kind], service_key__in=["", service_key]
    )
    best = max((rule for rule in fitting if rule.department.is_active), key=lambda rule: rule.weight, default=None)
    if best is None:
        return Responsibility()
    person = best.responsible if best.responsible and best.responsible.is_active else None
    return Responsibility(best.department, person)
