"""How owners hear of their appointments: as they chose, by our own mail, by push or not at all.

Guests get the mail alone. What passes through others' hands says that something is there, never what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from modules.appointments.contributions import CHANGE, DOCUMENT, OFFER, REMINDER
from rathaus.accounts.models import User
from rathaus.notifications.services import notify


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said, by the name of the mail."""

    kind: str
    subject: Any
    text: Any


_WORDS: Final[Mapping[str, _Words]] = {
    "reminder": _Words(REMINDER, _("Erinnerung an Ihren Termin"), _("Ihr Termin im Rathaus steht bevor.")),
    "moved": _Words(CHANGE, _("Ihr Termin wurde verschoben"), _("Hier steht die neue Zeit.")),
    "cancelled_by_town_hall": _Words(
        CHANGE, _("Ihr Termin muss leider ausfallen"), _("Hier können Sie eine neue Zeit wählen.")
    ),
    "replacement": _Words(CHANGE, _("Ihr Termin muss leider ausfallen"), _("Hier können Sie eine neue Zeit wählen.")),
    "kept": _Words(CHANGE, _("Ihr Termin findet statt"), _("Er bleibt, wie Sie ihn gebucht haben.")),
    "waiting_offer": _Words(OFFER, _("Ein früherer Termin ist frei"), _("Wir halten ihn kurze Zeit für Sie frei.")),
    "document_ready": _Words(DOCUMENT, _("Ein Dokument liegt für Sie bereit"), _("Hier steht, wo und wann.")),
    "document_reminder": _Words(DOCUMENT, _("Ein Dokument liegt für Sie bereit"), _("Hier steht, wo und wann.")),
}


def tell_owner(
    *, owner: User | None, template: str, key: str, path: str, language: str, mail: Callable[[], None] | None
) -> None:
    """Tell the owner as they chose, or send the mail to a guest; belongs to the caller's transaction.

    `mail` is None where no address is known. Codes and receipts (booked, cancelled by oneself) are always mailed.
    """
    words = _WORDS.get(template)
    if owner is None or words is None:
        if mail is not None:
            mail()
        return
    with override(language):
        subject, text = str(words.subject), str(words.text)
    notify(person=owner, kind=words.kind, key=key, subject=subject, text=text, path=path, own_mail=mail)
