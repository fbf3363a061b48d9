"""The municipality's choices for the module."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from modules.appointments.models import AppointmentSettings
from rathaus.web.forms import ErrorTexts


@dataclass(frozen=True, slots=True)
class Section:
    """Choices that belong together: an id for the page, a title, what it is about, and the names of the fields."""

    slug: str
    title: Any
    intro: Any
    names: Sequence[str]


REMINDERS: Final = (
    (168, _("eine Woche vorher")),
    (72, _("drei Tage vorher")),
    (24, _("einen Tag vorher")),
    (2, _("zwei Stunden vorher")),
)
_USUAL: Final = frozenset(hours for hours, _words in REMINDERS)


class PreferencesForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """The one row of choices."""

    reminder_hours = forms.TypedMultipleChoiceField(
        label=_("Wir erinnern"),
        choices=REMINDERS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Per E-Mail. Wer danach erst bucht oder verschiebt, bekommt keine. Nichts angekreuzt: keine."),
    )
    reminder_own = forms.IntegerField(
        label=_("Oder so viele Stunden vorher"), min_value=1, max_value=336, required=False
    )
    video_address = forms.URLField(
        label=_("Adresse des Videodienstes"),
        required=False,
        assume_scheme="https",
        help_text=_(
            "Zum Beispiel https://video.stadt.example/. Wir hängen für jeden Termin einen eigenen Raum an. "
            "Leer: keine Termine per Video"
        ),
    )

    SECTIONS: ClassVar[Sequence[Section]] = (
        Section("hold", _("Reservieren und bestätigen"), "", ("hold_minutes", "confirmation", "unconfirmed_minutes")),
        Section(
            "fair",
            _("Gerechter Zugang"),
            _(
                "Damit nicht wenige Menschen oder Programme alle Zeiten wegnehmen. "
                "Wer an eine Grenze stößt, sieht immer Ihre Telefonnummer."
            ),
            ("max_open_bookings", "holds_per_network", "proof_of_work"),
        ),
        Section(
            "needs",
            _("Unterstützung und Video"),
            _("Wer übersetzen lässt oder Gebärdensprache braucht, sagt es vor der Wahl der Zeit."),
            ("interpreter_minutes", "sign_language_days", "video_address"),
        ),
        Section("later", _("Erinnern und löschen"), "", ("reminder_hours", "reminder_own", "retention_days")),
        Section("waiting", _("Warteliste und Abholung"), "", ("offer_minutes", "collection_weeks")),
        Section("notes", _("Hinweise"), "", ("booking_note", "mail_note")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [hours for hours in self.instance.reminder_hours if hours not in _USUAL]
        self.initial["reminder_own"] = own[0] if own else None

    def clean(self) -> dict[str, Any]:
        """Return what was chosen, the own hours among the usual ones."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        own = typed.get("reminder_own")
        typed["reminder_hours"] = sorted({*typed.get("reminder_hours", []), *([own] if own else [])}, reverse=True)
        return typed

    def sections(self) -> Iterator[tuple[Section, list[BoundField]]]:
        """Yield the sections with their fields; a field that none names stands in the last one."""
        named = {name for section in self.SECTIONS for name in section.names}
        for section in self.SECTIONS:
            rest = [name for name in self.fields if name not in named] if section is self.SECTIONS[-1] else []
            yield section, [self[name] for name in (*section.names, *rest)]

    class Meta:
        model = AppointmentSettings
        fields = (
            "hold_minutes",
            "confirmation",
            "unconfirmed_minutes",
            "max_open_bookings",
            "holds_per_network",
            "proof_of_work",
            "reminder_hours",
            "retention_days",
            "interpreter_minutes",
            "sign_language_days",
            "video_address",
            "offer_minutes",
            "collection_weeks",
            "booking_note",
            "mail_note",
        )
        widgets = {
            "confirmation": forms.RadioSelect,
            "proof_of_work": forms.RadioSelect,
            "booking_note": forms.Textarea(attrs={"rows": 3}),
            "mail_note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "hold_minutes": _("So lange ist eine gewählte Zeit vor anderen sicher, während jemand die Angaben macht."),
            "confirmation": _("Mit Code buchen nur Menschen, denen die E-Mail-Adresse wirklich gehört."),
            "unconfirmed_minutes": _("Danach ist die Zeit wieder für alle frei."),
            "max_open_bookings": _("Gilt je E-Mail-Adresse oder Telefonnummer. Das Personal kann mehr eintragen."),
            "holds_per_network": _(
                "So viele Zeiten lassen sich von einem Internetanschluss aus reservieren. 0: ohne Grenze. "
                "Schulen, Firmen und Mobilfunk teilen sich oft einen Anschluss: Wählen Sie die Zahl nicht zu klein."
            ),
            "proof_of_work": _(
                "Vor dem Reservieren rechnet der Browser kurz, ohne dass jemand etwas tun muss. "
                "Das bremst Programme. Nötig ist es nur, wenn Programme Ihre Termine wegnehmen."
            ),
            "retention_days": _(
                "Nach dem Termin. Danach bleiben nur Zahlen ohne Namen. "
                "Einzelne Anliegen können eine andere Frist haben."
            ),
            "offer_minutes": _("So lange halten wir eine frei gewordene Zeit für die nächste Person der Warteliste."),
            "collection_weeks": _("So lange liegt ein fertiges Dokument, bis wir erinnern. 0: Wir erinnern nicht."),
            "interpreter_minutes": _("So viel länger dauert ein Termin, bei dem jemand übersetzt."),
            "sign_language_days": _("So lange vorher brauchen Sie Bescheid. Frühere Zeiten bieten wir dann nicht an."),
            "booking_note": _("Steht über der Auswahl des Anliegens, zum Beispiel: Der Aufzug ist außer Betrieb."),
            "mail_note": _("Zum Beispiel: Bitte kommen Sie fünf Minuten früher."),
        }


def reminder_words(hours: int) -> str:
    """Return "einen Tag vorher" or "5 Stunden vorher"."""
    usual = dict(REMINDERS)
    if hours in usual:
        return str(usual[hours])
    return ngettext("%(count)s Stunde vorher", "%(count)s Stunden vorher", hours) % {"count": hours}
