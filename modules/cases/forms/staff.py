"""What clerks write and choose."""

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.cases.models import CaseRoute, Channel, Status, TextModule
from modules.cases.opening import Applicant, NewCase
from modules.cases.own_cases import PLAIN
from modules.cases.selectors.choices import departments, kind_choices, service_choices, workers
from modules.cases.services.writing import Draft
from rathaus.accounts.models import Department, User
from rathaus.files.forms import AttachmentsField
from rathaus.web.forms import DateField, EmailField, ErrorTexts, IdempotencyField, PhoneField
from tenants.municipality.models import Locality

LONGEST: Final = 10_000
_BY_STAFF: Final = [(one.value, one.label) for one in Channel if one not in {Channel.ONLINE, Channel.STAFF}]


class ComposerForm(ErrorTexts, forms.Form):
    """A message to the citizen, or a remark for colleagues; one form, two buttons."""

    text = forms.CharField(label=_("Nachricht"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    attachments = AttachmentsField(label=_("Dateien anhängen"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    idem_key = IdempotencyField()

    def draft(self) -> Draft:
        """Return what was written, for the services."""
        typed = self.cleaned_data
        return Draft(text=typed["text"], files=typed["attachments"], idem_key=typed["idem_key"])


class DatesForm(ErrorTexts, forms.Form):
    """Until when it is to be done, and when it comes up again."""

    due_on = DateField(label=_("Frist"), required=False)
    resubmit_on = DateField(label=_("Wiedervorlage"), required=False)


class AskForm(ErrorTexts, forms.Form):
    """What the citizen has to do before it goes on."""

    text = forms.CharField(
        label=_("Was brauchen Sie?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So liest es die Bürgerin oder der Bürger."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PassForm(ErrorTexts, forms.Form):
    """Where the case goes, with a note for the colleagues there."""

    department = forms.ModelChoiceField(
        label=_("Abteilung"), queryset=Department.objects.none(), empty_label=_("Bitte wählen")
    )
    responsible = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Noch niemand")
    )
    note = forms.CharField(
        label=_("Notiz für die Kolleginnen und Kollegen"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]
        offer_workers(self, "responsible")


class BulkForm(ErrorTexts, forms.Form):
    """What shall become of the chosen cases."""

    responsible = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Niemand")
    )
    status = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[(one.value, one.label) for one in (Status.PROCESSING, Status.RECEIVED)],
    )
    resubmit_on = DateField(label=_("Wiedervorlage"), required=False)
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_workers(self, "responsible")


class ViewForm(ErrorTexts, forms.Form):
    """The name of a view."""

    name = forms.CharField(label=_("Name der Ansicht"), max_length=40)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


class OpenForm(ErrorTexts, forms.Form):
    """A case for somebody who stands at the counter, calls or has written."""

    channel = forms.ChoiceField(label=_("Wie kam das Anliegen?"), choices=_BY_STAFF, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Worum geht es?"), max_length=200)
    text = forms.CharField(
        label=_("Was möchte die Person?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Die Person kann das später lesen."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    email = EmailField(
        label=_("E-Mail-Adresse"), required=False, help_text=_("Damit die Person selbst nachsehen kann.")
    )
    phone = PhoneField(label=_("Telefon"), required=False)
    address = forms.CharField(label=_("Anschrift"), max_length=300, required=False)
    locality = forms.ModelChoiceField(
        label=_("Ortschaft"), queryset=Locality.objects.none(), required=False, empty_label=_("Keine")
    )
    department = forms.ModelChoiceField(
        label=_("Abteilung"), queryset=Department.objects.none(), required=False, empty_label=_("Nach den Regeln")
    )
    attachments = AttachmentsField(label=_("Unterlagen"))
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locality"].queryset = Locality.objects.all()  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]
        for name in ("locality", "department"):
            if not self.fields[name].queryset:  # type: ignore[attr-defined]
                del self.fields[name]

    def new_case(self) -> NewCase:
        """Return the case that this opens; the files are kept by the service."""
        typed = self.cleaned_data
        who = Applicant(name=typed["name"], email=typed["email"], phone=typed["phone"], address=typed["address"])
        return NewCase(
            kind=PLAIN,
            title=typed["title"],
            applicant=who,
            channel=Channel(typed["channel"]),
            request_kind="notification",
            department=typed.get("department"),
            locality=typed.get("locality"),
            text=typed["text"],
        )


class RouteForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A rule of responsibility."""

    kind = forms.ChoiceField(label=_("Art"), required=False)
    service_key = forms.ChoiceField(label=_("Leistung"), required=False)

    class Meta:
        model = CaseRoute
        fields = ("kind", "service_key", "locality", "department", "responsible")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Alle Arten")), *kind_choices()]  # type: ignore[attr-defined]
        self.fields["service_key"].choices = self._services()  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]
        self.fields["locality"].empty_label = _("Alle Ortschaften")  # type: ignore[attr-defined]
        offer_workers(self, "responsible")
        self.fields["responsible"].empty_label = _("Noch niemand")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return what was typed; two rules never say the same."""
        typed: dict[str, Any] = super().clean() or {}
        same = CaseRoute.objects.filter(
            kind=typed.get("kind", ""), service_key=typed.get("service_key", ""), locality=typed.get("locality")
        ).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError(_("Diese Regel gibt es schon. Bitte ändern Sie die vorhandene."))
        return typed

    def _services(self) -> list[tuple[str, Any]]:
        known = dict(service_choices())
        if self.instance.service_key:
            known.setdefault(self.instance.service_key, self.instance.service_key)
        return [("", _("Alle Leistungen")), *known.items()]


class TextModuleForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A text to start an answer with."""

    service_key = forms.ChoiceField(label=_("Nur für die Leistung"), required=False)

    class Meta:
        model = TextModule
        fields = ("title", "text", "service_key")
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_key"].choices = [("", _("Für alle")), *service_choices()]  # type: ignore[attr-defined]


def offer_workers(form: forms.BaseForm, name: str) -> None:
    """Let a field of a form offer the people who work with cases, by their names."""
    field: Any = form.fields[name]
    field.queryset = workers()
    field.label_from_instance = _name_of


def _name_of(person: User) -> str:
    return person.full_name
