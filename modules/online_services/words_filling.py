"""Sentences that pages and mails have in common."""

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.fields import ConsentField
from modules.online_services.engine.walking import fields_of


def what_next(definition: FormDefinition, *, language: str = "") -> str:
    """Return what happens after it was sent: as the form says, else the usual way of its kind.

    Without `language` in the active one.
    """
    with override(language or get_language()):
        if said := str(definition.what_next):
            return said
        if definition.request_kind == "notification":
            return _(
                "Ihre Anzeige ist mit dem Eingang bei uns erledigt. Eine Genehmigung ist dafür nicht nötig. "
                "Wenn etwas fehlt, melden wir uns bei Ihnen."
            )
        return _(
            "Wir prüfen Ihren Antrag und entscheiden darüber. Den Bescheid bekommen Sie von uns. "
            "Wenn etwas fehlt, melden wir uns bei Ihnen."
        )


def send_label(definition: FormDefinition) -> str:
    """Return what the button says that sends it."""
    return _("Angaben absenden") if definition.request_kind == "notification" else _("Antrag absenden")


def declares_itself(definition: FormDefinition) -> bool:
    """Return whether the form asks for the declaration in a question of its own, as the shipped ones do."""
    fields = fields_of(definition)
    return any(isinstance(one, ConsentField) and one.required and "richtigkeit" in one.id for one in fields)


def declaration() -> str:
    """Return what people declare when they send something."""
    return _("Ich habe alles nach bestem Wissen angegeben. Meine Angaben sind richtig und vollständig.")
