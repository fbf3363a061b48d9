"""What a newer shipped description changes, text by text, so that somebody can read it before it is taken over."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.catalogue.layers import TEXTS, Layer, get_part, paths_of
from modules.online_services.engine.texts import GERMAN

LABELS: Final[Mapping[str, Any]] = {f"texts.{name}": label for name, label in TEXTS.items()} | {
    "leika_key": gettext_lazy("LeiKa-Schlüssel"),
    "synonyms": gettext_lazy("Suchwörter"),
    "life_situations": gettext_lazy("Lebenslagen"),
    "audience": gettext_lazy("Für wen"),
    "channel": gettext_lazy("Weg"),
    "concern": gettext_lazy("Anliegen für Termine"),
    "elsewhere": gettext_lazy("Andere Stelle"),
    "assurance_level": gettext_lazy("Vertrauensniveau"),
    "maturity": gettext_lazy("Reifegrad"),
    "handling.department_hint": gettext_lazy("Zuständige Abteilung"),
    "handling.area": gettext_lazy("Geschützter Bereich"),
    "handling.days": gettext_lazy("Bearbeitungsfrist in Tagen"),
    "handling.keep_days": gettext_lazy("Aufbewahrung in Tagen"),
    "handling.results": gettext_lazy("Texte der Bescheide"),
    "handling.copies": gettext_lazy("Kopien an"),
    "handling.handovers": gettext_lazy("Übergabe an Fachverfahren"),
    "handling.locality_field": gettext_lazy("Feld für den Ortsteil"),
    "handling.place_field": gettext_lazy("Feld für den Ort"),
    "handling.first_day_field": gettext_lazy("Feld für den ersten Tag"),
    "handling.last_day_field": gettext_lazy("Feld für den letzten Tag"),
    "handling.is_urgent": gettext_lazy("Sofort melden"),
}
_WORDS: Final = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words: "same", "gone" or "new"."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one part says in the accepted description and in the newer one; `own` is the municipality's text over it."""

    path: str
    before: Any
    after: Any
    own: Any = None

    @property
    def label(self) -> str:
        """What the part is called."""
        return str(LABELS.get(self.path, self.path))

    @property
    def words(self) -> Sequence[Words]:
        """The change word by word, of the German text."""
        return list(_compare(in_words(self.before), in_words(self.after)))

    @property
    def own_text(self) -> str:
        """The municipality's own text, "" where it has none."""
        return in_words(self.own)


def differences(accepted: Layer, shipped: Layer, own: Layer) -> list[Difference]:
    """Return what differs between the accepted and the shipped description, texts first."""
    known = dict.fromkeys([*LABELS, *paths_of(accepted), *paths_of(shipped)])
    found = (Difference(path, get_part(accepted, path), get_part(shipped, path), get_part(own, path)) for path in known)
    return [difference for difference in found if difference.before != difference.after]


def in_words(value: Any) -> str:
    """Return a part as somebody reads it: its German text, a list line by line."""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, Mapping):
        return str(value[GERMAN]) if GERMAN in value else "\n".join(in_words(part) for part in value.values() if part)
    if isinstance(value, (list, tuple)):
        return "\n".join(in_words(part) for part in value)
    return "" if value is None else str(value)


def _compare(before: str, after: str) -> Iterator[Words]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield Words("same", "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Words("gone", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Words("new", "".join(new[new_from:new_to]))
