"""What clerks write."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.inbox.models import Channel, ContactNote, TextModule
from modules.inbox.selectors.areas import open_areas
from modules.inbox.selectors.work import departments, text_modules
from modules.inbox.services.documents import NewDocument
from modules.inbox.services.notes import Talk
from modules.inbox.services.writing import Draft, Topic
from rathaus.accounts.models import Department, User
from rathaus.files.forms import AttachmentField, AttachmentsField
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField, TimeField

if TYPE_CHECKING:
    from rathaus.timeline.services import Matter

LONGEST: Final = 10_000
_NO_AREA: Final = ("", _("Kein geschützter Bereich"))


class WithArea(ErrorTexts, forms.Form):
    """Asks for the restricted area, if the clerk is named for one."""

    area = forms.ChoiceField(
        label=_("Geschützter Bereich"),
        required=False,
        help_text=_("Nur wer für den Bereich benannt ist, sieht es dann."),
    )

    def __init__(self, *args: Any, clerk: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(area.code, area.label) for area in open_areas(clerk)]
        self.fields["area"].choices = [_NO_AREA, *areas]  # type: ignore[attr-defined]
        if not areas:
            del self.fields["area"]

    @property
    def chosen_area(self) -> str:
        """The code that was chosen, "" for none."""
        return str(self.cleaned_data.get("area", ""))


class ComposerForm(ErrorTexts, forms.Form):
    """An answer, or a remark for colleagues; one form, two buttons. A text module may be put in first."""

    text = forms.CharField(label=_("Nachricht"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}))
    attachments = AttachmentsField(label=_("Dateien anhängen"))
    text_module = forms.ModelChoiceField(
        label=_("Textbaustein"),
        queryset=TextModule.objects.none(),
        required=False,
        empty_label=_("Bitte wählen"),
        widget=forms.Select(attrs={"class": "chip"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_module"].queryset = text_modules()  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """Return what was written, for the services."""
        typed = self.cleaned_data
        return Draft(text=typed["text"], files=typed["attachments"], idem_key=typed["idem_key"])


class NewConversationForm(WithArea):
    """A message to a person about something new."""

    subject = forms.CharField(label=_("Worum geht es?"), max_length=120)
    department = forms.ModelChoiceField(
        label=_("Abteilung"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("Keine"),
        help_text=_("Sie sieht die Antwort, wenn Sie nicht da sind."),
    )
    text = forms.CharField(label=_("Nachricht"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}))
    attachments = AttachmentsField(label=_("Dateien anhängen"))
    idem_key = IdempotencyField()
    field_order = ("subject", "department", "area", "text", "attachments", "idem_key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_departments(self)

    def topic(self) -> Topic:
        """Return what it is about, for the services."""
        typed = self.cleaned_data
        return Topic(subject=typed["subject"], department=typed.get("department"), area=self.chosen_area)

    def draft(self) -> Draft:
        """Return what was written, for the services."""
        typed = self.cleaned_data
        return Draft(text=typed["text"], files=typed["attachments"], idem_key=typed["idem_key"])


class NoteForm(WithArea):
    """What was discussed, when and how."""

    channel = forms.ChoiceField(label=_("Wie?"), choices=Channel.choices, widget=forms.RadioSelect)
    day = DateField(label=_("Am"))
    time = TimeField(label=_("Um"))
    subject = forms.CharField(label=_("Worum ging es?"), max_length=120)
    text = forms.CharField(
        label=_("Was wurde besprochen?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Schreiben Sie so, dass die Person es lesen kann: Vielleicht geben Sie es ihr später frei."),
    )
    matter = forms.ChoiceField(label=_("Gehört zu"), required=False)
    idem_key = IdempotencyField()
    field_order = ("channel", "day", "time", "subject", "text", "matter", "area", "idem_key")

    def __init__(self, *args: Any, matters: "dict[uuid.UUID, Matter]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matters = matters
        offered = [(str(key), matter.label) for key, matter in matters.items()]
        self.fields["matter"].choices = [("", _("Nichts davon")), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["matter"]

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a talk lies in the past."""
        typed = self.cleaned_data
        if typed.get("day") and typed.get("time") and self.happened_at > timezone.now():
            raise ValidationError(_("Das Gespräch liegt in der Zukunft. Bitte prüfen Sie Tag und Uhrzeit."))
        return typed

    @property
    def happened_at(self) -> datetime:
        """The moment in the municipality's time."""
        typed = self.cleaned_data
        return timezone.make_aware(datetime.combine(typed["day"], typed["time"]))

    def talk(self) -> Talk:
        """Return the talk, for the services."""
        typed = self.cleaned_data
        matter = typed.get("matter", "")
        return Talk(
            channel=Channel(typed["channel"]),
            happened_at=self.happened_at,
            subject=typed["subject"],
            text=typed["text"],
            matter=self.matters[uuid.UUID(matter)] if matter else None,
            area=self.chosen_area,
        )


class ShareForm(ErrorTexts, forms.Form):
    """The second fact: one of the two."""

    birth_date = DateField(label=_("Geburtsdatum"), required=False)
    code = forms.CharField(
        label=_("Code aus „Mein Bereich“"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Die Person findet ihn unter Postfach, „Code für ein Gespräch“."),
    )


class DocumentForm(WithArea):
    """A document for a person."""

    title = forms.CharField(label=_("Titel"), max_length=120, help_text=_("So steht es im Postfach der Person."))
    file = AttachmentField(label=_("Datei"))
    idem_key = IdempotencyField()
    field_order = ("title", "file", "area", "idem_key")

    def new_document(self) -> NewDocument:
        """Return the document, for the services."""
        typed = self.cleaned_data
        return NewDocument(title=typed["title"], file=typed["file"], area=self.chosen_area, idem_key=typed["idem_key"])


class TextModuleForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A text to start an answer with."""

    class Meta:
        model = TextModule
        fields = ("title", "text")
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 8})}


def open_note(note: ContactNote) -> dict[str, Any]:
    """Return what stands in the form of a note that is corrected."""
    local = timezone.localtime(note.happened_at)
    return {
        "channel": note.channel,
        "day": local.date(),
        "time": local.time().replace(second=0, microsecond=0),
        "subject": note.subject,
        "text": note.text,
        "matter": str(note.matter_id or ""),
        "area": note.area,
    }


def _offer_departments(form: forms.Form) -> None:
    offered = departments()
    form.fields["department"].queryset = offered  # type: ignore[attr-defined]
    if not offered:
        del form.fields["department"]
