"""What the page's address asks for: period, location, team, concern."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Concern
from modules.appointments.selectors.day import counter_pools
from modules.appointments.selectors.statistics import Period, PeriodKind, Scope, period_of
from modules.appointments.views.staff.common import read_day
from rathaus.web.forms import DateField
from rathaus.web.navigation import Chip
from tenants.municipality.models import Location

LABELS: Final = {
    PeriodKind.MONTH: _("Dieser Monat"),
    PeriodKind.LAST_MONTH: _("Letzter Monat"),
    PeriodKind.QUARTER: _("Dieses Quartal"),
    PeriodKind.YEAR: _("Dieses Jahr"),
    PeriodKind.OWN: _("Eigener Zeitraum"),
}


class ScopeForm(forms.Form):
    """The filters; all of them stand in the address."""

    use_required_attribute = False
    von = DateField(label=_("Von"))
    bis = DateField(label=_("Bis"))
    ort = forms.ChoiceField(label=_("Ort"))
    team = forms.ChoiceField(label=_("Team"))
    anliegen = forms.ChoiceField(label=_("Anliegen"))

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["von"], self.fields["bis"]
        self._offer("ort", [(place.pk, place.name) for place in Location.objects.all()])
        self._offer("team", [(pool.pk, f"{pool.name}, {pool.location.name}") for pool in counter_pools()])
        self._offer("anliegen", list(Concern.objects.values_list("pk", "name")))

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        options = [("", _("alle")), *((str(key), label) for key, label in choices)]
        self.fields[name].choices = options  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be counted, and the query string that says so."""

    kind: PeriodKind
    period: Period
    scope: Scope
    query: str

    @property
    def chips(self) -> list[Chip]:
        """Return the periods to choose from, the other filters kept."""
        kept = {name: value for name, value in _pairs(self.scope) if value}
        if self.kind == PeriodKind.OWN:
            kept |= {"von": self.period.first.isoformat(), "bis": self.period.last.isoformat()}
        return [
            Chip(label, "?" + urlencode({"zeitraum": kind.value, **kept}), is_current=kind == self.kind)
            for kind, label in LABELS.items()
        ]


def read_choice(params: QueryDict, today: date) -> Choice:
    """Return what the address asks for; whatever it says wrong is left aside."""
    wanted = params.get("zeitraum", "")
    kind = PeriodKind(wanted) if wanted in list(PeriodKind) else PeriodKind.MONTH
    period = period_of(kind, today, first=_day(params, "von"), last=_day(params, "bis"))
    scope = Scope(location=_id(params, "ort"), pool=_id(params, "team"), concern=_id(params, "anliegen"))
    query: dict[str, str] = {"zeitraum": kind.value} | {name: value for name, value in _pairs(scope) if value}
    if kind == PeriodKind.OWN:
        query |= {"von": period.first.isoformat(), "bis": period.last.isoformat()}
    return Choice(kind, period, scope, urlencode(query))


def filter_form(choice: Choice) -> ScopeForm:
    """Return the form with what is chosen."""
    data = {"von": choice.period.first, "bis": choice.period.last, **dict(_pairs(choice.scope))}
    return ScopeForm(initial=data, is_own=choice.kind == PeriodKind.OWN)


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    values = {"ort": scope.location, "team": scope.pool, "anliegen": scope.concern}
    return [(name, str(value) if value else "") for name, value in values.items()]


def _day(params: QueryDict, name: str) -> date | None:
    return read_day(params.get(name, "")) or _german_day(params.get(name, ""))


def _german_day(text: str) -> date | None:
    try:
        found = DateField().clean(text)
    except forms.ValidationError:
        return None
    return read_day(found.isoformat()) if isinstance(found, date) else None


def _id(params: QueryDict, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(params.get(name, ""))
    except ValueError:
        return None
