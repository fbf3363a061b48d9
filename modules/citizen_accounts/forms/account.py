"""Taking over what a guest did, opening and deleting the account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.citizen_accounts.forms.profile import BirthDateField
from rathaus.web.forms import ErrorTexts


class ClaimForm(ErrorTexts, forms.Form):
    """The number of a booking or the birth date: one of them is enough."""

    code = forms.CharField(
        label=_("Nummer der Buchung"),
        max_length=40,
        required=False,
        help_text=_("Sie steht in unserer E-Mail, zum Beispiel K7M-2QX."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    birth_date = BirthDateField(
        label=_("oder Ihr Geburtsdatum"),
        required=False,
        help_text=_("Geht nur, wenn Sie es bei der Buchung angegeben haben."),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was typed; raises ValidationError for nothing at all."""
        typed = super().clean() or self.cleaned_data
        if not self.errors and not (typed.get("code") or typed.get("birth_date")):
            raise ValidationError(_("Bitte geben Sie die Nummer oder das Geburtsdatum ein."))
        return typed


class WelcomeForm(ErrorTexts, forms.Form):
    """The birth date, where the municipality knows one."""

    birth_date = BirthDateField(help_text=_("So wissen wir, dass die E-Mail bei der richtigen Person angekommen ist."))

    def __init__(self, *args: Any, knows_birth_date: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not knows_birth_date:
            del self.fields["birth_date"]


class DeleteForm(ErrorTexts, forms.Form):
    """The box without which nothing is deleted."""

    confirmed = forms.BooleanField(
        label=_("Ja, mein Konto und meine Angaben sollen gelöscht werden."),
        error_messages={"required": _("Bitte bestätigen Sie, dass Ihr Konto gelöscht werden soll.")},
    )
