"""What citizens type about themselves."""

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.citizen_accounts.ages import today
from modules.citizen_accounts.iban import normalise_iban
from modules.citizen_accounts.models import CitizenProfile
from modules.citizen_accounts.services.profiles import Details
from rathaus.accounts.models import User
from rathaus.web.forms import DateField, EmailField, ErrorTexts, MailedCodeField, PhoneField
from tenants.municipality.models import Locality


class PostalCodeField(forms.CharField):
    """Five digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Postleitzahl"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}))
        super().__init__(max_length=12, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the digits; raises ValidationError for anything but five."""
        digits = str(super().clean(value)).replace(" ", "")
        if digits and not re.fullmatch(r"[0-9]{5}", digits):
            raise ValidationError(_("Bitte geben Sie die fünf Ziffern der Postleitzahl ein, zum Beispiel 39517."))
        return digits


class BirthDateField(DateField):
    """A day in the past on which somebody living was born."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Geburtsdatum"))
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "bday"

    def clean(self, value: Any) -> date | None:
        """Return the day; raises ValidationError for one in the future or before 1900."""
        born: date | None = super().clean(value)
        if born and not date(1900, 1, 1) <= born <= today():
            raise ValidationError(_("Bitte geben Sie das Geburtsdatum ein, zum Beispiel 24.11.1980."))
        return born


class ProfileForm(ErrorTexts, forms.Form):
    """Names, address, telephone and language."""

    first_name = forms.CharField(
        label=_("Vorname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    street = forms.CharField(
        label=_("Straße und Hausnummer"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = PostalCodeField(required=False)
    city = forms.CharField(
        label=pgettext_lazy("address", "Ort"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    locality = forms.ModelChoiceField(
        label=_("Ortschaft"), queryset=Locality.objects.none(), required=False, empty_label=_("wohne nicht hier")
    )
    phone = PhoneField(label=_("Telefon"), required=False)
    language = forms.ChoiceField(
        label=_("Sprache unserer E-Mails"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        localities = Locality.objects.all()
        field = self.fields["locality"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = localities
        if not localities.exists():
            del self.fields["locality"]

    @classmethod
    def of(cls, user: User, profile: CitizenProfile, data: Any = None) -> "ProfileForm":
        """Return the form with what is known."""
        kept = ("street", "postal_code", "city", "phone", "language", "locality")
        initial = {name: getattr(profile, name) for name in kept}
        return cls(data, initial=initial | {"first_name": user.first_name, "last_name": user.last_name})

    def details(self) -> Details:
        """Return what was typed; call it after `is_valid`."""
        return Details(**({"locality": None} | self.cleaned_data))


class BirthDateForm(ErrorTexts, forms.Form):
    """The birth date, or nothing to forget it."""

    birth_date = BirthDateField(required=False, help_text=_("Leer lassen, um die Angabe zu löschen."))


class IbanForm(ErrorTexts, forms.Form):
    """The IBAN, or nothing to forget it."""

    iban = forms.CharField(
        label=_("IBAN"),
        max_length=60,
        required=False,
        help_text=_("Leer lassen, um die Angabe zu löschen."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_iban(self) -> str:
        """Return the IBAN without spaces; raises ValidationError where the check digits do not fit."""
        typed = self.cleaned_data["iban"]
        iban = normalise_iban(typed)
        if typed.strip() and not iban:
            raise ValidationError(_("Diese IBAN stimmt nicht. Bitte vergleichen Sie sie mit Ihrer Bankkarte."))
        return iban


class NewEmailForm(ErrorTexts, forms.Form):
    """The new e-mail address."""

    email = EmailField(label=_("Neue E-Mail-Adresse"))


class EmailCodeForm(forms.Form):
    """The code from the mail."""

    code = MailedCodeField()
