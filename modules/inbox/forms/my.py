"""What citizens write."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.inbox.models import Conversation
from modules.inbox.selectors.work import departments
from modules.inbox.services.writing import Draft, Topic
from rathaus.files.forms import AttachmentsField
from rathaus.timeline.services import Matter
from rathaus.web.forms import ErrorTexts, IdempotencyField

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


class NewMessageForm(ReplyForm):
    """A message about something new; the department is asked where the municipality has named some."""

    subject = forms.CharField(
        label=_("Worum geht es?"), max_length=120, help_text=_("Ein paar Worte, zum Beispiel: Frage zum Wohngeld")
    )
    department = forms.ModelChoiceField(
        label=_("An wen?"),
        queryset=Conversation.objects.none(),
        required=False,
        empty_label=_("Ich weiß es nicht"),
        help_text=_("Wenn Sie es nicht wissen, leiten wir Ihre Nachricht weiter."),
    )
    field_order = ("department", "subject", "text", "attachments", "idem_key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = departments()
        self.fields["department"].queryset = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["department"]

    def topic(self, matter: Matter | None = None) -> Topic:
        """Return what it is about, for the services."""
        typed = self.cleaned_data
        return Topic(subject=typed["subject"], department=typed.get("department"), matter=matter)
