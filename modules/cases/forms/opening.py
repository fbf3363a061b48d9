"""How citizens begin: they write to us, or ask to be called."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from modules.cases.opening import Applicant, NewCase
from modules.cases.own_cases import CALLBACK, MESSAGE
from rathaus.accounts.details import details_of
from rathaus.accounts.models import Department, User
from rathaus.files.forms import AttachmentsField
from rathaus.web.forms import (
    DateField,
    EmailField,
    ErrorTexts,
    HoneypotField,
    IdempotencyField,
    PhoneField,
    ShownAtField,
)
from rathaus.web.wording import long_date

LONGEST: Final = 10_000
_TIMES: Final = [
    ("any", _("Egal")),
    ("morning", _("Vormittags, 8–12 Uhr")),
    ("noon", _("Mittags, 12–14 Uhr")),
    ("afternoon", _("Nachmittags, 14–18 Uhr")),
]


class Beginning(ErrorTexts, forms.Form):
    """Who writes and to whom; what both forms have in common."""

    use_required_attribute = False

    department = forms.ModelChoiceField(
        label=_("An wen?"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("Ich weiß es nicht"),
        help_text=_("Wenn Sie es nicht wissen, leiten wir Ihr Anliegen weiter."),
    )
    subject = forms.CharField(
        label=_("Worum geht es?"), max_length=120, help_text=_("Ein paar Worte, zum Beispiel: Frage zur Hundesteuer")
    )
    name = forms.CharField(label=_("Ihr Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    website = HoneypotField()
    shown = ShownAtField()
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_known(person), **kwargs)
        self.person = person
        offered = Department.objects.filter(is_active=True)
        self.fields["department"].queryset = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["department"]

    def applicant(self, *, in_name_of: str, language: str) -> Applicant:
        """Return who writes."""
        typed = self.cleaned_data
        return Applicant(
            name=typed["name"],
            email=typed.get("email", ""),
            phone=typed.get("phone", ""),
            person=self.person,
            in_name_of=in_name_of,
            language=language,
        )


class MessageForm(Beginning):
    """A message about anything, with files."""

    text = forms.CharField(label=_("Ihre Nachricht"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}))
    attachments = AttachmentsField(label=_("Dateien anhängen"))
    email = EmailField(label=_("E-Mail-Adresse"), help_text=_("Dorthin schicken wir Ihnen Bescheid."))
    phone = PhoneField(label=_("Telefon"), required=False)
    field_order = ("department", "subject", "text", "attachments", "name", "email", "phone")

    def new_case(self, applicant: Applicant) -> NewCase:
        """Return the case that this opens; the files are kept by the service."""
        typed = self.cleaned_data
        return NewCase(
            kind=MESSAGE,
            title=typed["subject"],
            applicant=applicant,
            request_kind="notification",
            department=typed.get("department"),
            text=typed["text"],
        )


class CallbackForm(Beginning):
    """A wish to be called."""

    phone = PhoneField(label=_("Telefonnummer, unter der wir Sie erreichen"))
    day = DateField(label=_("An welchem Tag?"), required=False, help_text=_("Leer: möglichst bald"))
    time = forms.ChoiceField(
        label=_("Zu welcher Zeit?"), choices=_TIMES, initial="any", widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=_("Was sollen wir vorher wissen?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = EmailField(
        label=_("E-Mail-Adresse"), required=False, help_text=_("Damit können Sie später nachsehen, wie weit es ist.")
    )
    field_order = ("phone", "name", "department", "subject", "day", "time", "text", "email")

    def clean_day(self) -> date | None:
        """Return the day; raises ValidationError for one that is over or far away."""
        day: date | None = self.cleaned_data["day"]
        today = timezone.localdate()
        if day and not today <= day <= today + timedelta(days=60):
            raise ValidationError(_("Bitte wählen Sie einen Tag ab heute, höchstens 60 Tage im Voraus."))
        return day

    def new_case(self, applicant: Applicant) -> NewCase:
        """Return the case that this opens, due on the wished day."""
        typed = self.cleaned_data
        lines = [
            _now("Bitte um Rückruf: %(phone)s") % {"phone": typed["phone"]},
            _now("Wunschzeit: %(when)s") % {"when": self._when()},
            typed["text"],
        ]
        return NewCase(
            kind=CALLBACK,
            title=typed["subject"],
            applicant=applicant,
            request_kind="notification",
            department=typed.get("department"),
            text="\n".join(line for line in lines if line),
            due_on=typed["day"],
        )

    def _when(self) -> str:
        typed = self.cleaned_data
        day = long_date(typed["day"]) if typed["day"] else _now("möglichst bald")
        chosen = typed.get("time") or "any"
        return day if chosen == "any" else f"{day}, {dict(_TIMES)[chosen]}"


def _known(person: User | None) -> dict[str, str]:
    """Return what the profile knows of the person, so that nobody types it twice."""
    if person is None:
        return {}
    details = details_of(person)
    name = f"{details.first_name} {details.last_name}".strip() or person.full_name
    return {"name": name, "email": details.email or person.email, "phone": details.phone}
