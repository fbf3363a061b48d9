"""The module as the platform sees it."""

from datetime import timedelta
from typing import Final

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from modules.appointments.permissions import PERMISSIONS, SETUP, WORK
from rathaus.registry import HomeCard, ModuleSpec, NavEntry, Schedule

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
        Schedule("send_reminders", "appointments.send_reminders", timedelta(hours=1)),
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
    search="modules.appointments.selectors.search_hits",
    dashboard="modules.appointments.selectors.dashboard_cards",
    next_free="modules.appointments.selectors.next_free_panel",
    is_embeddable=True,
    is_start_page=True,
)
