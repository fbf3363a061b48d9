"""The municipality's choices for the module."""

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import AppointmentSettings
from rathaus.web.forms import ErrorTexts


class PreferencesForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """The one row of choices."""

    class Meta:
        model = AppointmentSettings
        fields = (
            "hold_minutes",
            "confirmation",
            "unconfirmed_minutes",
            "max_open_bookings",
            "reminder_hours",
            "retention_days",
            "booking_note",
            "mail_note",
        )
        widgets = {
            "confirmation": forms.RadioSelect,
            "booking_note": forms.Textarea(attrs={"rows": 3}),
            "mail_note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "hold_minutes": _("So lange ist eine gewählte Zeit vor anderen sicher, während jemand die Angaben macht."),
            "confirmation": _("Mit Code buchen nur Menschen, denen die E-Mail-Adresse wirklich gehört."),
            "unconfirmed_minutes": _("Danach ist die Zeit wieder für alle frei."),
            "max_open_bookings": _("Gilt je E-Mail-Adresse oder Telefonnummer. Das Personal kann mehr eintragen."),
            "reminder_hours": _("Zum Beispiel 168, 24: eine Woche und einen Tag vorher. Leer: Wir erinnern niemanden."),
            "retention_days": _("Nach dem Termin. Danach bleiben nur Zahlen ohne Namen."),
            "booking_note": _("Steht über der Auswahl des Anliegens, zum Beispiel: Der Aufzug ist außer Betrieb."),
            "mail_note": _("Zum Beispiel: Bitte kommen Sie fünf Minuten früher."),
        }
