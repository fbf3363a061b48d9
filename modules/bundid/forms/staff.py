"""Forms of the set-up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.bundid.models import Entity
from rathaus.web.forms import ErrorTexts

MAX_METADATA = 200_000


class EntityForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    """What people see at the BundID when they come from here."""

    class Meta:
        model = Entity
        fields = ["display_name", "description", "online_service_id"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "display_name": _("So heißt Ihre Verwaltung auf den Seiten der BundID."),
            "description": _("Ein Satz, wofür man sich hier anmeldet."),
            "online_service_id": _("Nur ausfüllen, wenn der Betreiber der BundID Ihnen eine Kennung genannt hat."),
        }


class ProviderForm(ErrorTexts, forms.Form):
    """The BundID's metadata, pasted or as a file."""

    metadata = forms.CharField(
        label=_("Metadaten der BundID als Text"),
        help_text=_("Kopieren Sie den ganzen Inhalt der XML-Datei hierher, oder wählen Sie darunter die Datei aus."),
        max_length=MAX_METADATA,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Oder als Datei"), required=False, widget=forms.FileInput(attrs={"accept": ".xml,text/xml"})
    )

    def clean_file(self) -> Any:
        """Return the upload. Raises ValidationError for one that is far too large."""
        upload = self.cleaned_data.get("file")
        if upload and upload.size > MAX_METADATA:
            raise forms.ValidationError(_("Diese Datei ist zu groß. Metadaten haben nur wenige Kilobyte."))
        return upload

    def clean(self) -> dict[str, Any]:
        """Return the metadata as bytes under `document`. Raises ValidationError when there are none."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        document = upload.read() if upload else str(cleaned.get("metadata", "")).strip().encode()
        if not document and not self.errors:
            raise forms.ValidationError(_("Bitte geben Sie die Metadaten als Text oder als Datei an."))
        return {**cleaned, "document": document}
