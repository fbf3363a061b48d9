"""What people hand in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.files.forms import AttachmentsField
from rathaus.web.forms import ErrorTexts


class PaperForm(ErrorTexts, forms.Form):
    """Files for one document that was asked for."""

    attachments = AttachmentsField(label=_("Dateien"), required=True)
