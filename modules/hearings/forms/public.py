"""What people type who have a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.web.forms import ErrorTexts


class AccessForm(ErrorTexts, forms.Form):
    """File reference and code, as they stand in the letter."""

    file_reference = forms.CharField(
        label=_("Aktenzeichen"),
        help_text=_("Es steht oben rechts im Brief."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Zugangscode"),
        help_text=_("Zwölf Zeichen, zum Beispiel K7M2-QXH9-4TRA. Striche und Kleinbuchstaben sind egal."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
