"""The mails of the waiting list, in the language of the person, put into the outbox of the same transaction."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import translation

from modules.appointments.models import WaitingEntry, WaitingOffer
from modules.appointments.owner_notices import tell_owner
from modules.appointments.selectors.preferences import get_settings
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant


def send_waiting_confirm(entry: WaitingEntry) -> None:
    """Mail the link by which somebody proves the address and begins to wait."""
    _send(entry, "waiting_confirm", entry_url=entry_url(entry))


def send_waiting_joined(entry: WaitingEntry) -> None:
    """Mail somebody whom staff have put on the list where to see and change the wish."""
    _send(entry, "waiting_joined", entry_url=entry_url(entry))


def send_offer(offer: WaitingOffer) -> None:
    """Mail the time that became free, and until when it is kept; nothing without an address: staff call."""
    booking, hold = offer.entry.booking, offer.hold
    if hold is None:
        return
    zone = current_tenant().zone
    letter = partial(
        _send,
        offer.entry,
        "waiting_offer",
        starts_at=offer.starts_at.astimezone(zone),
        until=offer.expires_at.astimezone(zone),
        location=hold.place.location,
        own_starts_at=booking.starts_at.astimezone(zone) if booking else None,
        offer_url=offer_url(offer),
        entry_url=entry_url(offer.entry),
    )
    tell_owner(
        owner=booking.owner if booking else offer.entry.owner,
        template="waiting_offer",
        key=str(offer.pk),
        path=_path(offer.entry, "waiting_offer", offer.token),
        language=offer.entry.language,
        mail=letter if offer.entry.mail_address else None,
    )


def entry_url(entry: WaitingEntry) -> str:
    """Return the absolute address of the page on which a wish is confirmed, changed and ended."""
    return _url(entry, "waiting_entry", entry.token)


def offer_url(offer: WaitingOffer) -> str:
    """Return the absolute address of the page on which an offer is accepted or turned down."""
    return _url(offer.entry, "waiting_offer", offer.token)


def _url(entry: WaitingEntry, page: str, token: str) -> str:
    return current_tenant().url(_path(entry, page, token))


def _path(entry: WaitingEntry, page: str, token: str) -> str:
    with translation.override(entry.language):
        return reverse(f"appointments:{page}", args=[token])


def _send(entry: WaitingEntry, template: str, **context: Any) -> None:
    if not entry.mail_address:
        return
    facts = {"entry": entry, "concern": entry.concern, "mail_note": get_settings().mail_note}
    mail = render_mail(f"appointments/mail/{template}", facts | context, language=entry.language)
    enqueue_mail(
        to=entry.mail_address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind=f"appointments.{template}",
        reference=str(entry.pk),
    )
