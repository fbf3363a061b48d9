"""A service: its texts, who is responsible, how it is reached."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.online_services.catalogue.description import ServiceDescription
from modules.online_services.catalogue.layers import TEXTS, get_part
from modules.online_services.catalogue.life_situations import LIFE_SITUATIONS
from modules.online_services.catalogue.maturity import LEVELS, TRUST
from modules.online_services.engine.texts import GERMAN
from modules.online_services.models import ContactPerson, PublicService
from modules.online_services.services.describing import Placing
from rathaus.accounts.models import Department
from rathaus.web.forms import ErrorTexts
from tenants.municipality.models import Location

LONGEST: Final = 8000
LANGUAGES: Final = {
    GERMAN: _("Deutsch"),
    "en": _("Englisch"),
    "de-einfach": _("Einfache Sprache"),
}
CHANNELS: Final = (
    ("form", _("Eigenes Formular")),
    ("generic", _("Allgemeine Anfrage")),
    ("appointment", _("Termin, vorher online ausfüllen")),
    ("elsewhere", _("Andere Stelle")),
    ("letter", _("Code aus einem Brief")),
)


class NewServiceForm(ErrorTexts, forms.Form):
    """A service of the municipality's own."""

    name = forms.CharField(
        label=_("Name der Leistung"), max_length=150, help_text=_("Zum Beispiel: Bootsliegeplatz mieten")
    )
    short_text = forms.CharField(
        label=_("Kurz gesagt"),
        max_length=600,
        help_text=_("In zwei Sätzen: Was ist das, und für wen?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    department = forms.ModelChoiceField(
        label=_("Zuständige Abteilung"), queryset=Department.objects.none(), required=False, empty_label=_("Noch offen")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(is_active=True)  # type: ignore[attr-defined]


class TextForm(ErrorTexts, forms.Form):
    """One text module in all languages; German left empty means the shipped text."""

    def __init__(self, *args: Any, service: PublicService, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = get_part(service.own, f"texts.{name}") or {}
        for language, label in LANGUAGES.items():
            self.fields[language] = forms.CharField(
                label=label,
                required=False,
                max_length=200 if name == "name" else LONGEST,
                initial=own.get(language, ""),
                widget=forms.TextInput() if name == "name" else forms.Textarea(attrs={"rows": 6}),
            )

    def texts(self) -> dict[str, str]:
        """Return the texts by language."""
        return {language: str(self.cleaned_data[language]) for language in LANGUAGES}


class PlacingForm(ErrorTexts, forms.Form):
    """Who is responsible, and where the service stands on the website."""

    slug = forms.SlugField(
        label=_("Adresse auf der Website"),
        max_length=80,
        help_text=_("Der Teil hinter /dienste/, zum Beispiel: hund-anmelden"),
    )
    department = forms.ModelChoiceField(
        label=_("Zuständige Abteilung"), queryset=Department.objects.none(), required=False, empty_label=_("Noch offen")
    )
    location = forms.ModelChoiceField(
        label=_("Ort"), queryset=Location.objects.none(), required=False, empty_label=_("Wie die Verwaltung insgesamt")
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("Ansprechpersonen"),
        queryset=ContactPerson.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Auf der Website stehen nur die, die öffentlich gezeigt werden."),
    )
    is_featured = forms.BooleanField(label=_("Auf der Startseite zeigen"), required=False)
    is_active = forms.BooleanField(
        label=_("Wird angeboten"),
        required=False,
        help_text=_("Ohne Häkchen sehen Bürgerinnen und Bürger die Leistung nicht."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = ContactPerson.objects.select_related("membership__user")
        self.fields["department"].queryset = Department.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["location"].queryset = Location.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["contacts"].queryset = people  # type: ignore[attr-defined]
        if not people.exists():
            del self.fields["contacts"]

    def placing(self) -> Placing:
        """Return what was chosen, for the services."""
        typed = self.cleaned_data
        return Placing(
            slug=typed["slug"],
            department=typed["department"],
            location=typed["location"],
            contacts=list(typed.get("contacts", ())),
            is_active=typed["is_active"],
            is_featured=typed["is_featured"],
        )


class FactsForm(ErrorTexts, forms.Form):
    """How people find the service, by which way it is done, and how cases of it are worked on."""

    synonyms = forms.CharField(
        label=_("Suchwörter"),
        required=False,
        max_length=600,
        help_text=_("Mit Komma getrennt: wie Menschen danach suchen. Zum Beispiel: Perso, Ausweis, Ausweiskarte"),
    )
    life_situations = forms.MultipleChoiceField(
        label=_("Lebenslagen"),
        required=False,
        choices=[(one.key, one.title) for one in LIFE_SITUATIONS],
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.ChoiceField(label=_("Weg"), choices=CHANNELS)
    concern = forms.CharField(
        label=_("Anliegen für Termine"),
        required=False,
        max_length=120,
        help_text=_(
            "Ein Teil des Namens genügt. Gibt es das Anliegen bei den Terminen, steht auf der Seite „Termin buchen“."
        ),
    )
    authority = forms.CharField(label=_("Andere Stelle"), required=False, max_length=200)
    url = forms.URLField(
        label=_("Adresse der anderen Stelle"),
        required=False,
        assume_scheme="https",
        help_text=_("Beginnt mit https://"),
    )
    leika_key = forms.RegexField(
        r"^99\d{12}$",
        label=_("LeiKa-Schlüssel"),
        required=False,
        help_text=_("14 Ziffern, beginnt mit 99"),
        error_messages={"invalid": _("Ein LeiKa-Schlüssel hat 14 Ziffern und beginnt mit 99.")},
    )
    assurance_level = forms.TypedChoiceField(label=_("Vertrauensniveau"), choices=list(TRUST.items()), coerce=int)
    maturity = forms.TypedChoiceField(
        label=_("Reifegrad"), choices=[(level, f"{level} – {name}") for level, name in LEVELS.items()], coerce=int
    )
    days = forms.IntegerField(label=_("Bearbeitungsfrist in Tagen"), required=False, min_value=1, max_value=730)
    keep_days = forms.IntegerField(
        label=_("Aufbewahrung in Tagen"),
        min_value=1,
        max_value=36_500,
        help_text=_("Gezählt ab dem Abschluss des Vorgangs"),
    )

    @classmethod
    def initial_of(cls, description: ServiceDescription) -> dict[str, Any]:
        """Return what the description says now."""
        elsewhere, handling = description.elsewhere, description.handling
        return {
            "synonyms": ", ".join(description.synonyms),
            "life_situations": list(description.life_situations),
            "channel": description.channel,
            "concern": description.concern,
            "authority": str(elsewhere.authority) if elsewhere else "",
            "url": elsewhere.url if elsewhere else "",
            "leika_key": description.leika_key,
            "assurance_level": description.assurance_level,
            "maturity": description.maturity,
            "days": handling.days,
            "keep_days": handling.keep_days,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the other authority where it is the way."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("channel") == "elsewhere" and not (typed.get("authority") and typed.get("url")):
            self.add_error("url", _("Bitte nennen Sie die andere Stelle und ihre Adresse mit https://."))
        if typed.get("url") and not typed["url"].startswith("https://"):
            self.add_error("url", _("Die Adresse muss mit https:// beginnen."))
        return typed

    def changed_facts(self) -> dict[str, Any]:
        """Return what was changed, by path; what was left alone stays in the shipped layer."""
        typed = self.cleaned_data
        values = {
            "synonyms": [word for part in typed["synonyms"].split(",") if (word := part.strip())],
            "life_situations": typed["life_situations"],
            "elsewhere": {"authority": {GERMAN: typed["authority"]}, "url": typed["url"]} if typed["url"] else None,
            "handling.days": typed["days"],
            "handling.keep_days": typed["keep_days"],
            **{name: typed[name] for name in ("channel", "concern", "leika_key", "assurance_level", "maturity")},
        }
        sources = {"elsewhere": {"authority", "url"}, "handling.days": {"days"}, "handling.keep_days": {"keep_days"}}
        changed = set(self.changed_data)
        return {path: value for path, value in values.items() if changed & sources.get(path, {path})}


def text_label(name: str) -> str:
    """Return what a text module is called."""
    return str(TEXTS[name])
