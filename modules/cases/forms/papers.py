"""What people hand in."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.files.attachments import CheckedFile
from rathaus.files.forms import AttachmentsField
from rathaus.web.forms import ErrorTexts


class PaperForm(ErrorTexts, forms.Form):
    """Files for one document that was asked for."""

    attachments = AttachmentsField(label=_("Dateien"), required=True)

    def clean_attachments(self) -> list[CheckedFile]:
        """Return the files; at least one has to be chosen."""
        files: list[CheckedFile] = self.cleaned_data["attachments"]
        if not files:
            raise ValidationError(self.fields["attachments"].error_messages["required"], code="required")
        return files
