"""Hours that come again: what opening hours and a concern's own hours ask alike."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.models.hours import FrequencyChoice, NthOfMonth, Recurring, Weekday
from rathaus.calendar.localtime import CELL_MINUTES
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField, TimeField

OFF_STEPS = _("Bitte geben Sie die Uhrzeit in Schritten von fünf Minuten ein, zum Beispiel 8:15.")
WRONG_ORDER = _("Bitte geben Sie ein Ende ein, das nach dem Anfang liegt. 0:00 ist das Ende des Tages.")
Fields = dict[str, Any]


def clock_field(label: Any, *, required: bool = True, hint: Any = "") -> TimeField:
    """Return a field for a time on the steps of five minutes."""
    widget = forms.TimeInput(attrs={"type": "time", "step": CELL_MINUTES * 60}, format="%H:%M")
    return TimeField(label=label, required=required, help_text=hint, widget=widget)


class RecurringForm(ErrorTexts, forms.Form):
    """On which days, from when to when, how often, and for how long that is valid."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Wochentage"), choices=Weekday, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts_at = clock_field(_("Von"))
    ends_at = clock_field(_("Bis"), hint=_("0:00 ist das Ende des Tages."))
    frequency = forms.ChoiceField(
        label=_("Wiederholung"), choices=FrequencyChoice, initial=FrequencyChoice.WEEKLY, widget=forms.RadioSelect
    )
    interval_weeks = forms.IntegerField(
        label=_("Alle wie viele Wochen"), required=False, min_value=2, max_value=52, initial=2
    )
    anchor = DateField(
        label=_("Ein Tag in der ersten Woche"), required=False, help_text=_("Von dieser Woche an wird gezählt.")
    )
    nth = forms.TypedChoiceField(
        label=_("Der wievielte im Monat"),
        choices=[("", _("Bitte auswählen")), *NthOfMonth.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    valid_from = DateField(label=_("Gilt ab"), required=False, help_text=_("Leer: ab sofort"))
    valid_until = DateField(label=_("Gilt bis"), required=False, help_text=_("Leer: ohne Ende"))
    idem_key = IdempotencyField()

    def clean_starts_at(self) -> time:
        """Return the beginning; raises ValidationError off the steps."""
        return on_step(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> time:
        """Return the end; raises ValidationError off the steps."""
        return on_step(self.cleaned_data["ends_at"])

    def clean(self) -> Fields:
        """Check what belongs together."""
        data: Fields = super().clean() or self.cleaned_data
        start, end = data.get("starts_at"), data.get("ends_at")
        if start is not None and end not in (None, time(0)) and end <= start:
            self.add_error("ends_at", WRONG_ORDER)
        if is_before(data.get("valid_until"), data.get("valid_from")):
            self.add_error("valid_until", _("Bitte geben Sie einen Tag ein, der nicht vor „Gilt ab“ liegt."))
        self._check_frequency(data)
        return data

    def _check_frequency(self, data: Fields) -> None:
        frequency = data.get("frequency")
        if frequency == FrequencyChoice.EVERY_N_WEEKS:
            if data.get("anchor") is None and "anchor" not in self.errors:
                self.add_error("anchor", _("Bitte geben Sie einen Tag der ersten Woche ein."))
            if data.get("interval_weeks") is None and "interval_weeks" not in self.errors:
                self.add_error("interval_weeks", _("Bitte geben Sie an, alle wie viele Wochen geöffnet ist."))
        if frequency == FrequencyChoice.MONTHLY_NTH and data.get("nth") is None:
            self.add_error("nth", _("Bitte wählen Sie aus, der wievielte Wochentag im Monat gemeint ist."))

    def days(self, first_id: UUID | None = None, former_weekday: int | None = None) -> Iterator[Fields]:
        """Yield the fields of one entry for each weekday, with ids that stay when the form is sent twice.

        The entry that is edited keeps its id: on its own weekday, or on the first one chosen.
        """
        weekdays: list[int] = self.cleaned_data["weekdays"]
        keeper = former_weekday if former_weekday in weekdays else weekdays[0]
        for weekday in weekdays:
            is_former = first_id is not None and weekday == keeper
            number = first_id if is_former else uuid5(self.cleaned_data["idem_key"], str(weekday))
            yield {"id": number, "weekday": weekday, **self._common()}

    def _common(self) -> Fields:
        data = self.cleaned_data
        is_counted = data["frequency"] == FrequencyChoice.EVERY_N_WEEKS
        return {
            "frequency": data["frequency"],
            "interval_weeks": data["interval_weeks"] if is_counted else 1,
            "anchor": data["anchor"] if is_counted else None,
            "nth": data["nth"] if data["frequency"] == FrequencyChoice.MONTHLY_NTH else None,
            "starts_at": data["starts_at"],
            "ends_at": data["ends_at"],
            "valid_from": data["valid_from"],
            "valid_until": data["valid_until"],
        }


def on_step(wall: time) -> time:
    """Return the time; raises ValidationError where no cell begins."""
    if wall.minute % CELL_MINUTES or wall.second:
        raise forms.ValidationError(OFF_STEPS)
    return wall


def on_step_or_none(wall: time | None) -> time | None:
    """Return the time, or None where none was typed; raises ValidationError where no cell begins."""
    return None if wall is None else on_step(wall)


def is_before(day: date | None, other: date | None) -> bool:
    """Return whether both are given and the first one lies before the second."""
    return day is not None and other is not None and day < other


def initial_of(entry: Recurring) -> Fields:
    """Return what the form shows for an entry."""
    names = ("frequency", "anchor", "nth", "starts_at", "ends_at", "valid_from", "valid_until")
    weeks = entry.interval_weeks if entry.frequency == FrequencyChoice.EVERY_N_WEEKS else 2
    return {name: getattr(entry, name) for name in names} | {"weekdays": [entry.weekday], "interval_weeks": weeks}
