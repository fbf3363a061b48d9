"""Codes of what the module tells in timelines and by mail or push, and how authors are named."""

from typing import Final

from django.utils.translation import gettext as _

from modules.inbox.models import Channel, ContactNote
from rathaus.accounts.models import User

SENT: Final = "inbox.message_sent"
RECEIVED: Final = "inbox.message_received"
DOCUMENT: Final = "inbox.document_provided"
NOTE: Final = "inbox.note_shared"

TELLS_MESSAGE: Final = "inbox.message"
TELLS_DOCUMENT: Final = "inbox.document"
TELLS_NOTE: Final = "inbox.note"


def author_name(actor: User | None) -> str:
    """Return how citizens read who it was; never an address."""
    name = f"{actor.first_name} {actor.last_name}".strip() if actor else ""
    return name or _("Verwaltung")


def note_title(note: ContactNote) -> str:
    """Return the note's line in a timeline: "Am Telefon besprochen: Wohngeld"."""
    words = {
        Channel.PHONE: _("Am Telefon besprochen: %(subject)s"),
        Channel.COUNTER: _("Am Schalter besprochen: %(subject)s"),
        Channel.VISIT: _("Vor Ort besprochen: %(subject)s"),
        Channel.VIDEO: _("Im Videogespräch besprochen: %(subject)s"),
    }
    return words[Channel(note.channel)] % {"subject": note.subject}
