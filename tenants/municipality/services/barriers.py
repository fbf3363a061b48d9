"""Barriers that citizens report."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant
from tenants.municipality.models import AccessibilityReport
from tenants.municipality.selectors import get_profile


@transaction.atomic
def report_barrier(
    *, idempotency_key: uuid.UUID, description: str, page: str = "", email: str = ""
) -> AccessibilityReport:
    """Return the report; the same key again returns the first one. The town hall is told by mail, without content."""
    report, is_new = AccessibilityReport.objects.get_or_create(
        idempotency_key=idempotency_key, defaults={"page": page, "description": description, "email": email}
    )
    if is_new:
        record(action="municipality.barrier_reported", target=report)
        _tell_town_hall()
    return report


def _tell_town_hall() -> None:
    address = get_profile().email
    if not address:
        return
    link = current_tenant().url("/verwaltung/texte/barrieren/")
    enqueue_mail(
        to=address,
        subject=_("Eine Barriere wurde gemeldet"),
        text=_("Jemand hat auf Ihrer Website eine Barriere gemeldet. Die Meldung finden Sie hier:\n\n{link}\n").format(
            link=link
        ),
        kind="municipality.barrier_reported",
    )


@transaction.atomic
def handle_barrier_report(*, report: AccessibilityReport, actor: User | None) -> None:
    """Mark the report as done; a second call changes nothing."""
    changed = AccessibilityReport.objects.filter(pk=report.pk, handled_at=None).update(handled_at=timezone.now())
    if changed:
        record(action="municipality.barrier_handled", actor=actor, target=report)
