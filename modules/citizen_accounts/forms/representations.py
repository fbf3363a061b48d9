"""What is typed about people for whom somebody acts."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.citizen_accounts.ages import is_minor, today
from modules.citizen_accounts.forms.profile import BirthDateField
from modules.citizen_accounts.models import Relation
from modules.citizen_accounts.services.representations import Person
from rathaus.files.attachments import ACCEPT, CheckedFile, check_file
from rathaus.files.errors import FileError
from rathaus.web.forms import DateField, EmailField, ErrorTexts, IdempotencyField


def _future(day: date | None) -> date | None:
    if day and day < today():
        raise ValidationError(_("Bitte geben Sie einen Tag in der Zukunft ein."))
    return day


class PersonForm(ErrorTexts, forms.Form):
    """Who the other person is."""

    first_name = forms.CharField(label=_("Vorname"), max_length=100)
    last_name = forms.CharField(label=_("Nachname"), max_length=100)
    birth_date = BirthDateField()
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].widget.attrs["autocomplete"] = "off"

    def person(self) -> Person:
        """Return the person; call it after `is_valid`."""
        typed = self.cleaned_data
        return Person(
            first_name=typed["first_name"],
            last_name=typed["last_name"],
            birth_date=typed["birth_date"],
            email=typed.get("email", ""),
        )


class ChildForm(PersonForm):
    """A child below 18 and the parent's word for it."""

    declared = forms.BooleanField(
        label=_("Ich bin sorgeberechtigt und darf für dieses Kind handeln."),
        error_messages={"required": _("Bitte bestätigen Sie, dass Sie für dieses Kind handeln dürfen.")},
    )

    def clean_birth_date(self) -> date:
        """Return the birth date; raises ValidationError for somebody of age."""
        born: date = self.cleaned_data["birth_date"]
        if not is_minor(born):
            raise ValidationError(_("Diese Person ist volljährig. Bitte wählen Sie „Andere Person, mit Vollmacht“."))
        return born


class ProvenForm(PersonForm):
    """Somebody of age, with the document that proves it."""

    email = EmailField(
        label=_("E-Mail-Adresse der Person"),
        required=False,
        help_text=_("Wir sagen der Person Bescheid. Sie kann die Vertretung jederzeit beenden."),
    )
    valid_until = DateField(label=_("Gültig bis"), required=False, help_text=_("Nur wenn das Dokument ein Ende nennt."))
    proof = forms.FileField(
        label=_("Nachweis"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text=_("Vollmacht oder Betreuerausweis als PDF oder Foto, höchstens 10 MB."),
    )

    def clean_valid_until(self) -> date | None:
        """Return the day; raises ValidationError for one that is over."""
        return _future(self.cleaned_data["valid_until"])

    def clean_proof(self) -> CheckedFile:
        """Return the document by its content; raises ValidationError for what cannot be read."""
        try:
            return check_file(self.cleaned_data["proof"])
        except FileError as error:
            raise ValidationError(str(error)) from None


RELATIONS_WITH_PROOF = (Relation.PARENT, Relation.WARD, Relation.PROXY)


class AcceptForm(ErrorTexts, forms.Form):
    """How long staff let somebody act."""

    valid_until = DateField(label=_("Gültig bis"), required=False, help_text=_("Leer lassen, wenn sie kein Ende hat."))

    def clean_valid_until(self) -> date | None:
        """Return the day; raises ValidationError for one that is over."""
        return _future(self.cleaned_data["valid_until"])


class RefuseForm(ErrorTexts, forms.Form):
    """Why staff refuse a proof, as the person will read it."""

    reason = forms.CharField(
        label=_("Grund"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Die Person liest diesen Text. Schreiben Sie, was fehlt."),
    )
