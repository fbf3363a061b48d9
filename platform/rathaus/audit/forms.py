"""The filter of the page "Protokoll"."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.selectors import staff_list
from rathaus.audit.words import all_words
from rathaus.web.forms import DateField, ErrorTexts


class FilterForm(ErrorTexts, forms.Form):
    """What to show; lives in the URL."""

    action = forms.ChoiceField(label=_("Was"), required=False)
    actor = forms.ChoiceField(label=_("Wer"), required=False)
    first_on = DateField(label=_("Von"), required=False)
    last_on = DateField(label=_("Bis"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(member.user_id), member.user.full_name) for member in staff_list()]
        actions = sorted(((code, str(words)) for code, words in all_words().items()), key=lambda pair: pair[1])
        self.fields["action"].choices = [("", _("Alles")), *actions]  # type: ignore[attr-defined]
        self.fields["actor"].choices = [("", _("Alle")), *people]  # type: ignore[attr-defined]
