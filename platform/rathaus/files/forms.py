"""A form field for files that people send along."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.files.attachments import ACCEPT, MAX_FILES, CheckedFile, check_file, check_files
from rathaus.files.errors import FileError

_HINT = _("PDF oder Bild (JPEG, PNG, WebP), höchstens fünf Dateien mit je 10 MB.")
_HINT_ONE = _("PDF oder Bild (JPEG, PNG, WebP), höchstens 10 MB.")


class _SeveralFiles(forms.FileInput):
    """A file input that takes more than one."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 - Django's signature
        """Return all files of that name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class AttachmentsField(forms.FileField):
    """None, one or several PDFs and pictures; `cleaned_data` has them as CheckedFile."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _SeveralFiles(attrs={"multiple": True, "accept": ACCEPT}))
        kwargs.setdefault("help_text", _HINT)
        kwargs.setdefault("required", False)
        self.max_files = kwargs.pop("max_files", MAX_FILES)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        """Return the files with what they are; raises ValidationError that says which one is wrong and why."""
        uploads = data if isinstance(data, (list, tuple)) else [data] if data else []
        cleaned = [super(AttachmentsField, self).clean(upload, initial) for upload in uploads]
        try:
            return check_files([upload for upload in cleaned if upload], max_files=self.max_files)
        except FileError as error:
            raise ValidationError(str(error)) from None


class AttachmentField(forms.FileField):
    """One PDF or picture; `cleaned_data` has it as CheckedFile."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        kwargs.setdefault("help_text", _HINT_ONE)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile:
        """Return the file with what it is; raises ValidationError."""
        upload = super().clean(data, initial)
        try:
            return check_file(upload)
        except FileError as error:
            raise ValidationError(str(error)) from None
