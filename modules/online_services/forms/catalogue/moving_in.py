"""A file with texts and old addresses, and a single old address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.online_services.models import PublicService
from rathaus.web.forms import ErrorTexts


class UploadForm(ErrorTexts, forms.Form):
    """A file to check."""

    file = forms.FileField(
        label=_("CSV-Datei"),
        help_text=_("Höchstens 5 MB. Es wird zuerst nur geprüft."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


class RedirectForm(ErrorTexts, forms.Form):
    """An address of the former homepage, and the service to which it leads."""

    address = forms.CharField(
        label=_("Alte Adresse"), max_length=400, help_text=_("Zum Beispiel: /buergerservice/hundesteuer.html")
    )
    service = forms.ModelChoiceField(
        label=_("Führt zu"), queryset=PublicService.objects.none(), empty_label=_("Bitte wählen")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = PublicService.objects.filter(audience="public").only("name")
        self.fields["service"].queryset = offered  # type: ignore[attr-defined]
