"""Forms of a person's own choices and devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rathaus.notifications.endpoints import MAX_LENGTH
from rathaus.notifications.selectors import Choice, ChoiceGroup, Ways
from rathaus.web.forms import ErrorTexts


@dataclass(frozen=True)
class ChoiceRow:
    """One kind with its two boxes, as the page shows it."""

    choice: Choice
    mail: BoundField
    push: BoundField


class PreferencesForm(ErrorTexts, forms.Form):
    """Two boxes for each kind: a mail, a message on the person's devices. Neither means not at all."""

    def __init__(self, *args: Any, groups: Sequence[ChoiceGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for choice in self._choices():
            code, ways = choice.kind.code, choice.ways
            self.fields[f"{code}-mail"] = forms.BooleanField(
                label=_("E-Mail"), required=False, initial=ways.mail, disabled=choice.kind.needs_mail
            )
            self.fields[f"{code}-push"] = forms.BooleanField(label=_("Mitteilung"), required=False, initial=ways.push)

    def rows(self) -> list[tuple[str, list[ChoiceRow]]]:
        """Return the name of each module with its kinds and their boxes."""
        return [(group.label, [self._row(choice) for choice in group.choices]) for group in self.groups]

    def ways(self) -> dict[str, Ways]:
        """Return what was chosen, by the code of the kind."""
        return {
            choice.kind.code: Ways(
                mail=self.cleaned_data[f"{choice.kind.code}-mail"], push=self.cleaned_data[f"{choice.kind.code}-push"]
            )
            for choice in self._choices()
        }

    def _choices(self) -> list[Choice]:
        return [choice for group in self.groups for choice in group.choices]

    def _row(self, choice: Choice) -> ChoiceRow:
        code = choice.kind.code
        return ChoiceRow(choice, self[f"{code}-mail"], self[f"{code}-push"])


class DeviceForm(ErrorTexts, forms.Form):
    """What a browser's push subscription consists of; a script fills it in."""

    endpoint = forms.CharField(max_length=MAX_LENGTH, widget=forms.HiddenInput)
    p256dh = forms.CharField(max_length=120, widget=forms.HiddenInput)
    auth = forms.CharField(max_length=40, widget=forms.HiddenInput)
