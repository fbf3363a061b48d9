"""What stands on another homepage, and which homepages may show it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Audience, Concern
from rathaus.web.forms import ErrorTexts
from tenants.municipality.errors import MunicipalityError
from tenants.municipality.models import Location
from tenants.municipality.services import normalize_origin


class OriginsForm(ErrorTexts, forms.Form):
    """The homepages, one a line."""

    origins = forms.CharField(
        label=_("Internetseiten, auf denen Ihre Termine stehen dürfen"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("Eine Adresse je Zeile, zum Beispiel https://www.stadt.example. Leer: auf keiner anderen Seite."),
    )

    def clean_origins(self) -> list[str]:
        """Return the homepages as browsers name them; raises ValidationError for what is none."""
        try:
            return [normalize_origin(line) for line in self.cleaned_data["origins"].splitlines() if line.strip()]
        except MunicipalityError as error:
            raise forms.ValidationError(str(error)) from None


class SnippetForm(forms.Form):
    """What the snippet begins with."""

    anliegen = forms.ModelChoiceField(
        label=_("Anliegen"), queryset=Concern.objects.none(), required=False, empty_label=_("alle zur Auswahl")
    )
    standort = forms.ModelChoiceField(
        label=_("Standort"), queryset=Location.objects.none(), required=False, empty_label=_("alle zur Auswahl")
    )
    sprache = forms.ChoiceField(label=_("Sprache"), choices=[("", "Deutsch"), ("en", "English")], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        concerns = Concern.objects.filter(is_active=True, audience=Audience.PUBLIC)
        self.fields["anliegen"].queryset = concerns  # type: ignore[attr-defined]
        self.fields["standort"].queryset = Location.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def attributes(self) -> dict[str, str]:
        """Return the element's attributes as chosen; what nobody chose, or no longer exists, is left out."""
        if not self.is_valid():
            return {}
        chosen = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: str(getattr(value, "pk", value)) for name, value in chosen.items() if value}
