"""Cases that citizens begin themselves: a message, a call to return."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from modules.cases.errors import TooOftenError
from modules.cases.models import Case
from modules.cases.opening import NewCase, OpeningFile
from modules.cases.services.opening import open_case
from modules.cases.services.telling import case_path, guest_path
from rathaus.accounts.models import User
from rathaus.files.attachments import CheckedFile, discard, kept
from rathaus.limits.services import hit
from rathaus.mail.models import OutboxMessage
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant

PER_NETWORK: Final = 20
_HOUR: Final = 3600
_KIND: Final = "cases.opened"


def begin_case(*, new: NewCase, files: Sequence[CheckedFile], idem_key: uuid.UUID, network: str) -> Case:
    """Open the case that a citizen begins, confirm it by mail and return it; the same key again returns the first one.

    Raises TooOftenError after twenty an hour from one network.
    """
    if found := Case.objects.filter(idem_key=idem_key).first():
        return found
    if refusal := hit(name="cases.begin", key=network, limit=PER_NETWORK, seconds=_HOUR):
        raise TooOftenError(refusal.retry_at)
    return _open(new, files, idem_key, None)


def open_for_somebody(*, new: NewCase, files: Sequence[CheckedFile], idem_key: uuid.UUID, actor: User) -> Case:
    """Open a case that a clerk takes down for somebody, confirm it where an address is known, and return it.

    The same key again returns the first one.
    """
    return Case.objects.filter(idem_key=idem_key).first() or _open(new, files, idem_key, actor)


def _open(new: NewCase, files: Sequence[CheckedFile], idem_key: uuid.UUID, actor: User | None) -> Case:
    with kept(files) as stored, transaction.atomic():
        opening = replace(new, files=[OpeningFile(file) for file in stored])
        case = open_case(new=opening, idem_key=idem_key, actor=actor)
        known = set(case.files.values_list("stored", flat=True))
        if case.applicant_email:
            _confirm(case)
    discard([file for file in stored if file.stored not in known])  # the same form came twice in the same moment
    return case


def _confirm(case: Case) -> None:
    """Mail the number and how to look at the case; what was written does not travel."""
    path = case_path(case) if case.person else f"{guest_path()}?nummer={case.reference}"
    words = {"reference": case.reference, "url": current_tenant().url(path)}
    text = _(
        "Guten Tag,\n\nIhr Anliegen ist bei uns angekommen.\n\nVorgangsnummer: %(reference)s\n\n"
        "Hier sehen Sie, wie weit es ist, und können uns dazu schreiben:\n%(url)s"
    )
    if OutboxMessage.objects.filter(kind=_KIND, reference=str(case.pk)).exists():
        return
    enqueue_mail(
        to=case.applicant_email,
        subject=_("Ihr Anliegen ist angekommen: %(reference)s") % words,
        text=text % words,
        kind=_KIND,
        reference=str(case.pk),
    )
