"""Somebody who may have more open appointments than everybody."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import ContactException
from rathaus.web.forms import EmailField, ErrorTexts, PhoneField


class ContactExceptionForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Who it is, by which address or number they book, and how many appointments they may have."""

    email = EmailField(label=_("E-Mail-Adresse"), required=False)
    phone = PhoneField(
        label=_("Telefon"),
        required=False,
        help_text=_("Nur, wenn ohne E-Mail-Adresse gebucht wird."),
    )

    class Meta:
        model = ContactException
        fields = ("label", "max_open_bookings")
        help_texts = {
            "label": _("Zum Beispiel: Pflegeheim am Park, Aufnahme. Daran erkennen Sie die Zeile später."),
            "max_open_bookings": _("So viele Termine dürfen zur gleichen Zeit gebucht sein."),
        }

    field_order = ("label", "email", "phone", "max_open_bookings")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Return what was typed; raises ValidationError where nothing says by what we know these people."""
        typed = self.cleaned_data
        if not self.errors and not (typed.get("email") or typed.get("phone")):
            raise ValidationError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein."))
        return typed
