"""Answering a letter through the form, as people do."""

from typing import Any

from django.utils import timezone

from modules.hearings.models import Hearing, Role
from modules.hearings.services.answering import start_answer
from modules.online_services.api import Draft
from modules.online_services.services.seeding import sync_shipped_services
from modules.online_services.services.sending import Sending, send_draft
from tests.modules.online_services.shipped.filled import RIGHT

FORMS = {Role.ACCUSED: "anhoerung-betroffene", Role.WITNESS: "anhoerung-zeugen"}


def draft_of(hearing: Hearing) -> Draft:
    """Return the draft that the letter opens, filled in."""
    sync_shipped_services()
    draft = start_answer(hearing=hearing, language="de", now=timezone.now())
    draft.answers = right_answers(Role(hearing.role))
    draft.save()
    return draft


def answered(hearing: Hearing) -> Hearing:
    """Answer the letter and return it."""
    draft = draft_of(hearing)
    send_draft(draft=draft, sending=Sending(version=draft.version, has_declared=True))
    hearing.refresh_from_db()
    return hearing


def right_answers(role: Role) -> dict[str, Any]:
    """Return answers that are complete."""
    return dict(RIGHT[FORMS[role]])
