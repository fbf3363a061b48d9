"""The module as the platform sees it."""

from datetime import timedelta
from typing import Final

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from modules.appointments.contributions import MY_NAV, NOTIFICATIONS, TIMELINE
from modules.appointments.permissions import PERMISSIONS, SETUP, STATISTICS, WORK
from rathaus.registry import ApiEvent, ApiScope, HomeCard, ModuleSpec, NavEntry, Schedule

SPEC: Final = ModuleSpec(
    slug="appointments",
    label=_("Termine"),
    path="termine",
    for_citizens=_("Termine im Rathaus buchen, verschieben und absagen, ohne Konto und ohne Anruf."),
    for_staff=_("Der Tag auf einen Blick: Termine eintragen, aufrufen, abschließen. Öffnungszeiten selbst ändern."),
    icon="calendar-today",
    public_urls="modules.appointments.urls.public",
    staff_urls="modules.appointments.urls.staff",
    nav=(
        NavEntry(_("Termine"), "appointments_staff:day", "calendar-today", WORK),
        NavEntry(_("Warteraum"), "appointments_staff:room", "account-circle", WORK),
        NavEntry(_("Warteliste"), "appointments_staff:waiting_list", "visibility", WORK),
        NavEntry(_("Abholung"), "appointments_staff:collections", "draft", WORK),
        NavEntry(_("Auswertung"), "appointments_staff:statistics", "checklist", STATISTICS),
        NavEntry(_("Termine einrichten"), "appointments_staff:setup", "calendar-today", SETUP, "setup"),
    ),
    home=(
        HomeCard(
            title=_("Termin buchen"),
            text=_("Tag und Uhrzeit aussuchen, ohne Anruf und ohne Konto"),
            url_name="appointments:start",
            icon="calendar-today",
        ),
    ),
    permissions=PERMISSIONS,
    schedules=(
        Schedule("sweep_expired", "appointments.sweep_expired", timedelta(minutes=1)),
        Schedule("ensure_days", "appointments.ensure_days", timedelta(hours=1)),
        Schedule("send_reminders", "appointments.send_reminders", timedelta(minutes=10)),
        Schedule("tidy_waiting_list", "appointments.tidy_waiting_list", timedelta(hours=1)),
        Schedule("remind_of_documents", "appointments.remind_of_documents", crontab(hour="8", minute="20")),
        Schedule("go_on_with_outages", "appointments.go_on_with_outages", timedelta(minutes=5)),
        Schedule("send_day_list", "appointments.send_day_list", crontab(hour="6", minute="0,15,30,45")),
        Schedule("sample_lead_times", "appointments.sample_lead_times", crontab(hour="10", minute="0")),
        Schedule("send_report", "appointments.send_report", crontab(day_of_month="1-3", hour="7", minute="30")),
        Schedule("close_tickets", "appointments.close_tickets", crontab(hour="1", minute="40")),
        Schedule("check_days", "appointments.check_days", crontab(hour="2", minute="50")),
    ),
    setup_checks="modules.appointments.setup_checks.setup_checks",
    settings_url="appointments_staff:setup",
    sample_data="modules.appointments.sample_data.create_samples",
    demo_data="modules.appointments.demo_data.create_demo",
    personal_data="modules.appointments.privacy.PERSONAL_DATA",
    cli="modules.appointments.cli",
    activity="modules.appointments.selectors.activity",
    counts="modules.appointments.selectors.counts",
    opening_today="modules.appointments.selectors.opening_today",
    opening_week="modules.appointments.selectors.opening_week",
    notices="modules.appointments.selectors.outages.notices",
    public_api="modules.appointments.public_api.router",
    api_scopes=(
        ApiScope("appointments:read", _("Anliegen, Orte und freie Zeiten lesen")),
        ApiScope(
            "appointments:book",
            _("Termine buchen, verschieben und absagen"),
            _("Wer kommt, bestätigt wie auf der Website mit einem Code aus der E-Mail."),
        ),
        ApiScope(
            "appointments:book_confirmed",
            _("Termine ohne Code bestätigen"),
            _("Nur für Programme, die die E-Mail-Adresse selbst geprüft haben."),
        ),
    ),
    api_events=(
        ApiEvent("appointments.booking_confirmed", _("Termin gebucht")),
        ApiEvent("appointments.booking_moved", _("Termin verschoben")),
        ApiEvent("appointments.booking_cancelled", _("Termin abgesagt")),
        ApiEvent("appointments.booking_arrived", _("Person ist angekommen")),
        ApiEvent("appointments.booking_done", _("Termin erledigt")),
        ApiEvent("appointments.booking_no_show", _("Person ist nicht erschienen")),
    ),
    search="modules.appointments.selectors.search_hits",
    timeline=TIMELINE,
    notifications=NOTIFICATIONS,
    my_nav=MY_NAV,
    my_cards="modules.appointments.my_cards.my_cards",
    guest_items="modules.appointments.guests.GUEST_ITEMS",
    dashboard="modules.appointments.selectors.dashboard_cards",
    next_free="modules.appointments.selectors.next_free_panel",
    booking_url="modules.appointments.selectors.linking.booking_url",
    screen_paths=("ankommen/", "anzeige/"),
    is_embeddable=True,
    is_start_page=True,
)
