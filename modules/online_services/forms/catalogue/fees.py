"""A fee schedule: typed as lines, one a row of the by-law."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.online_services.models import FeeSchedule
from rathaus.web.forms import DateField, ErrorTexts

_MOST_ROWS: Final = 200
_FROM: Final = re.compile(r"(?:ab|from)\s+(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+")  # "1.060"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class FeeScheduleForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Title, legal basis, days, and the rows as text: "kürzel | Bezeichnung | 40,00"."""

    valid_from = DateField(label=gettext_lazy("Gültig ab"))
    valid_until = DateField(
        label=gettext_lazy("Gültig bis"), required=False, help_text=gettext_lazy("Leer: bis auf Weiteres")
    )
    lines = forms.CharField(
        label=gettext_lazy("Zeilen der Tabelle"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Eine Zeile je Gebühr: Kürzel | Bezeichnung | Betrag in Euro. Zum Beispiel: erster_hund | 1. Hund | 40,00. "
            "Bei Staffeln statt des Kürzels: ab 10 | ab 10 m² | 2,50"
        ),
    )
    field_order = ("title", "key", "legal_basis", "valid_from", "valid_until", "lines")

    class Meta:
        model = FeeSchedule
        fields: ClassVar[list[str]] = ["title", "key", "legal_basis", "valid_from", "valid_until"]
        labels: ClassVar[dict[str, Any]] = {"key": gettext_lazy("Kürzel")}
        help_texts: ClassVar[dict[str, Any]] = {
            "key": gettext_lazy("So nennen es die Formulare, zum Beispiel: hundesteuer"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].initial = "\n".join(as_line(row) for row in self.instance.rows)

    def clean_key(self) -> str:
        """Return the key as forms name it."""
        key = str(self.cleaned_data["key"]).strip().lower()
        if not re.fullmatch(r"[a-z][a-z0-9-]{1,59}", key):
            raise ValidationError(_("Ein Kürzel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen."))
        return key

    def clean(self) -> dict[str, Any]:
        """See that the last day is not before the first."""
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("valid_from"), typed.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Der letzte Tag liegt vor dem ersten."))
        return typed

    def clean_lines(self) -> list[dict[str, Any]]:
        """Return the rows as the schedule keeps them."""
        lines = [line for line in str(self.cleaned_data["lines"]).splitlines() if line.strip()]
        if len(lines) > _MOST_ROWS:
            raise ValidationError(_("Mehr als %(limit)s Zeilen kann eine Tabelle nicht haben.") % {"limit": _MOST_ROWS})
        rows = [_row(number, line) for number, line in enumerate(lines, start=1)]
        keys = [row.get("key") or f"ab {row['from']}" for row in rows]
        if doubled := next((key for key in keys if keys.count(key) > 1), None):
            raise ValidationError(_("„%(key)s“ steht mehrmals in der Tabelle.") % {"key": doubled})
        return rows

    def schedule(self) -> FeeSchedule:
        """Return the table as it was typed, not saved yet."""
        found: FeeSchedule = self.save(commit=False)
        found.rows = self.cleaned_data["lines"]
        return found


def as_line(row: dict[str, Any]) -> str:
    """Return a row as it is typed."""
    amount = f"{row['cents'] // 100},{row['cents'] % 100:02d}"
    first = row.get("key") or f"ab {str(row['from']).replace('.', ',')}"
    return f"{first} | {row.get('label', '')} | {amount}"


def _row(number: int, line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3:
        sentence = _(
            "Zeile %(number)s: Bitte trennen Sie Kürzel, Bezeichnung und Betrag mit zwei senkrechten Strichen."
        )
        raise ValidationError(sentence % {"number": number})
    first, label, amount = parts
    cents = _cents(number, amount)
    if found := _FROM.fullmatch(first):
        return {"from": found[1].replace(",", "."), "label": label, "cents": cents}
    if not _KEY.fullmatch(first):
        sentence = _(
            "Zeile %(number)s: Das Kürzel hat kleine Buchstaben, Ziffern und Unterstriche, oder es heißt „ab 10“."
        )
        raise ValidationError(sentence % {"number": number})
    return {"key": first, "label": label, "cents": cents}


def _cents(number: int, amount: str) -> int:
    text = amount.replace("€", "").strip()
    is_german = "," in text or _THOUSANDS.fullmatch(text)
    try:
        found = Decimal(text.replace(".", "").replace(",", ".") if is_german else text)
    except InvalidOperation:
        found = Decimal(-1)
    cents = found * 100
    if not found.is_finite() or cents < 0 or cents != int(cents) or cents > 100_000_000:
        sentence = _("Zeile %(number)s: Bitte geben Sie den Betrag in Euro ein, zum Beispiel 46,00.")
        raise ValidationError(sentence % {"number": number})
    return int(cents)
