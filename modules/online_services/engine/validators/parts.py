"""Answers of several parts: addresses, accounts, places."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.engine.calculating import as_number
from modules.online_services.engine.identifiers import is_iban, is_postal_code
from modules.online_services.engine.validators.asked import Asked
from modules.online_services.engine.values import INLAND

_ADDRESS_PARTS: Final = {
    "street": gettext_lazy("Straße"),
    "house_number": gettext_lazy("Hausnummer"),
    "postal_code": gettext_lazy("Postleitzahl"),
    "city": gettext_lazy("Ort"),
}
_LENGTHS: Final = {"street": 120, "house_number": 20, "extra": 120, "city": 120, "locality": 120, "lines": 600}


def check_address(asked: Asked) -> str:
    """A German address with all its parts, or lines and a country abroad."""
    answer = asked.answer
    if not isinstance(answer, Mapping) or not all(isinstance(part, str) for part in answer.values()):
        return _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words
    if any(len(answer.get(part, "")) > most for part, most in _LENGTHS.items()):
        return _("Bitte kürzen Sie Ihre Angaben bei „%(label)s“.") % asked.words
    if answer.get("country", INLAND) != INLAND:
        return _check_abroad(asked, answer)
    lacking = [str(name) for part, name in _ADDRESS_PARTS.items() if not answer.get(part, "").strip()]
    if lacking:
        text = _("Bitte ergänzen Sie bei „%(label)s“: %(parts)s.")
        return text % {**asked.words, "parts": get_text_list(lacking, _("und"))}
    if not is_postal_code(answer["postal_code"]):
        return _("Bitte geben Sie bei „%(label)s“ eine Postleitzahl mit fünf Ziffern ein.") % asked.words
    return ""


def check_iban(asked: Asked) -> str:
    """An account with holder, and a mandate where the form asks for one."""
    answer = asked.answer
    if not isinstance(answer, Mapping):
        return _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words
    number, holder = answer.get("iban"), answer.get("holder")
    if not isinstance(number, str) or not is_iban(number):
        text = _(
            "Bitte prüfen Sie die IBAN bei „%(label)s“. Eine deutsche IBAN beginnt mit DE und hat danach 20 Ziffern."
        )
        return text % asked.words
    if not isinstance(holder, str) or not holder.strip() or len(holder) > 70:
        return _("Bitte geben Sie bei „%(label)s“ an, wem das Konto gehört.") % asked.words
    if asked.field.mandate == "required" and answer.get("mandate") is not True:
        return _("Bitte erteilen Sie bei „%(label)s“ das SEPA-Lastschriftmandat.") % asked.words
    return ""


def check_point(asked: Asked) -> str:
    """A point on the earth, or words that describe it."""
    answer = asked.answer
    if not isinstance(answer, Mapping):
        return _("Bitte prüfen Sie Ihre Angabe bei „%(label)s“.") % asked.words
    words = answer.get("description", "")
    if not isinstance(words, str) or len(words) > 2000:
        return _("Bitte kürzen Sie Ihre Angaben bei „%(label)s“.") % asked.words
    has_point = bool(answer.get("lat") or answer.get("lon"))
    if has_point and not (_within(answer.get("lat"), 90) and _within(answer.get("lon"), 180)):
        text = _("Bitte setzen Sie den Punkt bei „%(label)s“ neu, oder beschreiben Sie den Ort.")
        return text % asked.words
    return ""


def _check_abroad(asked: Asked, answer: Mapping[str, Any]) -> str:
    if not asked.field.may_be_abroad:
        return _("Bitte geben Sie bei „%(label)s“ eine Anschrift in Deutschland ein.") % asked.words
    if answer["country"] not in asked.row.surroundings.code_lists.get("states", {answer["country"]: ""}):
        return _("Bitte wählen Sie bei „%(label)s“ einen Staat aus der Liste.") % asked.words
    lines = [line for line in answer.get("lines", "").splitlines() if line.strip()]
    if len(lines) < 2:
        return _("Bitte geben Sie bei „%(label)s“ die Anschrift in mindestens zwei Zeilen ein.") % asked.words
    return ""


def _within(answer: Any, bound: int) -> bool:
    number = as_number(answer) if isinstance(answer, str) else None
    return number is not None and abs(number) <= bound
