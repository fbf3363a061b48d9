"""The way in for guests: number and e-mail address, then the code from the mail, then thirty minutes."""

import hmac
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.cases.errors import TooOftenError, WrongCodeError
from modules.cases.models import Case, GuestAccess
from modules.cases.selectors.guests import access_of, token_hash
from rathaus.audit.services import record
from rathaus.limits.services import hit
from rathaus.mail.services import enqueue_mail
from rathaus.signing import keyed_hash

OPEN_FOR: Final = timedelta(minutes=30)
PER_CASE: Final = 10
PER_CASE_AND_NETWORK: Final = 5
PER_NETWORK: Final = 40
_HOUR: Final = 3600


def ask_for_code(*, reference: str, email: str, network: str) -> str:
    """Return the token of the page that asks for the code; it looks and costs the same whether there is such a case.

    Only the address that stands in the case gets a mail. Raises TooOftenError: five times an hour for a number from
    one network, ten for a number, forty for a network.
    """
    number = reference.strip()
    _count(number, network)
    case = Case.objects.filter(
        reference=number, applicant_email__iexact=email.strip(), person=None, anonymised_at=None
    ).first()
    token, code = secrets.token_urlsafe(24), f"{secrets.randbelow(10**6):06d}"
    now = timezone.now()
    with transaction.atomic():
        GuestAccess.objects.create(
            case=case,
            token_hash=token_hash(token),
            code_hash=_code_hash(token, code),
            made_at=now,
            expires_at=now + OPEN_FOR,
        )
        if case:
            _mail(case, code)
    return token


def enter_code(*, token: str, code: str) -> GuestAccess:
    """Open the case for thirty minutes; raises WrongCodeError, and after five wrong codes for the right one too."""
    with transaction.atomic():
        found = access_of(token)
        access = GuestAccess.objects.select_for_update(of=("self",)).filter(pk=found.pk).first() if found else None
        is_right = access is not None and _try(access, token, code)
    if access is None or not is_right:
        raise WrongCodeError
    return access


def clear_guests() -> int:
    """Remove ways in that are over and return how many there were."""
    removed, _models = GuestAccess.objects.filter(expires_at__lte=timezone.now()).delete()
    return removed


def _try(access: GuestAccess, token: str, code: str) -> bool:
    """Count the try; open the way in when the code is right."""
    if access.tries_left < 1:
        return False
    access.tries_left -= 1
    is_right = access.case_id is not None and hmac.compare_digest(access.code_hash, _code_hash(token, code))
    if is_right:
        now = timezone.now()
        access.opened_at, access.expires_at = now, now + OPEN_FOR
        record(action="cases.guest_entered", target=access.case)
    access.save(update_fields=["tries_left", "opened_at", "expires_at"])
    return is_right


def _count(reference: str, network: str) -> None:
    limits = (
        ("cases.guest_network", network, PER_NETWORK),
        ("cases.guest_pair", f"{reference} {network}", PER_CASE_AND_NETWORK),
        ("cases.guest_number", reference, PER_CASE),
    )
    for name, key, limit in limits:
        if refusal := hit(name=name, key=key, limit=limit, seconds=_HOUR):
            raise TooOftenError(refusal.retry_at)


def _code_hash(token: str, code: str) -> str:
    return keyed_hash(purpose="cases.guest_code", value=f"{token}:{code}")


def _mail(case: Case, code: str) -> None:
    words = {"reference": case.reference, "code": f"{code[:3]} {code[3:]}"}
    text = _(
        "Guten Tag,\n\nIhr Code für den Vorgang %(reference)s: %(code)s\n\nEr gilt 30 Minuten. "
        "Wenn Sie ihn nicht angefordert haben, müssen Sie nichts tun."
    )
    subject = _("Ihr Code für den Vorgang %(reference)s")
    enqueue_mail(
        to=case.applicant_email,
        subject=subject % words,
        text=text % words,
        kind="cases.guest_code",
        reference=str(case.pk),
    )
