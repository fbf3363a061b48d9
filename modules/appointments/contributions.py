"""What the module adds to people's timelines, notifications and own pages; free of models, for it is read early."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import MyEntry, NotificationKind, TimelineKind

REMINDER: Final = "appointments.reminder"
CHANGE: Final = "appointments.change"
OFFER: Final = "appointments.offer"
DOCUMENT: Final = "appointments.document"

NOTIFICATIONS: Final = (
    NotificationKind(REMINDER, _("Erinnerung an einen Termin")),
    NotificationKind(CHANGE, _("Ein Termin ändert sich"), _("Wenn wir einen Termin verschieben oder absagen müssen.")),
    NotificationKind(
        OFFER, _("Ein früherer Termin wird frei"), _("Für alle, die auf der Warteliste stehen."), is_urgent=True
    ),
    NotificationKind(DOCUMENT, _("Ein Dokument liegt bereit"), _("Zum Beispiel Ihr neuer Ausweis.")),
)

BOOKED: Final = "appointments.booked"
MOVED: Final = "appointments.moved"
CANCELLED: Final = "appointments.cancelled"
VISITED: Final = "appointments.visited"
MISSED: Final = "appointments.missed"
DOCUMENT_READY: Final = "appointments.document_ready"
DOCUMENT_COLLECTED: Final = "appointments.document_collected"

TIMELINE: Final = (
    TimelineKind(BOOKED, _("Termin gebucht")),
    TimelineKind(MOVED, _("Termin verschoben")),
    TimelineKind(CANCELLED, _("Termin abgesagt")),
    TimelineKind(VISITED, _("Termin wahrgenommen"), "check"),
    TimelineKind(MISSED, _("Termin nicht wahrgenommen")),
    TimelineKind(DOCUMENT_READY, _("Dokument liegt bereit"), "draft"),
    TimelineKind(DOCUMENT_COLLECTED, _("Dokument abgeholt"), "check"),
)

MY_NAV: Final = (MyEntry(_("Meine Termine"), "appointments:mine", "calendar-today"),)
