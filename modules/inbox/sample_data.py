"""Texts that most town halls write; each can be changed or removed."""

from typing import Final

from modules.inbox.models import TextModule
from rathaus.accounts.models import User

_TEXTS: Final = (
    (
        "Eingang bestätigt",
        "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Wir kümmern uns darum und melden uns wieder bei Ihnen.",
    ),
    (
        "Unterlagen fehlen",
        (
            "Guten Tag,\n\nfür Ihr Anliegen brauchen wir noch Unterlagen. Bitte hängen Sie sie an Ihre Antwort an. "
            "Ein Foto genügt, wenn alles gut zu lesen ist."
        ),
    ),
    (
        "Bitte Termin buchen",
        (
            "Guten Tag,\n\ndafür müssen Sie einmal selbst zu uns kommen. Bitte buchen Sie einen Termin auf unserer "
            "Website und bringen Sie Ihren Ausweis mit."
        ),
    ),
)


def create_samples(actor: User | None) -> None:  # noqa: ARG001 - the contract of sample data
    """Create the texts of a new municipality; a second time changes nothing."""
    for title, text in _TEXTS:
        TextModule.objects.get_or_create(title=title, defaults={"text": text})
