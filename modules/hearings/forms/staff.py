"""What staff type about hearings."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.hearings.models import HearingSettings
from rathaus.files.forms import AttachmentField
from rathaus.files.tables import MAX_BYTES
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField


class ImportForm(ErrorTexts, forms.Form):
    """A table of files."""

    table = forms.FileField(
        label=_("Tabelle aus dem Fachverfahren (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_table(self) -> bytes:
        """Return the content, one byte more than allowed at most."""
        content: bytes = self.cleaned_data["table"].read(MAX_BYTES + 1)
        return content


class ProlongForm(ErrorTexts, forms.Form):
    """A later deadline."""

    due_on = DateField(label=_("Neue Frist"))

    def clean_due_on(self) -> date:
        """Return a day to come."""
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Bitte wählen Sie einen Tag, der noch nicht vorbei ist."))
        return day


class EvidenceForm(ErrorTexts, forms.Form):
    """A photograph."""

    file = AttachmentField(label=_("Beweisfoto"))


class RunForm(forms.Form):
    """The key that makes a second click harmless."""

    idem_key = IdempotencyField()


class SettingsForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """What holds for all hearings."""

    class Meta:
        model = HearingSettings
        fields = ("contact", "keep_days")
        help_texts: dict[str, Any] = {
            "contact": _("Wen man zu einem Schreiben fragen kann: Name des Bereichs, Telefon, Sprechzeiten."),
            "keep_days": _("Danach löschen wir die Akte hier. Im Fachverfahren bleibt sie, wie sie ist."),
        }
