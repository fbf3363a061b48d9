"""Texts of the legal pages: from the generated draft over an edited one to the text that somebody has read."""

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.audit.services import record
from tenants.municipality.errors import OpenPointsError
from tenants.municipality.markup import open_points
from tenants.municipality.models import LegalKind, LegalPage


@transaction.atomic
def save_legal_text(*, kind: LegalKind, body: str, actor: User | None) -> LegalPage:
    """Return the page with this text, as a draft."""
    page, _created = LegalPage.objects.update_or_create(
        kind=kind, defaults={"body": body, "is_draft": True, "reviewed_at": None, "reviewed_by": None}
    )
    record(action="municipality.legal_text_changed", actor=actor, target=page, details={"kind": kind.value})
    return page


@transaction.atomic
def approve_legal_text(*, kind: LegalKind, body: str, actor: User | None) -> LegalPage:
    """Return the page with this text, read and approved by the actor; raises OpenPointsError."""
    if count := open_points(body):
        raise OpenPointsError(count)
    page, _created = LegalPage.objects.update_or_create(
        kind=kind,
        defaults={"body": body, "is_draft": False, "reviewed_at": timezone.now(), "reviewed_by": actor},
    )
    record(action="municipality.legal_text_approved", actor=actor, target=page, details={"kind": kind.value})
    return page


@transaction.atomic
def reset_legal_text(*, kind: LegalKind, actor: User | None) -> None:
    """Throw the edited text away; from now on the draft follows the profile again."""
    page = LegalPage.objects.filter(kind=kind).first()
    if page:
        record(action="municipality.legal_text_reset", actor=actor, target=page, details={"kind": kind.value})
        page.delete()
