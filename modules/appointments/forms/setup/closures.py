"""Closed days."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.forms.setup.recurring import WRONG_ORDER, Fields, clock_field, is_before, on_step_or_none
from modules.appointments.models import Closure
from modules.appointments.selectors.setup import all_pools
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField
from tenants.municipality.models import Location

EVERYWHERE = "all"
Choices = list[tuple[Any, Any]]


class ClosureForm(ErrorTexts, forms.Form):
    """What is closed, when, and what citizens read about it."""

    scope = forms.ChoiceField(label=_("Was ist geschlossen?"))
    starts_on = DateField(label=_("Erster Tag"))
    ends_on = DateField(label=_("Letzter Tag"), required=False, help_text=_("Leer: nur der erste Tag"))
    starts_at = clock_field(_("Von"), required=False, hint=_("Leer: vom Morgen an"))
    ends_at = clock_field(_("Bis"), required=False, hint=_("Leer: bis zum Abend"))
    reason = forms.CharField(
        label=_("Grund (öffentlich)"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel: Betriebsausflug. Der Grund kann auf Ihrer Website stehen."),
    )
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["scope"].choices = scope_choices()  # type: ignore[attr-defined]

    def clean_starts_at(self) -> time | None:
        """Return the beginning; raises ValidationError off the steps."""
        return on_step_or_none(self.cleaned_data["starts_at"])

    def clean_ends_at(self) -> time | None:
        """Return the end; raises ValidationError off the steps."""
        return on_step_or_none(self.cleaned_data["ends_at"])

    def clean(self) -> Fields:
        """Check what belongs together."""
        data: Fields = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if is_before(end, start):
            self.add_error("ends_on", _("Bitte geben Sie einen Tag ein, der nicht vor dem ersten liegt."))
        elif is_before(end or start, self.today):
            self.add_error("starts_on", _("Bitte geben Sie einen Tag ein, der noch kommt."))
        if (opened := data.get("ends_at")) and opened <= (data.get("starts_at") or time(0)):
            self.add_error("ends_at", WRONG_ORDER)
        return data

    def closure(self, former: Closure | None = None) -> Closure:
        """Return the closure, not saved yet; a new one has the form's key as its id."""
        data = self.cleaned_data
        closure = former or Closure.objects.filter(pk=data["idem_key"]).first() or Closure(pk=data["idem_key"])
        closure.pool_id, closure.location_id = ids_of(data["scope"])
        closure.starts_on, closure.ends_on = data["starts_on"], data["ends_on"] or data["starts_on"]
        closure.starts_at, closure.ends_at, closure.reason = data["starts_at"], data["ends_at"], data["reason"]
        return closure


def closure_initial(closure: Closure) -> Fields:
    """Return what the form shows for a closure."""
    names = ("starts_on", "ends_on", "starts_at", "ends_at", "reason")
    return {name: getattr(closure, name) for name in names} | {"scope": scope_of(closure)}


def scope_of(closure: Closure) -> str:
    """Return the choice that stands for what the closure concerns."""
    if closure.pool_id:
        return f"pool:{closure.pool_id}"
    return f"location:{closure.location_id}" if closure.location_id else EVERYWHERE


def scope_choices() -> Choices:
    """Return everything that can be closed: all, a location, a pool."""
    locations = [(f"location:{place.pk}", place.name) for place in Location.objects.order_by("position", "name")]
    pools = [(f"pool:{pool.pk}", f"{pool.name} ({pool.location.name})") for pool in all_pools()]
    choices: Choices = [(EVERYWHERE, _("Alles, an allen Standorten"))]
    groups: Choices = [(_("Ein Standort"), locations), (_("Eine Schaltergruppe"), pools)]
    return choices + [group for group in groups if group[1]]


def ids_of(scope: str) -> tuple[UUID | None, UUID | None]:
    """Return the pool and the location that a choice names; neither for everything."""
    kind, _colon, number = scope.partition(":")
    found = UUID(number) if number else None
    return (found, None) if kind == "pool" else (None, found)
