"""Let somebody in by file reference and code, and take what they answer."""

import uuid
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from modules.hearings.doors import DOOR
from modules.hearings.errors import HearingClosedError, NoFormError, TooManyTriesError, WrongCodeError
from modules.hearings.models import Hearing, Role
from modules.hearings.selectors.hearings import by_access_code
from modules.online_services.api import DoorClosedError, Draft, current_version, open_draft
from rathaus.limits.services import hit
from rathaus.web.wording import long_date, long_datetime

FORMS: Final = {Role.ACCUSED: "anhoerung-betroffene", Role.WITNESS: "anhoerung-zeugen"}
_TRIES_PER_FILE: Final = 10
_TRIES_PER_NETWORK: Final = 30
_HOUR: Final = 3600


def let_in(*, file_reference: str, code: str, network: str, now: datetime) -> Hearing:
    """Return the hearing of this letter, and note that it was opened.

    Raises TooManyTriesError, by file and by network, and WrongCodeError. Call it outside of a transaction: what is
    counted must stay counted.
    """
    is_refused = hit(name="hearings.network", key=network, limit=_TRIES_PER_NETWORK, seconds=_HOUR, now=now) or hit(
        name="hearings.file", key=file_reference.upper()[:100], limit=_TRIES_PER_FILE, seconds=_HOUR, now=now
    )
    if is_refused:
        raise TooManyTriesError
    hearing = by_access_code(file_reference=file_reference, code=code)
    if hearing is None:
        raise WrongCodeError
    if hearing.first_opened_at is None:
        Hearing.objects.filter(pk=hearing.pk, first_opened_at=None).update(first_opened_at=now)
    return hearing


def start_answer(*, hearing: Hearing, language: str, now: datetime) -> Draft:
    """Return a draft of the form for the person's role; raises HearingClosedError and NoFormError."""
    if not hearing.is_open(timezone.localdate(now)):
        raise HearingClosedError
    version = current_version(FORMS[Role(hearing.role)])
    if version is None:
        raise NoFormError
    return open_draft(
        version=version,
        service=version.form.service,
        facts=facts_of(hearing),
        door=DOOR,
        door_id=hearing.pk,
        language=language,
    )


def facts_of(hearing: Hearing) -> dict[str, Any]:
    """Return what the form may name as fact.…: texts, the warning fine and the fine that may follow in cents."""
    return {
        "role": hearing.role,
        "file_reference": hearing.file_reference,
        "offence": hearing.offence,
        "offence_at": long_datetime(timezone.localtime(hearing.offence_at)) if hearing.offence_at else "",
        "place": hearing.place,
        "provision": hearing.provision,
        "plate": hearing.plate,
        "warning_fine_cents": hearing.warning_fine_cents,
        "fine_cents": hearing.fine_cents,
        "due_on": hearing.due_on.isoformat(),
        "due_on_text": long_date(hearing.due_on),
    }


def is_open(*, door_id: uuid.UUID) -> bool:
    """Return whether the form may still be filled in (FormDoor.is_open)."""
    hearing = Hearing.objects.filter(pk=door_id).first()
    return hearing is not None and hearing.is_open(timezone.localdate())


def note_answer(*, door_id: uuid.UUID, request_id: uuid.UUID, case_id: uuid.UUID) -> None:
    """Note in the transaction of the sending that this letter was answered (FormDoor.on_sent).

    Raises DoorClosedError when it was answered in the meantime: then nothing is sent.
    """
    waiting = Hearing.objects.filter(pk=door_id, answered_at=None, closed_at=None)
    if not waiting.update(answered_at=timezone.now(), request_id=request_id, case_id=case_id):
        raise DoorClosedError
