"""The few questions beside the form itself: how to begin, where to send the link, whether everything is true."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.cases.api import Channel
from rathaus.web.forms import EmailField, ErrorTexts, HoneypotField, IdempotencyField, PhoneField


class BeginForm(forms.Form):
    """The key of the button that begins a form; a page without one begins all the same."""

    idem_key = IdempotencyField(required=False)


class KeepForm(ErrorTexts, forms.Form):
    """Where the way back to the draft is sent."""

    email = EmailField(label=_("Ihre E-Mail-Adresse"))


class SendForm(ErrorTexts, forms.Form):
    """The declaration, and an address where nothing else tells one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    declared = forms.BooleanField(
        label=_("Ich habe alles nach bestem Wissen angegeben. Meine Angaben sind richtig und vollständig."),
        error_messages={"required": _("Bitte bestätigen Sie, dass Ihre Angaben richtig und vollständig sind.")},
    )
    email = EmailField(
        label=_("E-Mail-Adresse für die Bestätigung"),
        required=False,
        help_text=_("Dorthin schicken wir die Vorgangsnummer. Ohne Adresse notieren Sie sich die Nummer bitte selbst."),
    )
    website = HoneypotField()
    field_order = ("version", "email", "declared", "website")

    def __init__(self, *args: Any, asks_email: bool, asks_declaration: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_declaration:
            del self.fields["declared"]
        if not asks_email:
            del self.fields["email"]


class TakeDownForm(ErrorTexts, forms.Form):
    """For whom a colleague fills in a form, and by which way it came."""

    CHANNELS: ClassVar = (Channel.COUNTER, Channel.PHONE, Channel.LETTER, Channel.EMAIL)

    channel = forms.ChoiceField(
        label=_("Eingangsweg"),
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        widget=forms.RadioSelect,
        initial=Channel.COUNTER,
    )
    given_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Nachname"), max_length=100, required=False)
    email = EmailField(label=_("E-Mail-Adresse"), required=False)
    phone = PhoneField(label=_("Telefon"), required=False)
    street = forms.CharField(label=_("Straße und Hausnummer"), max_length=140, required=False)
    postal_code = forms.CharField(label=_("Postleitzahl"), max_length=10, required=False)
    city = forms.CharField(label=pgettext_lazy("address", "Ort"), max_length=100, required=False)
    idem_key = IdempotencyField()

    def contact(self) -> dict[str, str]:
        """Return what was typed about the person, with name and address in one line each."""
        typed = {key: value for key, value in self.cleaned_data.items() if key not in {"channel", "idem_key"} and value}
        name = f"{typed.get('given_name', '')} {typed.get('family_name', '')}".strip()
        place = f"{typed.get('postal_code', '')} {typed.get('city', '')}".strip()
        address = ", ".join(part for part in (typed.get("street", ""), place) if part)
        return typed | ({"name": name} if name else {}) | ({"address": address} if address else {})
