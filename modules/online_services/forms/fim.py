"""Files of FIM that staff send."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.online_services.fim.xml import MAX_BYTES
from rathaus.web.forms import ErrorTexts

LOOK: Final = "pruefen"
READ_IN: Final = "einlesen"
_MAX_LISTS: Final = 20
_TOO_LARGE: Final = _("Die Datei ist zu groß. Möglich sind 10 MB.")


class _SeveralFiles(forms.FileInput):
    """A file input that takes more than one."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 - Django's signature
        """Return all files of that name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class _SchemaField(forms.FileField):
    """A file of XDatenfelder; `cleaned_data` has its content."""

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """Return the content; what is too large is not read."""
        file = super().clean(data, initial)
        if file and file.size > MAX_BYTES:
            raise ValidationError(_TOO_LARGE)
        return bytes(file.read()) if file else None


class _CodeListsField(forms.FileField):
    """None, one or several code lists; `cleaned_data` has their contents."""

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """Return the contents; raises ValidationError for too many and too large ones."""
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(files) > _MAX_LISTS:
            raise ValidationError(_("Bitte wählen Sie höchstens 20 Codelisten auf einmal aus."))
        if sum(file.size for file in files) > MAX_BYTES:
            raise ValidationError(_TOO_LARGE)
        return [bytes(super(_CodeListsField, self).clean(file, initial).read()) for file in files]


class FimForm(ErrorTexts, forms.Form):
    """Asks for a schema, code lists that it refers to, and whether a form is made of it at once."""

    file = _SchemaField(
        label=_("Datenschema"),
        help_text=_("XDatenfelder 2 oder 3 aus dem FIM-Portal, eine XML-Datei."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    code_lists = _CodeListsField(
        label=_("Codelisten"),
        required=False,
        help_text=_("Genericode aus dem XRepository, auch mehrere. Sie bleiben für weitere Schemata gespeichert."),
        widget=_SeveralFiles(attrs={"multiple": True, "accept": ".xml,application/xml,text/xml"}),
    )
    title = forms.CharField(
        label=_("Titel bei Ihnen"), max_length=200, required=False, help_text=_("Leer: der Titel aus dem Schema.")
    )
    what = forms.ChoiceField(
        label=_("Was soll geschehen?"),
        choices=[
            (LOOK, _("Erst prüfen und mit schon eingelesenen Fassungen vergleichen")),
            (READ_IN, _("Gleich als neues Formular einlesen")),
        ],
        widget=forms.RadioSelect,
        initial=LOOK,
    )


class NewerForm(ErrorTexts, forms.Form):
    """Asks for a newer version of a schema that was read in."""

    file = _SchemaField(
        label=_("Neuere Fassung des Schemas"),
        help_text=_("Verglichen wird mit der Fassung, die eingelesen wurde. Am Formular ändert sich nichts."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
