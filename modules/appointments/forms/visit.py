"""Step 1: how many come, what the concerns ask, what else is to be done, and what people need so that it goes well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from modules.appointments.models import Channel, Concern, PreliminaryAnswer, Support
from rathaus.web.forms import apply_error_texts

WAY: Final = "weg"
NEEDS: Final = "brauche"
MORE: Final = "neu"
FIRST_PERSONS: Final = "personen"
Choices = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A concern of the visit with all answers to its questions, in order; `persons` is the name of its field."""

    concern: Concern
    answers: Sequence[PreliminaryAnswer]
    persons: str

    @property
    def fields(self) -> dict[str, forms.Field]:
        """The fields of this concern."""
        return _persons_field(self) | {f"frage-{key}": field for key, field in _question_fields(self.answers)}


class VisitForm(forms.Form):
    """Everything about the visit but place and time, as a form that is sent with GET.

    `ways` and `support` are what can be chosen, `more` the concerns that can be added.
    """

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        parts: Sequence[Part],
        ways: Sequence[str] = (),
        support: Sequence[str] = (),
        more: Choices = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._parts = parts
        self.fields |= {name: field for part in parts for name, field in part.fields.items()}
        self.fields |= _way_field(ways) | _needs_field(support) | _more_field(more)
        apply_error_texts(self)

    def parts(self) -> Iterator[tuple[Concern, list[BoundField]]]:
        """Yield each concern with its fields."""
        for part in self._parts:
            yield part.concern, [self[name] for name in part.fields]

    def params(self) -> list[tuple[str, str]]:
        """Return what was chosen as it stands in the address of the next steps."""
        data = self.cleaned_data
        first, *further = self._parts
        found = [
            ("anliegen", str(first.concern.pk)),
            ("personen", str(data.get(first.persons) or "")),
            *(("dazu", f"{part.concern.pk}_{data.get(part.persons) or 1}") for part in further),
            *(("a", value) for name, value in data.items() if name.startswith("frage-")),
            (WAY, data.get(WAY) or ""),
            *((NEEDS, need) for need in data.get(NEEDS) or ()),
        ]
        return [(name, value) for name, value in found if value]


def _persons_field(part: Part) -> dict[str, forms.Field]:
    if part.concern.max_persons < 2:
        return {}
    numbers = range(1, part.concern.max_persons + 1)
    return {
        part.persons: forms.TypedChoiceField(
            label=_("Wie viele Personen kommen?") if part.persons == FIRST_PERSONS else _("Für wie viele Personen?"),
            coerce=int,
            choices=[(n, ngettext("%(count)s Person", "%(count)s Personen", n) % {"count": n}) for n in numbers],
        )
    }


def _question_fields(answers: Sequence[PreliminaryAnswer]) -> Iterator[tuple[str, forms.Field]]:
    for question, of_question in groupby(answers, key=lambda answer: answer.question):
        yield (
            str(question.pk),
            forms.ChoiceField(
                label=question.text,
                widget=forms.RadioSelect,
                choices=[(str(answer.pk), answer.label) for answer in of_question],
                error_messages={"required": _("Bitte wählen Sie eine Antwort aus.")},
            ),
        )


def _way_field(ways: Sequence[str]) -> dict[str, forms.Field]:
    if len(ways) < 2:
        return {}
    words = {
        Channel.IN_PERSON: _("Ich komme vorbei"),
        Channel.PHONE: _("Am Telefon: Wir rufen Sie an"),
        Channel.VIDEO: _("Per Video: Sie bekommen einen Link"),
    }
    choices = [(way, words[Channel(way)]) for way in ways]
    field = forms.ChoiceField(
        label=_("Wie möchten Sie mit uns sprechen?"), widget=forms.RadioSelect, choices=choices, initial=ways[0]
    )
    return {WAY: field}


def _needs_field(support: Sequence[str]) -> dict[str, forms.Field]:
    if not support:
        return {}
    return {
        NEEDS: forms.MultipleChoiceField(
            label=_("Was brauchen Sie, damit es gut klappt?"),
            help_text=_("Wir planen es ein und zeigen Ihnen passende Zeiten und Orte. Sie müssen nichts begründen."),
            widget=forms.CheckboxSelectMultiple,
            choices=[(need, Support(need).label) for need in support],
            required=False,
        )
    }


def _more_field(more: Choices) -> dict[str, forms.Field]:
    if not more:
        return {}
    choices = [("", _("Nein, nichts weiter")), *more]
    return {MORE: forms.ChoiceField(label=_("Noch etwas erledigen?"), choices=choices, required=False)}
