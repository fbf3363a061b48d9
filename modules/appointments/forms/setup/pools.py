"""Pools of counters."""

from typing import Any, Final

from django import forms
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Pool
from rathaus.web.forms import ErrorTexts, IdempotencyField, TimeField
from tenants.municipality.models import Location

GRIDS: Final = (5, 10, 15, 20, 30, 60)
LEAD_HINT: Final = _("0 ist sofort, 60 eine Stunde, 1440 ein Tag. Für das Personal gilt kein Vorlauf.")


def grid_choices() -> list[tuple[int, str]]:
    """Return the grids to choose from."""
    return [(minutes, gettext("alle %(count)s Minuten") % {"count": minutes}) for minutes in GRIDS]


class PoolForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A pool; its idem_key becomes the id of a new one, so that sending twice makes one."""

    grid_minutes = forms.TypedChoiceField(
        label=_("Termine beginnen"),
        choices=grid_choices,
        coerce=int,
        initial=10,
        help_text=_("Gezählt ab der Öffnung. Lücken vor und nach anderen Terminen bieten wir zusätzlich an."),
    )
    release_time = TimeField(
        label=_("Neuer Tag erscheint um"),
        help_text=_("Um diese Uhrzeit wird jeden Tag ein weiterer Tag buchbar, zum Beispiel um 7:30 Uhr."),
    )
    idem_key = IdempotencyField()

    class Meta:
        model = Pool
        fields = (
            "name",
            "location",
            "counters",
            "grid_minutes",
            "horizon_days",
            "release_time",
            "lead_minutes",
            "return_minutes",
        )
        help_texts = {
            "name": _("So nennt sie das Personal, zum Beispiel: Meldewesen"),
            "counters": _("So viele Schalter gibt es höchstens. Wie viele offen sind, sagen die Öffnungszeiten."),
            "horizon_days": _("So weit können Bürgerinnen und Bürger vorausbuchen."),
            "lead_minutes": LEAD_HINT,
            "return_minutes": _(
                "0: Eine abgesagte Zeit ist sofort wieder frei. Sonst erscheint sie zu einem zufälligen Zeitpunkt, "
                "damit niemand mit Terminen handeln kann. In kleinen Orten ist das nicht nötig. "
                "Die Warteliste geht immer vor."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locations = self.fields["location"]
        locations.queryset = Location.objects.order_by("position", "name")  # type: ignore[attr-defined]
        locations.empty_label = None  # type: ignore[attr-defined]

    def pool(self) -> Pool:
        """Return the pool as it is to be saved; a new one comes last at its location."""
        pool: Pool = self.instance
        if pool._state.adding:  # noqa: SLF001 - Django's own way to ask whether a row exists
            pool.pk = self.cleaned_data["idem_key"]
            last = Pool.objects.filter(location=pool.location).aggregate(last=Max("position"))["last"]
            pool.position = 0 if last is None else last + 1
        return pool
