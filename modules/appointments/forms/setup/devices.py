"""Devices of the waiting room, and the rules of a location."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Device, QueueRules
from rathaus.web.forms import ErrorTexts, IdempotencyField
from tenants.municipality.models import Location

_LONGEST = MaxValueValidator(240)


class DeviceForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """A tablet or a screen; its idem_key becomes the id of a new one, so that sending twice makes one."""

    idem_key = IdempotencyField()

    class Meta:
        model = Device
        fields = ("kind", "name", "location", "has_sound", "prints_tickets")
        labels = {"location": _("Ort")}
        help_texts = {
            "name": _("Damit Sie es wiederfinden, zum Beispiel: Eingang, Wartezimmer"),
            "has_sound": _("Für die Anzeige: ein kurzer Ton bei jedem Aufruf."),
            "prints_tickets": _("Für die Anmeldung: Am Gerät hängt ein Drucker."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locations = self.fields["location"]
        locations.queryset = Location.objects.order_by("position", "name")  # type: ignore[attr-defined]
        locations.empty_label = None  # type: ignore[attr-defined]

    def device(self) -> Device:
        """Return the device as it is to be saved."""
        device: Device = self.instance
        if device._state.adding:  # noqa: SLF001 - Django's own way to ask whether a row exists
            device.pk = self.cleaned_data["idem_key"]
        return device


class QueueRulesForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """How a location takes people without an appointment, and when somebody is early or late."""

    class Meta:
        model = QueueRules
        fields = ("takes_walk_ins", "max_waiting", "closes_minutes", "early_minutes", "late_minutes")
        help_texts = {
            "takes_walk_ins": _("Am Eingang kann man dann eine Nummer ziehen."),
            "max_waiting": _("So viele dürfen bei einem Team zugleich warten. Leer: beliebig viele."),
            "closes_minutes": _("So lange vor dem Ende der Öffnungszeit geben wir keine Nummer mehr aus."),
            "early_minutes": _("Wer früher kommt, meldet sich später an."),
            "late_minutes": _("Wer später kommt, ist nach denen ohne Termin dran."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("closes_minutes", "early_minutes", "late_minutes"):
            self.fields[name].validators.append(_LONGEST)
        self.fields["max_waiting"].validators += [MinValueValidator(1), MaxValueValidator(500)]
