"""Opening hours of a pool."""

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.forms.setup.recurring import Fields, RecurringForm, initial_of
from modules.appointments.models import OpeningHours, Pool

MAX_PLACES = 200


class HoursForm(RecurringForm):
    """Hours with the places they bring, for one or several weekdays."""

    places = forms.IntegerField(
        label=_("Plätze für alle"),
        min_value=0,
        max_value=MAX_PLACES,
        help_text=_("So viele Personen können zur gleichen Zeit online buchen."),
    )
    staff_places = forms.IntegerField(
        label=_("Plätze insgesamt"),
        min_value=0,
        max_value=MAX_PLACES,
        help_text=_("Alle Plätze, auch die nur für das Personal: für Telefon und Menschen ohne Termin."),
    )

    def clean(self) -> Fields:
        """Check the places as well."""
        data = super().clean()
        places, total = data.get("places"), data.get("staff_places")
        if places is not None and total is not None and total < places:
            self.add_error(
                "staff_places", _("Bitte geben Sie mindestens so viele Plätze an wie bei „Plätze für alle“.")
            )
        return data

    def hours(self, former: OpeningHours | None = None) -> list[OpeningHours]:
        """Return one entry for each weekday, not saved yet; `former` is the one that was edited."""
        places = {name: self.cleaned_data[name] for name in ("places", "staff_places")}
        days = self.days(former.pk, former.weekday) if former else self.days()
        return [_entry(fields | places) for fields in days]


def _entry(fields: Fields) -> OpeningHours:
    """Return the entry with this id, or a new one, with these fields."""
    entry = OpeningHours.objects.filter(pk=fields["id"]).first() or OpeningHours()
    for name, value in fields.items():
        setattr(entry, name, value)
    return entry


def hours_initial(entry: OpeningHours) -> Fields:
    """Return what the form shows for an entry."""
    return initial_of(entry) | {"places": entry.places, "staff_places": entry.staff_places}


def new_hours_initial(pool: Pool) -> Fields:
    """Return what the form shows for new hours: every counter is open."""
    return {"places": pool.counters, "staff_places": pool.counters}
