"""Who gets the monthly report."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.web.forms import ErrorTexts

MAX_ADDRESSES: Final = 20


class ReportForm(ErrorTexts, forms.Form):
    """One address a line."""

    addresses = forms.CharField(
        label=gettext_lazy("Monatsbericht an"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=gettext_lazy("Eine E-Mail-Adresse je Zeile. Leer: Wir verschicken nichts."),
    )

    def clean_addresses(self) -> list[str]:
        """Return the addresses; raises ValidationError that names the one to correct."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        addresses = [line for line in lines if line]
        for address in addresses:
            _refuse_wrong(address)
        if len(addresses) > MAX_ADDRESSES:
            raise ValidationError(_("Bitte geben Sie höchstens %(count)s Adressen ein.") % {"count": MAX_ADDRESSES})
        return addresses


def _refuse_wrong(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        text = _("Bitte prüfen Sie die Adresse „%(address)s“.") % {"address": address[:80]}
        raise ValidationError(text) from None
