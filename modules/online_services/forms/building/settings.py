"""The settings of a part as a form: made from the part itself, so that each kind of field offers what it has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from modules.online_services.building.wording import rule_in_words
from modules.online_services.building.words import CHOICE_WORDS, SETTING_WORDS
from modules.online_services.code_lists import code_list_names, code_list_title
from modules.online_services.engine.definition import FormDefinition, Group, Repeat
from modules.online_services.engine.fields import NumberField
from modules.online_services.engine.parts import Part
from modules.online_services.engine.texts import Text
from modules.online_services.forms.building.fields import EuroField, ExpressionField
from rathaus.web.forms import ErrorTexts, apply_error_texts

LANGUAGES: Final = {"en": _("Englisch"), "de-einfach": _("Einfache Sprache")}
LONG: Final = frozenset({"intro", "text", "what_next", "fee_note"})
VALUE_RULES: Final = frozenset({"earliest", "latest", "compute", "units", "area", "time"})
ELSEWHERE: Final = frozenset(
    [
        "id",
        "key",
        "format",
        "type",
        "kind",
        "items",
        "steps",
        "checks",
        "fees",
        "options",
        "columns",
        "fim",
        "show",
        "skip",
        "require",
        "holds",
        "when",
        "fee_exempt",
        "fields",
        "repeat",
    ]
)
MORE: Final = frozenset(["prefill", "is_sensitive", "pattern", "pattern_message", "autocomplete", "legal_basis"])
NEEDED: Final = frozenset({"label", "title", "message", "schedule"})
_BOUNDS: Final = ("minimum", "maximum")
HINTS: Final[Mapping[str, Any]] = {
    "hint": _("Steht klein unter der Frage. Leer lassen, wenn die Frage für sich spricht."),
    "is_sensitive": _("Die Antwort erscheint nicht in Suche, Listen und E-Mails."),
    "prefill": _("Wird aus Profil oder BundID eingetragen und bleibt änderbar."),
    "pattern": _("Für Fachleute: regulärer Ausdruck, der zur ganzen Antwort passen muss."),
    "autocomplete": _("Für Fachleute: ein Wert aus HTML, zum Beispiel postal-code."),
    "earliest": _("Ausdruck, der einen Tag ergibt, zum Beispiel add_days(today(), 14) für „in 14 Tagen“."),
    "latest": _("Ausdruck, der einen Tag ergibt, zum Beispiel add_months(today(), 12)."),
    "compute": _("Ausdruck mit den technischen Namen der Felder, zum Beispiel flaeche * 2."),
    "units": _("Technischer Name eines Zahlenfeldes oder eine Rechnung, zum Beispiel count(hunde)."),
    "area": _("Quadratmeter: technischer Name eines Zahlenfeldes oder eine Rechnung."),
    "time": _("Tage, Wochen oder Monate: zum Beispiel days(beginn, ende) + 1."),
    "value": _("Womit in der Tabelle gesucht wird: technischer Name eines Feldes."),
    "summary": _("Wie der Vorgang im Rathaus heißt, mit Angaben in Klammern: Osterfeuer am {datum}."),
    "what_next": _("Was nach dem Absenden geschieht, in einfachen Worten."),
    "code_list": _("Statt eigener Möglichkeiten eine fertige Liste, zum Beispiel Staaten."),
    "unit": _("Steht hinter der Zahl, zum Beispiel Meter."),
    "row_label": _("Zum Beispiel „Hund“: Die Bürgerinnen und Bürger lesen „Hund 1“, „Hund 2“."),
    "assurance_level": _("Wie sicher jemand nachweisen muss, wer er ist."),
}


@dataclass(frozen=True, slots=True)
class Translations:
    """A text in the other languages, beside its German input."""

    label: str
    german: str
    fields: Sequence[BoundField]


class SettingsForm(ErrorTexts, forms.Form):
    """Asks for the settings of one part. `settings()` gives them in the shape of the definition."""

    def __init__(self, part: Part, definition: FormDefinition, data: Any = None, **choices: Any) -> None:
        self.part, self.definition, self._choices = part, definition, choices
        self._names = [name for name in type(part).model_fields if name not in ELSEWHERE]
        self._texts: list[str] = []
        self._early: dict[str, forms.Field] = {}
        for name in self._names:
            self._add(name, getattr(part, name))
        if isinstance(part, Group):
            self._add_repeat(part.repeat)
        super().__init__(data, auto_id="teil_%s")
        self.fields.update(self._early)
        apply_error_texts(self)

    def _add(self, name: str, value: Any, *, key: str = "") -> None:
        label = SETTING_WORDS.get(name, name)
        if isinstance(value, Text):
            self._add_text(key or name, label, value, name)
        else:
            self._early[key or name] = self._input(name, label, value)

    def _add_text(self, key: str, label: Any, value: Text, name: str) -> None:
        self._texts.append(key)
        area = forms.Textarea(attrs={"rows": 3}) if name in LONG else forms.TextInput(attrs={"autocomplete": "off"})
        self._early[key] = forms.CharField(
            label=label,
            initial=value.root.get("de", ""),
            required=name in NEEDED,
            max_length=4000,
            widget=area,
            help_text=HINTS.get(name, ""),
        )
        for code, language in LANGUAGES.items():
            widget = forms.Textarea(attrs={"rows": 2}) if name in LONG else forms.TextInput()
            initial = value.root.get(code, "")
            self._early[f"{key}__{code}"] = forms.CharField(
                label=language, initial=initial, required=False, max_length=4000, widget=widget
            )

    def _input(self, name: str, label: Any, value: Any) -> forms.Field:
        common = {"label": label, "initial": value, "help_text": HINTS.get(name, "")}
        if isinstance(value, bool):
            return forms.BooleanField(required=False, **common)
        if name in CHOICE_WORDS:
            return self._choice(CHOICE_WORDS[name], common)
        if name in ("code_list", "schedule"):
            return self._list(name, common)
        return self._typed(name, value, common)

    def _list(self, name: str, common: dict[str, Any]) -> forms.Field:
        if name == "schedule":
            return forms.ChoiceField(choices=self._choices.get("schedules", ()), **common)
        known = sorted((code_list_title(one), one) for one in code_list_names())
        choices = [("", _("keine")), *((one, title) for title, one in known)]
        return forms.ChoiceField(choices=choices, required=False, **common)

    def _typed(self, name: str, value: Any, common: dict[str, Any]) -> forms.Field:
        if name.endswith("cents"):
            return EuroField(required=type(self.part).model_fields[name].is_required(), **common)
        if name in VALUE_RULES or name == "value":
            return self._expression(name, value, common)
        if isinstance(self.part, NumberField) and name in _BOUNDS:
            return forms.CharField(required=False, max_length=20, **common | {"initial": value.replace(".", ",")})
        if self._is_number(name):
            return forms.IntegerField(required=value is not None, **common)
        return forms.CharField(required=False, max_length=300, **common)

    def _choice(self, words: Mapping[Any, Any], common: dict[str, Any]) -> forms.Field:
        is_number = all(isinstance(code, int) for code in words)
        if is_number:
            return forms.TypedChoiceField(choices=list(words.items()), coerce=int, **common)
        return forms.ChoiceField(choices=list(words.items()), required="" not in words, **common)

    def _expression(self, name: str, value: str, common: dict[str, Any]) -> forms.Field:
        words = rule_in_words(self.definition, value)
        common["help_text"] = f"{HINTS.get(name, '')} {_('Jetzt:')} {words}." if words else HINTS.get(name, "")
        return ExpressionField(required=name in ("compute", "units", "area", "time", "value"), **common)

    def _is_number(self, name: str) -> bool:
        return "int" in str(type(self.part).model_fields[name].annotation)

    def _add_repeat(self, repeat: Repeat | None) -> None:
        known = repeat or Repeat()
        self._early["repeats"] = forms.BooleanField(
            label=_("Kann mehrmals ausgefüllt werden"), initial=repeat is not None, required=False
        )
        for name in ("minimum", "maximum"):
            words = SETTING_WORDS[name]
            self._early[f"repeat_{name}"] = forms.IntegerField(
                label=words, initial=getattr(known, name), required=False
            )
        for name in ("row_label", "add_label"):
            self._add(name, getattr(known, name), key=f"repeat_{name}")

    def main(self) -> Iterator[BoundField]:
        """Yield the inputs that always show, German texts first."""
        return (self[name] for name in self.fields if "__" not in name and name not in MORE)

    def more(self) -> list[BoundField]:
        """Return the inputs that are seldom needed."""
        return [self[name] for name in self.fields if name in MORE]

    def translations(self) -> list[Translations]:
        """Return each German text with its other languages; one without text needs none."""
        return [
            Translations(
                str(self.fields[key].label),
                str(self[key].value() or ""),
                [self[f"{key}__{code}"] for code in LANGUAGES],
            )
            for key in self._texts
            if self[key].value() or any(self[f"{key}__{code}"].value() for code in LANGUAGES)
        ]

    def settings(self) -> dict[str, Any]:
        """Return what was typed, as the part takes it. Only for a valid form."""
        found = {name: self._setting(name) for name in self._names}
        if isinstance(self.part, Group):
            found["repeat"] = self._repeat() if self.cleaned_data["repeats"] else None
        return found

    def _setting(self, name: str, key: str = "") -> Any:
        key = key or name
        value = self.cleaned_data[key]
        if key in self._texts:
            return {code: text for code, text in self._languages(key) if text}
        if isinstance(self.part, NumberField) and name in _BOUNDS:
            return value.replace(",", ".")
        return type(self.part).model_fields[name].get_default() if value is None else value

    def _languages(self, key: str) -> list[tuple[str, str]]:
        return [("de", self.cleaned_data[key]), *((code, self.cleaned_data[f"{key}__{code}"]) for code in LANGUAGES)]

    def _repeat(self) -> dict[str, Any]:
        defaults = Repeat()
        return {
            "minimum": _or(self.cleaned_data["repeat_minimum"], defaults.minimum),
            "maximum": _or(self.cleaned_data["repeat_maximum"], defaults.maximum),
            "row_label": self._setting("row_label", "repeat_row_label"),
            "add_label": self._setting("add_label", "repeat_add_label"),
        }

    def refuse(self, messages: Mapping[str, str]) -> None:
        """Say at the inputs what the definition does not take."""
        for name, message in messages.items():
            self.add_error(name if name in self.fields else None, message)


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value
