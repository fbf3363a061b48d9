"""Up to four preliminary questions with their answers, on one page that works without a script.

Buttons add and remove questions and answers on the server; everything typed comes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.appointments.models import MAX_QUESTIONS, Concern
from modules.appointments.selectors import questions_of
from modules.appointments.services import AnswerWish, QuestionWish
from rathaus.web.forms import ErrorTexts

MAX_ANSWERS: Final = 8
_NEW_ANSWERS: Final = 2
_ANSWER_NAMES: Final = ("label", "extra_minutes", "documents", "fee_note", "hint")


class QuestionForm(ErrorTexts, forms.Form):
    """The words of one question."""

    text = forms.CharField(
        label=gettext_lazy("Frage"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Zum Beispiel: Für wen ist der Ausweis?"),
    )


class AnswerForm(ErrorTexts, forms.Form):
    """One answer and what follows from it."""

    label = forms.CharField(label=gettext_lazy("Antwort"), max_length=120, required=False)
    extra_minutes = forms.IntegerField(
        label=gettext_lazy("Zusätzliche Minuten"),
        min_value=-60,
        max_value=240,
        step_size=5,
        initial=0,
        required=False,
        help_text=gettext_lazy("In Schritten von fünf, auch weniger: -5"),
    )
    documents = forms.CharField(
        label=gettext_lazy("Zusätzlich mitzubringen"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ein Dokument je Zeile, mit Hinweis nach einem senkrechten Strich"),
    )
    fee_note = forms.CharField(label=gettext_lazy("Gebühr"), max_length=300, required=False)
    hint = forms.CharField(label=gettext_lazy("Hinweis"), max_length=300, required=False)

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything: such an answer is left out."""
        data = self.cleaned_data
        return not any(data.get(name) for name in _ANSWER_NAMES)


@dataclass
class RawQuestion:
    """A question as it was typed or stored, not checked yet."""

    text: str = ""
    answers: list[dict[str, str]] = field(default_factory=lambda: [{} for _number in range(_NEW_ANSWERS)])


@dataclass(frozen=True)
class Block:
    """A question with its answers, as forms."""

    number: int
    question: QuestionForm
    answers: list[AnswerForm]

    @property
    def can_grow(self) -> bool:
        """Whether another answer may be added."""
        return len(self.answers) < MAX_ANSWERS

    @property
    def numbered(self) -> list[tuple[int, AnswerForm]]:
        """The answers, each with the number by which a button names it."""
        return [(self.number * MAX_ANSWERS + place, answer) for place, answer in enumerate(self.answers)]

    @property
    def filled(self) -> list[AnswerForm]:
        """The answers that were typed."""
        return [answer for answer in self.answers if not answer.is_blank]

    @property
    def is_blank(self) -> bool:
        """Whether nobody typed anything: such a question is left out."""
        return not self.question.cleaned_data.get("text") and not self.filled


class Questionnaire:
    """All questions of a concern as one page of forms."""

    def __init__(self, raw: list[RawQuestion], *, is_bound: bool) -> None:
        """Make the forms; bound ones check what is in them."""
        self.blocks = [_block(number, question, is_bound=is_bound) for number, question in enumerate(raw)]

    @property
    def can_grow(self) -> bool:
        """Whether another question may be added."""
        return len(self.blocks) < MAX_QUESTIONS

    @property
    def forms(self) -> list[forms.Form]:
        """Every form in the order of the page."""
        return [form for block in self.blocks for form in (block.question, *block.answers)]

    def is_valid(self) -> bool:
        """Check each form, then what belongs together."""
        if not all([form.is_valid() for form in self.forms]):  # noqa: C419 - every form shows its errors
            return False
        for block in self.blocks:
            _check_block(block)
        _refuse_twice([block.question for block in self.blocks], "text", _("Diese Frage steht schon weiter oben."))
        return not any(form.errors for form in self.forms)

    def wishes(self) -> list[QuestionWish]:
        """Return the questions as they are to be saved, blank ones left out."""
        return [
            QuestionWish(
                text=block.question.cleaned_data["text"],
                answers=[_answer_wish(answer.cleaned_data) for answer in block.filled],
            )
            for block in self.blocks
            if not block.is_blank
        ]


def stored_questions(concern: Concern) -> list[RawQuestion]:
    """Return the concern's questions; one blank question where there is none."""
    found = [
        RawQuestion(
            question.text,
            [{name: str(getattr(answer, name)) for name in _ANSWER_NAMES} for answer in question.answers.all()],
        )
        for question in questions_of(concern)
    ]
    return found or [RawQuestion()]


def typed_questions(data: QueryDict) -> list[RawQuestion]:
    """Return what was typed, after what the pressed button says: add or remove a question or an answer."""
    raw = [_typed_question(data, number) for number in range(_count(data, "questions", MAX_QUESTIONS))]
    removed = _count(data, "remove_answer", MAX_QUESTIONS * MAX_ANSWERS, default=-1)
    if removed >= 0 and (number := removed // MAX_ANSWERS) < len(raw):
        del raw[number].answers[removed % MAX_ANSWERS : removed % MAX_ANSWERS + 1]
    grown = _count(data, "add_answer", MAX_QUESTIONS, default=-1)
    if 0 <= grown < len(raw):
        raw[grown].answers.append({})
    dropped = _count(data, "remove_question", MAX_QUESTIONS, default=-1)
    if 0 <= dropped < len(raw):
        del raw[dropped]
    if "add_question" in data and len(raw) < MAX_QUESTIONS:
        raw.append(RawQuestion())
    return raw


def changes_rows(data: QueryDict) -> bool:
    """Return whether a button was pressed that only adds or removes rows."""
    return any(name in data for name in ("add_question", "add_answer", "remove_question", "remove_answer"))


def _typed_question(data: QueryDict, number: int) -> RawQuestion:
    count = _count(data, f"q{number}-answers", MAX_ANSWERS)
    answers = [{name: data.get(f"q{number}-a{answer}-{name}", "") for name in _ANSWER_NAMES} for answer in range(count)]
    return RawQuestion(data.get(f"q{number}-text", ""), answers)


def _block(number: int, raw: RawQuestion, *, is_bound: bool) -> Block:
    question = _form(QuestionForm, f"q{number}", {"text": raw.text}, is_bound=is_bound)
    answers = [
        _form(AnswerForm, f"q{number}-a{answer}", values, is_bound=is_bound)
        for answer, values in enumerate(raw.answers)
    ]
    return Block(number, question, answers)


def _form(form_class: Any, prefix: str, values: Mapping[str, str], *, is_bound: bool) -> Any:
    if is_bound:
        return form_class({f"{prefix}-{name}": value for name, value in values.items()}, prefix=prefix)
    return form_class(initial=values, prefix=prefix)


def _check_block(block: Block) -> None:
    if block.is_blank:
        return
    if not block.question.cleaned_data.get("text"):
        block.question.add_error("text", _("Bitte geben Sie die Frage zu diesen Antworten ein."))
    for answer in block.filled:
        if not answer.cleaned_data.get("label"):
            answer.add_error("label", _("Bitte geben Sie die Antwort ein, zu der diese Angaben gehören."))
    if len(block.filled) < 2:
        block.question.add_error("text", _("Bitte geben Sie mindestens zwei Antworten ein."))
    _refuse_twice(block.answers, "label", _("Diese Antwort steht schon weiter oben."))


def _refuse_twice(checked: Any, name: str, sentence: str) -> None:
    seen: set[str] = set()
    for form in checked:
        value = form.cleaned_data.get(name)
        if value and value in seen:
            form.add_error(name, sentence)
        seen.add(value)


def _answer_wish(data: Mapping[str, Any]) -> AnswerWish:
    return AnswerWish(
        label=data["label"],
        extra_minutes=data["extra_minutes"] or 0,
        documents=data["documents"],
        fee_note=data["fee_note"],
        hint=data["hint"],
    )


def _count(data: QueryDict, name: str, limit: int, default: int = 0) -> int:
    value = data.get(name, "")
    return min(int(value), limit) if value.isdecimal() and len(value) < 4 else default
