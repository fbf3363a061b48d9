"""What leaves the module towards other programs: a calendar feed, a table of appointments."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Concern, State
from modules.appointments.selectors.day import counter_pools
from modules.appointments.tables import COLUMNS, DEFAULT_COLUMNS
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField

MAX_DAYS: Final = 366
Choices = list[tuple[str, Any]]


class FeedForm(ErrorTexts, forms.Form):
    """A calendar for the teams that somebody works with."""

    idem_key = IdempotencyField()
    name = forms.CharField(
        label=_("Bezeichnung"),
        max_length=80,
        help_text=_("So heißt der Kalender in Ihrem Programm. Zum Beispiel: Termine Bürgerbüro."),
    )
    pools = forms.MultipleChoiceField(label=_("Schaltergruppen"), widget=forms.CheckboxSelectMultiple)
    has_names = forms.BooleanField(
        label=_("Mit Namen und Telefonnummern"),
        required=False,
        help_text=_(
            "Ohne Häkchen stehen nur Anliegen, Terminnummer und Zahl der Personen im Kalender. "
            "Mit Häkchen kann jedes Gerät, das den Kalender liest, die Namen sehen."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pools"].choices = _pool_choices()  # type: ignore[attr-defined]


class ExportForm(ErrorTexts, forms.Form):
    """Which appointments, with which columns. It lives in the address, so that a choice can be kept as a bookmark."""

    von = DateField(label=_("Erster Tag"))
    bis = DateField(label=_("Letzter Tag"))
    gruppe = forms.ChoiceField(label=_("Schaltergruppe"), required=False)
    anliegen = forms.ChoiceField(label=_("Anliegen"), required=False)
    stand = forms.MultipleChoiceField(
        label=_("Stand"),
        choices=[(state.value, state.label) for state in State if state not in (State.HELD, State.EXPIRED)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Auswahl: alle außer abgesagten"),
    )
    spalten = forms.MultipleChoiceField(
        label=_("Spalten"),
        choices=[(name, column.label) for name, column in COLUMNS.items()],
        initial=DEFAULT_COLUMNS,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gruppe"].choices = _or_all(_pool_choices())  # type: ignore[attr-defined]
        self.fields["anliegen"].choices = _or_all(_concern_choices())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order and not too far apart."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("von"), data.get("bis")
        if first and last and last < first:
            self.add_error("bis", _("Bitte geben Sie einen Tag ein, der nicht vor dem ersten liegt."))
        elif first and last and (last - first).days >= MAX_DAYS:
            self.add_error("bis", _("Bitte wählen Sie höchstens ein Jahr."))
        return data


def _pool_choices() -> Choices:
    """Return the teams with their locations, as several are often called alike."""
    return [(str(pool.pk), f"{pool.name} ({pool.location.name})") for pool in counter_pools()]


def _concern_choices() -> Choices:
    return [(str(concern.pk), concern.name) for concern in Concern.objects.order_by("name")]


def _or_all(choices: Choices) -> Choices:
    return [("", _("alle")), *choices]
