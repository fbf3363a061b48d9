"""What pydantic finds wrong, as German sentences at the settings."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

_SENTENCES: Final[Mapping[str, Any]] = {
    "missing": gettext_lazy("Diese Angabe fehlt."),
    "greater_than_equal": gettext_lazy("Bitte geben Sie mindestens %(ge)s ein."),
    "less_than_equal": gettext_lazy("Bitte geben Sie höchstens %(le)s ein."),
    "string_too_short": gettext_lazy("Bitte füllen Sie dieses Feld aus."),
    "string_too_long": gettext_lazy("Bitte kürzen Sie auf höchstens %(max_length)s Zeichen."),
    "too_short": gettext_lazy("Bitte geben Sie mindestens eine Zeile an."),
    "too_long": gettext_lazy("Bitte geben Sie höchstens %(max_length)s Zeilen an."),
    "string_pattern_mismatch": gettext_lazy("Hier sind nur Kleinbuchstaben, Ziffern und _ erlaubt."),
    "int_parsing": gettext_lazy("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 20."),
    "literal_error": gettext_lazy("Bitte wählen Sie eine der angebotenen Möglichkeiten."),
    "extra_forbidden": gettext_lazy("Diese Einstellung kennt das Programm nicht."),
    "union_tag_invalid": gettext_lazy("Diese Art kennt das Programm nicht."),
    "union_tag_not_found": gettext_lazy("Hier fehlt die Art."),
    "value_error": gettext_lazy("Der deutsche Text fehlt, oder eine Sprache ist unbekannt."),
}


def sentence_of(problem: Mapping[str, Any]) -> str:
    """Return what is wrong in a sentence that says what to do."""
    words = _SENTENCES.get(problem["type"])
    return str(words) % problem.get("ctx", {}) if words else _("Diese Angabe passt hier nicht.")


def messages_of(error: ValidationError) -> dict[str, str]:
    """Return for each setting the first sentence; "" for the part as a whole."""
    found: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        place = next((str(piece) for piece in problem["loc"] if isinstance(piece, str)), "")
        found.setdefault(place, sentence_of(dict(problem)))
    return found
