"""Concerns and where they are offered."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Max
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from modules.appointments.forms.setup.pools import LEAD_HINT
from modules.appointments.models import Channel, Concern, ConcernPlace, Pool, PoolKind
from modules.appointments.selectors.preferences import get_settings
from modules.appointments.selectors.setup import all_pools
from rathaus.web.forms import ErrorTexts, IdempotencyField
from tenants.municipality.models import Location

PREFIX = "place-"


class ConcernForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A concern, and for each location the pools in which a booking takes a place."""

    channels = forms.MultipleChoiceField(
        label=_("Wie kann das Gespräch stattfinden?"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bei mehreren wählen die Menschen selbst. Video braucht eine Adresse in den Einstellungen."),
        error_messages={"required": _("Bitte wählen Sie mindestens einen Weg aus.")},
    )
    idem_key = IdempotencyField()

    class Meta:
        model = Concern
        fields = (
            "name",
            "group",
            "description",
            "keywords",
            "first_minutes",
            "further_minutes",
            "max_persons",
            "documents",
            "fee_note",
            "channels",
            "audience",
            "lead_minutes",
            "horizon_days",
            "max_parallel",
            "offers_home_visit",
            "has_waiting_list",
            "result",
            "is_collection",
            "retention_days",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "documents": forms.Textarea(attrs={"rows": 5}),
            "audience": forms.RadioSelect,
        }
        help_texts = {
            "name": _("Wie Bürgerinnen und Bürger es sagen, zum Beispiel: Personalausweis beantragen"),
            "group": _("Überschrift in der Liste, zum Beispiel: Ausweise und Pässe"),
            "description": _("Ein oder zwei Sätze, die vor der Buchung stehen."),
            "keywords": _("Wonach Menschen noch suchen, durch Leerzeichen getrennt: Perso Ausweis verloren"),
            "first_minutes": _("In Schritten von fünf Minuten"),
            "further_minutes": _("0, wenn weitere Personen nicht länger dauern"),
            "documents": _("Ein Dokument je Zeile. Nach einem senkrechten Strich steht ein Hinweis: "
                           "Alter Ausweis | auch wenn er abgelaufen ist"),
            "fee_note": _("Zum Beispiel: 46,00 €, unter 24 Jahren 27,60 €"),
            "lead_minutes": LEAD_HINT,
            "horizon_days": _("Leer: so weit, wie die Schaltergruppen reichen"),
            "max_parallel": _("Leer: so viele, wie Plätze frei sind"),
            "offers_home_visit": _("Wer nicht ins Rathaus kommen kann, wählt einen Besuch und nennt die Anschrift."),
            "has_waiting_list": _("Wird ein Termin frei, bekommt ihn zuerst, wer auf der Warteliste steht."),
            "result": _("Was später zur Abholung bereitliegt, zum Beispiel: Personalausweis. Leer: nichts"),
            "is_collection": _("Wer Bescheid bekommt, dass ein Dokument bereitliegt, sucht sich hier eine Zeit aus."),
            "retention_days": _("Leer: wie in den Einstellungen. Dauert ein Dokument länger, wählen Sie mehr Tage: "
                                "Ohne Kontakt können wir nicht Bescheid geben."),
        }  # fmt: skip
        error_messages = {"name": {"unique": _("Dieses Anliegen gibt es schon. Bitte wählen Sie einen anderen Namen.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locations = _pools_by_location(all_pools())
        chosen = chosen_pools(self.instance)
        for location, pools in self.locations.items():
            self.fields[PREFIX + str(location.pk)] = forms.MultipleChoiceField(
                label=location.name,
                choices=[(str(pool.pk), _pool_label(pool)) for pool in pools],
                initial=[str(pool.pk) for pool in pools if pool.pk in chosen],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def place_fields(self) -> list[BoundField]:
        """The fields of the locations, in order."""
        return [self[PREFIX + str(location.pk)] for location in self.locations]

    def clean_first_minutes(self) -> int:
        """Return the minutes; raises ValidationError off the steps."""
        return _in_steps(self.cleaned_data["first_minutes"])

    def clean_further_minutes(self) -> int:
        """Return the minutes; raises ValidationError off the steps."""
        return _in_steps(self.cleaned_data["further_minutes"])

    def clean_channels(self) -> list[str]:
        """Return the ways in their usual order; raises ValidationError for video alone without a service for it."""
        chosen = [way for way in Channel.values if way in self.cleaned_data["channels"]]
        if chosen == [Channel.VIDEO] and not get_settings().video_address:
            raise forms.ValidationError(_("Bitte tragen Sie zuerst in den Einstellungen einen Videodienst ein."))
        return chosen

    def places(self) -> Mapping[Location, Sequence[Pool]]:
        """Return the chosen pools by location; locations without any are left out."""
        chosen = {
            location: [pool for pool in pools if str(pool.pk) in self.cleaned_data[PREFIX + str(location.pk)]]
            for location, pools in self.locations.items()
        }
        return {location: pools for location, pools in chosen.items() if pools}

    def concern(self) -> Concern:
        """Return the concern as it is to be saved; a new one comes last and has the form's key as its id."""
        concern: Concern = self.instance
        if concern._state.adding:  # noqa: SLF001 - Django's own way to ask whether a row exists
            concern.pk = self.cleaned_data["idem_key"]
            last = Concern.objects.aggregate(last=Max("position"))["last"]
            concern.position = 0 if last is None else last + 1
        return concern


def chosen_pools(concern: Concern) -> set[Any]:
    """Return the ids of the pools that the concern uses at the locations where it is offered."""
    if concern._state.adding:  # noqa: SLF001 - as above
        return set()
    places = ConcernPlace.objects.filter(concern=concern, is_active=True, pools__kind=PoolKind.COUNTERS)
    return set(places.values_list("pools", flat=True))


def _pools_by_location(pools: Iterable[Pool]) -> dict[Location, list[Pool]]:
    return {location: list(group) for location, group in groupby(pools, key=lambda pool: pool.location)}


def _pool_label(pool: Pool) -> str:
    return pool.name if pool.is_active else f"{pool.name} ({_('außer Betrieb')})"


def _in_steps(minutes: int) -> int:
    if minutes % 5:
        raise forms.ValidationError(
            _("Bitte geben Sie die Minuten in Schritten von fünf ein, zum Beispiel 15 oder 20.")
        )
    return minutes
