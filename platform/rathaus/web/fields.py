"""How a Django form field becomes KERN markup, and how its errors are summarised on top of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from rathaus.web.forms import HoneypotInput
from rathaus.web.wording import number_word

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (HoneypotInput, "honeypot"),
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "input"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
)

CONTROL_CLASS = {
    "checkbox": "kern-form-check__checkbox",
    "checks": "kern-form-check__checkbox",
    "radios": "kern-form-check__radio",
    "select": "kern-form-input__select",
    "honeypot": "",
    "hidden": "",
}


@dataclass(frozen=True)
class FieldView:
    """A field as its template needs it."""

    bound: BoundField
    kind: str
    label: str
    hint: str
    extra_class: str = ""

    @property
    def id(self) -> str:
        """The id that label, hint and errors refer to."""
        return str(self.bound.id_for_label or self.bound.auto_id or self.bound.html_name)

    @property
    def errors(self) -> list[str]:
        """The sentences to show at the field."""
        return [str(error) for error in self.bound.errors]

    @property
    def is_optional(self) -> bool:
        """Whether the label says that the answer is voluntary; a single box is so by nature."""
        return not self.bound.field.required and self.kind != "checkbox"

    @property
    def describedby(self) -> str:
        """The ids of hint and error, for aria-describedby."""
        parts = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(parts)

    @property
    def control(self) -> SafeString:
        """The input itself."""
        return self.bound.as_widget(attrs=self._attrs())

    def options(self) -> Iterator[dict[str, Any]]:
        """Yield id, label and input of each choice of a group."""
        for choice in self.bound.subwidgets:
            attrs = choice.data["attrs"]
            attrs.pop("aria-describedby", None)  # the fieldset carries it for all choices
            attrs["class"] = self._class()
            yield {"id": choice.id_for_label, "label": choice.choice_label, "control": choice.tag()}

    def _class(self) -> str:
        name = CONTROL_CLASS.get(self.kind, "kern-form-input__input")
        error = f"{name}--error" if name and self.errors else ""
        own = str(self.bound.field.widget.attrs.get("class", ""))
        return " ".join(part for part in (name, error, self.extra_class, own) if part)

    def _attrs(self) -> dict[str, Any]:
        attrs: dict[str, Any] = {"class": self._class()} if self._class() else {}
        if self.describedby and self.kind != "hidden":
            attrs["aria-describedby"] = self.describedby
        return attrs


def view_field(
    bound: BoundField, *, label: str | None = None, hint: str | None = None, extra_class: str = ""
) -> FieldView:
    """Return the field with its kind and words; label and hint may be given where the form's do not fit."""
    return FieldView(
        bound=bound,
        kind=kind_of(bound),
        label=str(bound.label if label is None else label),
        hint=str(bound.help_text if hint is None else hint),
        extra_class=extra_class,
    )


def kind_of(bound: BoundField) -> str:
    """Return which template shows the field: the first widget class that fits, else a plain input."""
    widget = bound.field.widget
    return next((kind for widget_class, kind in KINDS if isinstance(widget, widget_class)), "input")


@dataclass(frozen=True)
class SummaryItem:
    """One line of the error summary: the sentence and the id it leads to ("" for the form as a whole)."""

    text: str
    target: str


def summarise(forms_and_sets: "Iterable[forms.BaseForm | BaseFormSet[Any] | None]") -> list[SummaryItem]:
    """Return the errors of all given forms and formsets in the order of the page."""
    items: list[SummaryItem] = []
    for form in forms_and_sets:
        if isinstance(form, BaseFormSet):
            items.extend(_formset_items(form))
        elif form is not None and form.is_bound:
            items.extend(_form_items(form))
    return items


def _formset_items(formset: "BaseFormSet[Any]") -> Iterator[SummaryItem]:
    if not formset.is_bound:
        return
    yield from (SummaryItem(str(error), "") for error in formset.non_form_errors())
    for number, form in enumerate(formset.forms, start=1):
        prefix = gettext("Zeile %(number)s") % {"number": number}
        yield from _form_items(form, prefix=f"{prefix}, ")


def _form_items(form: forms.BaseForm, prefix: str = "") -> Iterator[SummaryItem]:
    yield from (SummaryItem(prefix + str(error), "") for error in form.non_field_errors())
    for bound in form:
        for error in bound.errors:
            label = "" if bound.is_hidden else str(bound.label)
            yield SummaryItem(prefix + _named(label, str(error)), _target(bound))


def _named(label: str, error: str) -> str:
    if not label or label in error:
        return error
    return f"{label} {error}" if label.endswith("?") else f"{label}: {error}"


def _target(bound: BoundField) -> str:
    kind = kind_of(bound)
    if kind == "hidden":
        return ""
    view = view_field(bound)
    first = next((choice.id_for_label for choice in bound.subwidgets), None) if kind in {"radios", "checks"} else None
    return str(first or view.id)


def summary_heading(items: list[SummaryItem]) -> str:
    """Return "Bitte prüfen Sie zwei Angaben", counting fields and not sentences."""
    count = len({item.target for item in items if item.target})
    if count == 0:
        return gettext("Das hat noch nicht geklappt")
    if count == 1:
        return gettext("Bitte prüfen Sie eine Angabe")
    return gettext("Bitte prüfen Sie %(count)s Angaben") % {"count": number_word(count)}
