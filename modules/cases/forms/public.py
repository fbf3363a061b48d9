"""What citizens write about their case, and what opens one."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.cases.services.writing import Draft
from rathaus.files.forms import AttachmentsField
from rathaus.web.forms import EmailField, ErrorTexts, HoneypotField, IdempotencyField, MailedCodeField

LONGEST: Final = 10_000


class ReplyForm(ErrorTexts, forms.Form):
    """A message with files."""

    text = forms.CharField(label=_("Ihre Nachricht"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    attachments = AttachmentsField(label=_("Dateien anhängen"))
    idem_key = IdempotencyField()

    def draft(self, in_name_of: str = "") -> Draft:
        """Return what was written, for the services."""
        typed = self.cleaned_data
        return Draft(text=typed["text"], files=typed["attachments"], idem_key=typed["idem_key"], in_name_of=in_name_of)


class GuestForm(ErrorTexts, forms.Form):
    """The two facts by which a guest asks for their case."""

    reference = forms.CharField(
        label=_("Vorgangsnummer"),
        max_length=24,
        help_text=_("Sie steht in unserer E-Mail, zum Beispiel 2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    email = EmailField(label=_("E-Mail-Adresse"), help_text=_("Die Adresse, die Sie im Antrag angegeben haben."))
    website = HoneypotField()


class CodeForm(ErrorTexts, forms.Form):
    """The code from the mail."""

    code = MailedCodeField()
