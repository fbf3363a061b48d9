"""Bring the shipped services into a municipality: each once, with its form as first version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from modules.online_services.catalogue.description import ServiceDescription
from modules.online_services.catalogue.layers import shipped_layer
from modules.online_services.models import FeeSchedule, Form, FormVersion, PublicService, Stage
from modules.online_services.selectors.catalogue import GENERIC
from modules.online_services.services.describing import refresh
from modules.online_services.services.reviewing import open_differences
from modules.online_services.shipped.loading import shipped_fee_schedules, shipped_services
from rathaus.accounts.models import Department, User
from rathaus.audit.services import record

FEATURED: Final = frozenset(
    {
        "personalausweis-beantragen",
        "hund-anmelden",
        "wohnsitz-anmelden",
        "gewerbe-anmelden",
        "brauchtumsfeuer",
        "maengel-melden",
    }
)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What was added, and how many services wait for somebody to read what is new in their shipped texts."""

    created: Sequence[str] = ()
    forms: Sequence[str] = ()
    schedules: Sequence[str] = ()
    to_review: int = 0


@transaction.atomic
def sync_shipped_services(*, actor: User | None = None) -> SyncReport:
    """Add every shipped service, form and fee schedule that is missing here; a second time changes nothing.

    What is here already stays as it is: newer texts wait to be reviewed (see `reviewing`). In a municipality that has
    its services, a new one comes switched off, so that nothing appears on the website by itself.
    """
    known = {service.shipped_key: service for service in PublicService.objects.exclude(shipped_key="")}
    is_first, departments = not known, _departments()
    missing = {key: one for key, one in shipped_services().items() if key not in known}
    for key, description in missing.items():
        known[key] = _create(description, departments, is_active=is_first)
    copied = set(Form.objects.values_list("template_key", flat=True))
    forms = [key for key, one in shipped_services().items() if one.form and key not in copied]
    for key in forms:
        _add_form(known[key], shipped_services()[key])
    schedules = _add_schedules()
    if missing or forms or schedules:
        record(action="online_services.catalogue_synced", actor=actor, details={"created": len(missing)})
    waiting = sum(bool(open_differences(service)) for service in known.values())
    return SyncReport(tuple(missing), tuple(forms), tuple(schedules), waiting)


def _create(
    description: ServiceDescription, departments: Mapping[str, Department], *, is_active: bool
) -> PublicService:
    service = PublicService(
        slug=description.key,
        key=description.key,
        shipped_key=description.key,
        accepted=shipped_layer(description),
        department=_proposed(description.handling.department_hint, departments),
        is_active=is_active or description.key == GENERIC,
        is_featured=description.key in FEATURED,
    )
    refresh(service=service)
    return service


def _departments() -> Mapping[str, Department]:
    return {one.name.casefold(): one for one in Department.objects.filter(is_active=True)}


def _proposed(hint: str, departments: Mapping[str, Department]) -> Department | None:
    fitting = (one for name, one in departments.items() if hint.casefold() in name)
    return next(fitting, None) if hint else None


def _add_form(service: PublicService, description: ServiceDescription) -> None:
    """Copy the shipped form as the first version that everybody fills in."""
    if description.form is None:
        return
    definition = description.form.to_json()
    form = Form.objects.create(
        key=description.form.key,
        title=str(description.form.title)[:200],
        service=service,
        stage=Stage.LIVE,
        template_key=description.key,
        template=definition,
        working=definition,
    )
    FormVersion.objects.create(form=form, number=1, definition=definition, published_at=timezone.now())


def _add_schedules() -> list[str]:
    known = set(FeeSchedule.objects.values_list("key", flat=True))
    missing = [one for one in shipped_fee_schedules() if one.key not in known]
    FeeSchedule.objects.bulk_create(
        FeeSchedule(
            key=one.key,
            title=one.title,
            legal_basis=one.legal_basis,
            rows=[dict(row) for row in one.rows],
            valid_from=one.valid_from,
        )
        for one in missing
    )
    return sorted({one.key for one in missing})
