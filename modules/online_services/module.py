"""The module as the platform sees it."""

from typing import Final

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from modules.online_services.permissions import CATALOGUE, FORMS, INTERNAL, PERMISSIONS, PUBLISH, STATISTICS
from modules.online_services.words import LEFT_FOR, TELLS_RELEASE
from rathaus.registry import CaseKind, ModuleSpec, MyEntry, NavCount, NavEntry, NotificationKind, Schedule, TimelineKind

_TO_RELEASE: Final = NavCount(
    "modules.online_services.selectors.contributions.requests_of_others",
    ngettext_lazy("%(count)s Formular wartet", "%(count)s Formulare warten", "count"),
)

SPEC: Final = ModuleSpec(
    slug="online_services",
    label=_("Dienste"),
    path="dienste",
    for_citizens=_("Alle Leistungen finden und online erledigen: am Telefon ausfüllen, speichern, absenden."),
    for_staff=_("Leistungen beschreiben, Formulare bauen, Gebühren pflegen und sehen, was genutzt wird."),
    icon="checklist",
    public_urls="modules.online_services.urls.public",
    staff_urls="modules.online_services.urls.staff",
    nav=(
        NavEntry(_("Antrag aufnehmen"), "online_services_staff:taking", "edit", "cases.open"),
        NavEntry(_("Interne Anträge"), "online_services_staff:internal", "account-circle", INTERNAL),
        NavEntry(_("Auswertung der Dienste"), "online_services_staff:statistics", "checklist", STATISTICS),
        NavEntry(_("Leistungen"), "online_services_staff:services", "checklist", CATALOGUE, "content"),
        NavEntry(_("Formulare"), "online_services_staff:forms", "edit", FORMS, "content"),
        NavEntry(_("Freigaben"), "online_services_staff:form_releases", "check", PUBLISH, "content", _TO_RELEASE),
    ),
    home_tasks="modules.online_services.selectors.contributions.home_tasks",
    public_search="online_services:start",
    old_addresses="modules.online_services.selectors.contributions.old_address",
    sitemap="modules.online_services.selectors.contributions.sitemap",
    permissions=PERMISSIONS,
    requires=("cases",),
    personal_data="modules.online_services.privacy.PERSONAL_DATA",
    case_kinds=(
        CaseKind("online_services.request", _("Antrag oder Anzeige"), "modules.online_services.case_handler.HANDLER"),
    ),
    my_nav=(MyEntry(_("Angefangene Anträge"), "online_services:begun", "edit"),),
    my_cards="modules.online_services.selectors.begun.my_cards",
    schedules=(
        Schedule("keep_drafts", "online_services.keep_drafts", crontab(hour="2", minute="40")),
        Schedule("count_uses", "online_services.count_uses", crontab(hour="3", minute="10")),
    ),
    setup_checks="modules.online_services.selectors.contributions.setup_checks",
    settings_url="online_services_staff:services",
    sample_data="modules.online_services.sample_data.create_samples",
    demo_data="modules.online_services.demo_data.create_demo",
    cli="modules.online_services.cli",
    activity="modules.online_services.selectors.contributions.activity",
    counts="modules.online_services.selectors.contributions.counts",
    search="modules.online_services.selectors.contributions.search_hits",
    dashboard="modules.online_services.selectors.contributions.dashboard_cards",
    notifications=(
        NotificationKind(
            TELLS_RELEASE,
            _("Freigabe von Formularen"),
            _("Wenn ein Formular auf Ihre Freigabe wartet oder über Ihren Antrag entschieden ist."),
            for_staff=True,
        ),
    ),
    timeline=(TimelineKind(LEFT_FOR, _("Weiter zu einer anderen Stelle"), "open-in-new"),),
)
