"""The module as the platform sees it."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from modules.inbox.permissions import PERMISSIONS, READ, SETUP
from modules.inbox.words import DOCUMENT, NOTE, RECEIVED, SENT, TELLS_DOCUMENT, TELLS_MESSAGE, TELLS_NOTE
from rathaus.registry import ModuleSpec, MyEntry, NavCount, NavEntry, NotificationKind, Schedule, TimelineKind

_WAITING: Final = NavCount(
    "modules.inbox.selectors.work.waiting_conversations",
    ngettext_lazy("%(count)s Nachricht ohne Antwort", "%(count)s Nachrichten ohne Antwort", "count"),
)

SPEC: Final = ModuleSpec(
    slug="inbox",
    label=_("Postfach"),
    path="postfach",
    for_citizens=_("Nachrichten und Dokumente vom Rathaus lesen, gleich antworten und alles Besprochene wiederfinden."),
    for_staff=_("Nachrichten beantworten, Dokumente bereitstellen und Gespräche notieren."),
    icon="mail",
    public_urls="modules.inbox.urls.public",
    staff_urls="modules.inbox.urls.staff",
    requires=("citizen_accounts",),
    nav=(
        NavEntry(_("Nachrichten"), "inbox_staff:conversations", "mail", READ, count=_WAITING),
        NavEntry(_("Bürgerinnen und Bürger"), "inbox_staff:people", "account-circle", READ),
        NavEntry(_("Textbausteine"), "inbox_staff:text_modules", "edit", SETUP, "setup"),
    ),
    permissions=PERMISSIONS,
    schedules=(Schedule("tell_about_notes", "inbox.tell_about_notes", timedelta(minutes=1)),),
    setup_checks="modules.inbox.selectors.contributions.setup_checks",
    settings_url="inbox_staff:text_modules",
    sample_data="modules.inbox.sample_data.create_samples",
    demo_data="modules.inbox.demo_data.create_demo",
    personal_data="modules.inbox.privacy.PERSONAL_DATA",
    activity="modules.inbox.selectors.contributions.activity",
    counts="modules.inbox.selectors.contributions.counts",
    search="modules.inbox.selectors.contributions.search_hits",
    dashboard="modules.inbox.selectors.contributions.dashboard_cards",
    my_nav=(
        MyEntry(_("Postfach"), "inbox:start", "mail"),
        MyEntry(_("Verlauf"), "inbox:timeline", "calendar-today"),
    ),
    my_cards="modules.inbox.selectors.contributions.my_cards",
    timeline=(
        TimelineKind(SENT, _("Nachricht an das Rathaus"), "mail"),
        TimelineKind(RECEIVED, _("Nachricht vom Rathaus"), "mail"),
        TimelineKind(DOCUMENT, _("Dokument"), "draft"),
        TimelineKind(NOTE, _("Gespräch"), "account-circle"),
    ),
    notifications=(
        NotificationKind(TELLS_MESSAGE, _("Neue Nachricht vom Rathaus")),
        NotificationKind(TELLS_DOCUMENT, _("Ein Dokument liegt bereit"), needs_mail=True),
        NotificationKind(TELLS_NOTE, _("Ein Gespräch wurde für Sie notiert")),
    ),
)
