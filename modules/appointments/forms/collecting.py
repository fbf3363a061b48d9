"""Finished documents as staff note them: a scan, or a few fields by hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.appointments.services.collecting import Document
from rathaus.web.forms import EmailField, ErrorTexts, IdempotencyField, PhoneField
from tenants.municipality.models import Location


class ScanForm(ErrorTexts, forms.Form):
    """One number or one address of a QR code; a scanner ends it with Enter."""

    code = forms.CharField(
        label=_("Terminnummer oder QR-Code"),
        max_length=400,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": _("Bitte scannen oder tippen Sie eine Terminnummer, zum Beispiel K7M-2QX.")},
    )


class VisitDocumentsForm(ErrorTexts, forms.Form):
    """Which documents of a visit lie ready; the page offers those that nobody noted yet."""

    documents = forms.MultipleChoiceField(
        label=_("Was liegt bereit?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other = forms.CharField(
        label=_("Anderes Dokument"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].choices = [(name, name) for name in offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["documents"]
        elif len(offered) == 1:
            self.fields["documents"].initial = list(offered)

    def clean(self) -> dict[str, Any]:
        """Return what was chosen; raises ValidationError for nothing."""
        if not self.errors and not self.chosen:
            raise ValidationError(_("Bitte wählen Sie aus, was bereitliegt."))
        return self.cleaned_data

    @property
    def chosen(self) -> list[str]:
        """The documents, by name."""
        other = self.cleaned_data.get("other", "").strip()
        return [*self.cleaned_data.get("documents", []), *([other] if other else [])]


class DocumentForm(ErrorTexts, forms.Form):
    """A document of somebody whose appointment is not known."""

    document = forms.CharField(label=_("Dokument"), max_length=80, help_text=_("Zum Beispiel: Personalausweis"))
    location = forms.ModelChoiceField(label=_("Liegt bereit in"), queryset=Location.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=200)
    email = EmailField(label=_("E-Mail-Adresse"), required=False)
    phone = PhoneField(label=_("Telefon"), required=False)
    reference = forms.CharField(
        label=_("Nummer des Dokuments"),
        max_length=60,
        required=False,
        help_text=_("Nur für Sie. Steht in keiner E-Mail."),
    )
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locations = Location.objects.filter(is_active=True).order_by("position", "name")
        self.fields["location"].queryset = locations  # type: ignore[attr-defined]
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # the browser knows the clerk, not the person

    def clean(self) -> dict[str, Any]:
        """Return what was typed; raises ValidationError without a way to reach the person."""
        typed = self.cleaned_data
        if not typed.get("email") and not typed.get("phone") and not {"email", "phone"} & set(self.errors):
            raise ValidationError(_("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein."))
        return typed

    def as_document(self) -> Document:
        """Return the document, for the services."""
        typed = self.cleaned_data
        names = ("document", "location", "name", "email", "phone", "reference")
        return Document(**{name: typed[name] for name in names})
