"""Drafts that wait: the link by mail, one reminder before the end, and the end."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from modules.online_services.errors_filling import TooOftenError
from modules.online_services.models import Draft
from modules.online_services.selectors.versions import definition_of
from modules.online_services.services.drafts import drop_draft
from rathaus.limits.services import hit
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant

REMIND_BEFORE: Final = timedelta(days=5)
MAILS_A_DAY: Final = 5
_DAY: Final = 24 * 60 * 60


def mail_link(*, draft: Draft, email: str) -> None:
    """Send the way back to a guest's draft to this address, from now on also the reminder.

    Five mails a day for a draft and for an address; call it outside of a transaction. Raises TooOftenError.
    """
    for name, key in (("online_services.link_draft", str(draft.pk)), ("online_services.link_mail", email.casefold())):
        if refusal := hit(name=name, key=key, limit=MAILS_A_DAY, seconds=_DAY):
            raise TooOftenError(refusal.retry_at)
    with transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(email=email)
        draft.email = email
        _mail(draft, "online_services/mail/draft_link", "online_services.draft_link")


def remind_of_drafts(*, now: datetime | None = None) -> int:
    """Tell everybody once whose draft ends within five days, and return how many."""
    soon = (now or timezone.now()) + REMIND_BEFORE
    waiting = Draft.objects.filter(expires_at__lte=soon, reminded_at=None, is_rehearsal=False, opened_by=None)
    return sum(_remind(draft.pk, now or timezone.now()) for draft in waiting.only("pk"))


def remove_expired_drafts(*, now: datetime | None = None) -> int:
    """Remove the drafts whose time is over with their files, and return how many."""
    over = list(Draft.objects.filter(expires_at__lte=now or timezone.now()))
    for draft in over:
        drop_draft(draft=draft)
    return len(over)


@transaction.atomic
def _remind(key: uuid.UUID, now: datetime) -> bool:
    found = Draft.objects.select_for_update(of=("self",)).select_related("form_version", "service", "person")
    draft = found.filter(pk=key, reminded_at=None, expires_at__gt=now).first()
    if draft is None:
        return False
    draft.reminded_at = now
    draft.save(update_fields=["reminded_at"])
    if not _address(draft):
        return False
    _mail(draft, "online_services/mail/draft_ends", "online_services.draft_ends")
    return True


def _mail(draft: Draft, template: str, kind: str) -> None:
    path = reverse("online_services:fill", args=[draft.token], urlconf="rathaus.urls_tenant")
    service = draft.service
    context = {
        "name": service.name if service else str(definition_of(draft.form_version).title),
        "url": current_tenant().url(path),
        "until": timezone.localtime(draft.expires_at).date(),
        "is_guest": draft.person_id is None,
    }
    mail = render_mail(template, context, language=draft.language)
    enqueue_mail(to=_address(draft), kind=kind, reference=str(draft.pk), **vars(mail))


def _address(draft: Draft) -> str:
    return draft.person.email if draft.person else draft.email
