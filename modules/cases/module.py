"""The module as the platform sees it."""

from typing import Final

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from modules.cases import words
from modules.cases.own_cases import CALLBACK, MESSAGE, PLAIN
from modules.cases.permissions import OVERVIEW, PERMISSIONS, RELEASE, SETUP, WORK
from rathaus.registry import (
    ApiEvent,
    ApiScope,
    CaseKind,
    ModuleSpec,
    MyEntry,
    NavCount,
    NavEntry,
    NotificationKind,
    Schedule,
    TimelineKind,
)

_HANDLER: Final = "modules.cases.own_cases.HANDLER"
_NEW: Final = NavCount(
    "modules.cases.selectors.contributions.new_cases",
    ngettext_lazy("%(count)s neuer Vorgang", "%(count)s neue Vorgänge", "count"),
)
_TO_RELEASE: Final = NavCount(
    "modules.cases.selectors.notices.waiting_notices",
    ngettext_lazy("%(count)s Bescheid wartet", "%(count)s Bescheide warten", "count"),
)

SPEC: Final = ModuleSpec(
    slug="cases",
    label=_("Vorgänge"),
    path="vorgaenge",
    for_citizens=_("Sehen, wie weit ein Antrag ist, Fragen stellen, Unterlagen nachreichen und den Bescheid abholen."),
    for_staff=_("Ein Eingang für alle Anträge: zuständig, Frist, Gespräch, Bescheid und Übergabe an einem Ort."),
    icon="draft",
    public_urls="modules.cases.urls.public",
    staff_urls="modules.cases.urls.staff",
    nav=(
        NavEntry(_("Vorgänge"), "cases_staff:cases", "draft", WORK, count=_NEW),
        NavEntry(_("Auskunft"), "cases_staff:desk", "search", OVERVIEW),
        NavEntry(_("Bescheide freigeben"), "cases_staff:releases", "visibility", RELEASE, count=_TO_RELEASE),
        NavEntry(_("Orte eines Tages"), "cases_staff:day_list", "calendar-today", WORK),
        NavEntry(_("Zuständigkeiten"), "cases_staff:routes", "arrow-forward", SETUP, "setup"),
        NavEntry(_("Textbausteine für Vorgänge"), "cases_staff:texts", "edit", SETUP, "setup"),
        NavEntry(_("Bescheide einrichten"), "cases_staff:decision_settings", "checklist", SETUP, "setup"),
    ),
    permissions=PERMISSIONS,
    schedules=(Schedule("watch_documents", "cases.watch_documents", crontab(hour="7", minute="30")),),
    case_kinds=(
        CaseKind(MESSAGE, _("Nachricht"), _HANDLER, "mail"),
        CaseKind(CALLBACK, _("Rückruf"), _HANDLER, "account-circle"),
        CaseKind(PLAIN, _("Vorgang"), _HANDLER),
    ),
    personal_data="modules.cases.privacy.PERSONAL_DATA",
    public_api="modules.cases.public_api.router",
    api_scopes=(
        ApiScope(
            "cases:handover",
            _("Übergebene Vorgänge abholen"),
            _("Nur Vorgänge, die jemand im Rathaus an die Schnittstelle übergeben hat."),
        ),
    ),
    api_events=(ApiEvent("cases.handed_over", _("Vorgang an das Fachverfahren übergeben")),),
    setup_checks="modules.cases.selectors.contributions.setup_checks",
    settings_url="cases_staff:routes",
    sample_data="modules.cases.sample_data.create_samples",
    demo_data="modules.cases.demo_data.create_demo",
    activity="modules.cases.selectors.contributions.activity",
    counts="modules.cases.selectors.contributions.counts",
    search="modules.cases.selectors.contributions.search_hits",
    dashboard="modules.cases.selectors.contributions.dashboard_cards",
    my_cards="modules.cases.selectors.contributions.my_cards",
    my_nav=(MyEntry(_("Meine Vorgänge"), "cases:cases", "draft"),),
    timeline=(
        TimelineKind(words.OPENED, _("Vorgang begonnen"), "draft"),
        TimelineKind(words.SENT, _("Nachricht an das Rathaus"), "mail"),
        TimelineKind(words.RECEIVED, _("Nachricht vom Rathaus"), "mail"),
        TimelineKind(words.STATE, _("Stand eines Vorgangs"), "autorenew"),
        TimelineKind(words.DOCUMENTS, _("Unterlagen angefordert"), "drive-folder-upload"),
        TimelineKind(words.NOTICE, _("Bescheid"), "draft"),
        TimelineKind(words.FEE, _("Gebühr"), "info"),
    ),
    notifications=(
        NotificationKind(words.TELLS_MESSAGE, _("Neue Nachricht zu einem Vorgang")),
        NotificationKind(words.TELLS_STATE, _("Neuer Stand eines Vorgangs")),
        NotificationKind(words.TELLS_DOCUMENTS, _("Das Rathaus braucht Unterlagen von Ihnen")),
        NotificationKind(words.TELLS_NOTICE, _("Ein Bescheid liegt bereit"), needs_mail=True),
        NotificationKind(words.TELLS_CALL, _("Eiliger Hinweis zu Ihrer Genehmigung"), needs_mail=True, is_urgent=True),
    ),
)
