"""Choices, yes and no, consents and files."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.online_services.engine.validators.asked import Asked


def check_choice(asked: Asked) -> str:
    """An option that can be chosen now."""
    return "" if asked.can_choose(asked.answer) else choose_again(asked)


def check_choices(asked: Asked) -> str:
    """Options that can be chosen now, and as many as asked for."""
    answer, least, most = asked.answer, asked.field.minimum, asked.field.maximum
    if not isinstance(answer, list) or not all(asked.can_choose(value) for value in answer):
        return choose_again(asked)
    if len(answer) < least:
        text = ngettext(
            "Bitte wählen Sie bei „%(label)s“ mindestens %(count)s Möglichkeit.",
            "Bitte wählen Sie bei „%(label)s“ mindestens %(count)s Möglichkeiten.",
            least,
        )
        return text % {**asked.words, "count": least}
    return _too_many_choices(asked, most) if most is not None and len(answer) > most else ""


def check_yes_no(asked: Asked) -> str:
    """Yes or no."""
    return "" if isinstance(asked.answer, bool) else choose_again(asked)


def check_consent(asked: Asked) -> str:
    """A box that is ticked; where it need not be, nothing is wrong with an empty one."""
    return "" if asked.answer is True else choose_again(asked)


def check_upload(asked: Asked) -> str:
    """Files that are here, and not too many."""
    answer, most = asked.answer, asked.field.max_files
    if not isinstance(answer, list) or not all(isinstance(one, str) and one in asked.state.uploads for one in answer):
        text = _("Eine Datei bei „%(label)s“ ist nicht vollständig angekommen. Bitte laden Sie sie noch einmal hoch.")
        return text % asked.words
    if len(answer) > most:
        text = ngettext(
            "Bitte laden Sie bei „%(label)s“ höchstens %(count)s Datei hoch.",
            "Bitte laden Sie bei „%(label)s“ höchstens %(count)s Dateien hoch.",
            most,
        )
        return text % {**asked.words, "count": most}
    return ""


def choose_again(asked: Asked) -> str:
    """Return what to say of an option that cannot be chosen, or not any more."""
    text = _("Bitte wählen Sie bei „%(label)s“ neu aus. Die bisherige Auswahl gibt es hier nicht.")
    return text % asked.words


def _too_many_choices(asked: Asked, most: int) -> str:
    text = ngettext(
        "Bitte wählen Sie bei „%(label)s“ höchstens %(count)s Möglichkeit.",
        "Bitte wählen Sie bei „%(label)s“ höchstens %(count)s Möglichkeiten.",
        most,
    )
    return text % {**asked.words, "count": most}
