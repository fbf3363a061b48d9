"""What people type and choose at the tablet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.web.forms import ErrorTexts, IdempotencyField

_LONGEST_ADDRESS = 300


class CodeForm(ErrorTexts, forms.Form):
    """The code of an appointment, typed or read by a scanner, or the whole address of its page."""

    code = forms.CharField(
        label=_("Terminnummer"),
        max_length=_LONGEST_ADDRESS,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": _("Bitte geben Sie die sechs Zeichen Ihrer Terminnummer ein.")},
    )


class DrawForm(forms.Form):
    """For how many persons somebody draws a number; sent twice it is one number."""

    persons = forms.IntegerField(min_value=1, max_value=20)
    idem_key = IdempotencyField()
