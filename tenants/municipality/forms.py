"""Forms of the municipality's own data. They check what is typed; services change it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rathaus.web.forms import EmailField, ErrorTexts, HoneypotField, IdempotencyField, PhoneField
from tenants.municipality.errors import MunicipalityError
from tenants.municipality.models import (
    Locality,
    LocalityKind,
    Location,
    MemberMunicipality,
    MunicipalityProfile,
)
from tenants.municipality.services.branding import readable_color

# ModelForm takes a type argument for type checkers only, not when it runs: hence type-arg below.

postal_code = RegexValidator(
    r"\A\d{5}\Z", _("Bitte geben Sie die Postleitzahl mit fünf Ziffern ein, zum Beispiel 39517.")
)
ags = RegexValidator(r"\A\d{8}\Z", _("Der Amtliche Gemeindeschlüssel hat acht Ziffern, zum Beispiel 15090546."))
NAME_TAKEN = {"name": {"unique": _("Diesen Namen gibt es schon. Bitte wählen Sie einen anderen.")}}


class ContactForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Official contact data."""

    street = forms.CharField(label=_("Straße und Hausnummer"), max_length=120)
    postal_code = forms.CharField(label=_("Postleitzahl"), max_length=5, validators=[postal_code])
    city = forms.CharField(label=pgettext_lazy("address", "Ort"), max_length=100)
    phone = PhoneField(label=_("Telefon"))
    email = EmailField(label=_("E-Mail-Adresse"))
    data_protection_phone = PhoneField(label=_("Telefon für Datenschutz"), required=False)
    data_protection_email = EmailField(label=_("E-Mail-Adresse für Datenschutz"), required=False)
    website = forms.URLField(
        label=_("Internetadresse"),
        required=False,
        assume_scheme="https",
        help_text=_("Ihre bisherige Website, falls sie neben diesem Portal weiter besteht."),
    )

    class Meta:
        model = MunicipalityProfile
        fields = (
            "authority",
            "street",
            "postal_code",
            "city",
            "phone",
            "email",
            "website",
            "legal_representative",
            "content_responsible",
            "supervisory_authority",
            "vat_id",
            "data_protection_officer",
            "data_protection_email",
            "data_protection_phone",
        )
        help_texts = {
            "authority": _("Wer für die Verwaltung spricht, zum Beispiel: Der Bürgermeister"),
            "legal_representative": _("Name und Amt, zum Beispiel: Bürgermeisterin Erika Muster"),
            "content_responsible": _("Name und Anschrift nach § 18 Absatz 2 Medienstaatsvertrag"),
            "supervisory_authority": _("Kommunalaufsicht mit Anschrift"),
            "vat_id": _("Nur wenn Sie eine haben, zum Beispiel: DE123456789"),
            "data_protection_officer": _("Name oder Stelle"),
        }


class ColorForm(ErrorTexts, forms.Form):
    """The municipality's colour, readable on white."""

    brand_color = forms.CharField(
        label=_("Farbe Ihrer Kommune"),
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Erscheint am oberen Rand jeder Seite. Knöpfe und Links behalten ihr Blau."),
    )
    proposal = ""

    def clean_brand_color(self) -> str:
        """Return the colour as `#rrggbb`; on too little contrast the error proposes a darker one."""
        try:
            return readable_color(self.cleaned_data["brand_color"])
        except MunicipalityError as error:
            self.proposal = getattr(error, "proposal", "")
            raise ValidationError(str(error)) from None


class CrestForm(ErrorTexts, forms.Form):
    """The coat of arms; its content is checked when it is stored."""

    crest = forms.FileField(
        label=_("Wappen"),
        help_text=_("Ein Bild als PNG, JPEG oder WebP, höchstens 2 MB. Am besten mit durchsichtigem Hintergrund."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class WelcomeForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Words of the start page and the help page."""

    class Meta:
        model = MunicipalityProfile
        fields = ("greeting", "help_text")
        widgets = {
            "greeting": forms.Textarea(attrs={"rows": 2}),
            "help_text": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "greeting": _("Ein oder zwei Sätze unter der Überschrift der Startseite. Leer lassen ist in Ordnung."),
            "help_text": _("Steht auf der Seite „Hilfe“ über Ihrer Telefonnummer."),
        }


class LocalitiesForm(ErrorTexts, forms.Form):
    """Several localities at once, one name a line."""

    names = forms.CharField(
        label=_("Namen"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("Ein Name je Zeile. Sie können eine ganze Liste einfügen."),
    )
    kind = forms.ChoiceField(
        label=_("Art"), choices=LocalityKind, initial=LocalityKind.LOCALITY, widget=forms.RadioSelect
    )

    def clean_names(self) -> list[str]:
        """Return the names without blank lines; raises ValidationError for one that is too long."""
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if any(len(name) > 100 for name in names):
            raise ValidationError(_("Bitte kürzen Sie jeden Namen auf höchstens 100 Zeichen."))
        return names

    def places(self) -> list[Locality]:
        """Return the localities, not stored yet."""
        return [Locality(name=name, kind=self.cleaned_data["kind"]) for name in self.cleaned_data["names"]]


class LocalityForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """One locality."""

    class Meta:
        model = Locality
        fields = ("name", "kind")
        widgets = {"kind": forms.RadioSelect}
        error_messages = NAME_TAKEN


class MemberForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """One member municipality of a Verbandsgemeinde."""

    ags = forms.CharField(
        label=_("Amtlicher Gemeindeschlüssel"),
        max_length=8,
        required=False,
        validators=[ags],
        help_text=_("Acht Ziffern"),
    )

    class Meta:
        model = MemberMunicipality
        fields = ("name", "ags")
        error_messages = NAME_TAKEN


class LocationForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """One building where citizens are served."""

    postal_code = forms.CharField(label=_("Postleitzahl"), max_length=5, validators=[postal_code])
    phone = PhoneField(label=_("Telefon"), required=False)
    locality = forms.ModelChoiceField(
        Locality.objects.all(), label=_("Ortschaft"), required=False, empty_label=_("Keine Angabe")
    )

    class Meta:
        model = Location
        fields = (
            "name",
            "street",
            "postal_code",
            "city",
            "locality",
            "entrance",
            "step_free",
            "lift",
            "transit",
            "phone",
            "is_active",
        )
        help_texts = {
            "name": _("So heißt das Haus in Mails und auf Seiten, zum Beispiel: Bürgerbüro im Rathaus"),
            "entrance": _("Wie man hineinkommt, zum Beispiel: Eingang am Markt, Erdgeschoss links"),
            "lift": _("Zum Beispiel: links vom Eingang, Tür 90 cm breit. Leer: kein Aufzug"),
            "transit": _("Zum Beispiel: Bus 101 bis Markt, Parkplätze hinter dem Haus"),
            "is_active": _("Ohne Haken wird der Standort nirgends mehr angeboten. Gebuchte Termine bleiben."),
        }
        error_messages = NAME_TAKEN


class LegalTextForm(ErrorTexts, forms.Form):
    """The text of a legal page."""

    body = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true"}),
        help_text=_("Leerzeile: neuer Absatz. „## “ am Anfang einer Zeile: Überschrift. „- “: Punkt einer Liste."),
    )


class BarrierForm(ErrorTexts, forms.Form):
    """A barrier that a citizen reports."""

    description = forms.CharField(
        label=_("Was funktioniert nicht?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Zum Beispiel: Ich kann den Kalender mit der Tastatur nicht bedienen."),
    )
    page = forms.CharField(
        label=_("Auf welcher Seite?"),
        max_length=300,
        required=False,
        help_text=_("Name oder Adresse der Seite"),
    )
    email = EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        help_text=_("Nur wenn Sie eine Antwort möchten. Wir verwenden sie für nichts anderes."),
    )
    idem_key = IdempotencyField()
    homepage = HoneypotField()

    def report(self) -> dict[str, Any]:
        """Return what `report_barrier` needs."""
        data = self.cleaned_data
        return {
            "idempotency_key": data["idem_key"],
            "description": data["description"],
            "page": data["page"],
            "email": data["email"],
        }
