"""Forms of people who come from the BundID."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.web.forms import EmailField, ErrorTexts


class WelcomeForm(ErrorTexts, forms.Form):
    """The address of a new account, and whether the profile shall know what the BundID told."""

    email = EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Wir schicken Ihnen einen Code. So sind wir sicher, dass die Adresse stimmt."),
    )
    take_over = forms.BooleanField(label=_("Diese Angaben in mein Profil übernehmen"), required=False, initial=True)


class CodeForm(ErrorTexts, forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code aus der E-Mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ConnectForm(forms.Form):
    """The agreement is the button; the profile is a choice of its own."""

    take_over = forms.BooleanField(label=_("Diese Angaben in mein Profil übernehmen"), required=False, initial=True)
