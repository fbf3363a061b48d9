"""Texts that most town halls write; each can be changed or removed."""

from typing import Final

from modules.cases.models import TextModule
from rathaus.accounts.models import User

_TEXTS: Final = (
    (
        "Eingang bestätigt",
        (
            "{greeting}\n\nvielen Dank. Ihr Anliegen „{title}“ ist am {received} bei uns angekommen. "
            "Wir kümmern uns darum und melden uns wieder bei Ihnen.\n\nFreundliche Grüße\n{signature}"
        ),
    ),
    (
        "Unterlagen fehlen",
        (
            "{greeting}\n\nfür Ihr Anliegen brauchen wir noch Unterlagen. Bitte hängen Sie sie an Ihre "
            "Antwort an. Ein Foto genügt, wenn alles gut zu lesen ist.\n\nFreundliche Grüße\n{signature}"
        ),
    ),
    (
        "Dauert länger",
        (
            "{greeting}\n\nleider brauchen wir für Ihren Vorgang {reference} länger als gedacht. "
            "Wir bitten um Geduld und melden uns, sobald es weitergeht.\n\nFreundliche Grüße\n{signature}"
        ),
    ),
    (
        "Nicht zuständig",
        (
            "{greeting}\n\ndafür sind wir leider nicht zuständig. Bitte wenden Sie sich an den Landkreis. "
            "Wenn Sie nicht weiterkommen, helfen wir Ihnen gern.\n\nFreundliche Grüße\n{signature}"
        ),
    ),
)


def create_samples(actor: User | None) -> None:  # noqa: ARG001 - the contract of sample data
    """Create the texts of a new municipality; a second time changes nothing."""
    for title, text in _TEXTS:
        TextModule.objects.get_or_create(title=title, defaults={"text": text})
