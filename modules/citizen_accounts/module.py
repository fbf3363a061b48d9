"""The module as the platform sees it."""

from typing import Final

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from modules.citizen_accounts.permissions import PERMISSIONS, REPRESENTATIONS
from rathaus.registry import ModuleSpec, MyEntry, NavCount, NavEntry, NotificationKind, Schedule, TimelineKind

_TO_CHECK: Final = NavCount(
    "modules.citizen_accounts.selectors.figures.proofs_to_check",
    ngettext_lazy("%(count)s Nachweis zu prüfen", "%(count)s Nachweise zu prüfen", "count"),
)

SPEC: Final = ModuleSpec(
    slug="citizen_accounts",
    label=_("Bürgerkonto"),
    path="mein",
    staff_path="buerger/vertretungen",
    for_citizens=_("Mit Fingerabdruck oder Gesicht anmelden und alles sehen, was mit der Verwaltung läuft."),
    for_staff=_("Bürgerinnen und Bürger mit ihrem Verlauf finden, auch Firmen und Vereine."),
    icon="account-circle",
    public_urls="modules.citizen_accounts.urls.public",
    staff_urls="modules.citizen_accounts.urls.staff",
    nav=(
        NavEntry(
            _("Vollmachten"), "citizen_accounts_staff:representations", "checklist", REPRESENTATIONS, count=_TO_CHECK
        ),
    ),
    permissions=PERMISSIONS,
    schedules=(
        Schedule("end_representations", "citizen_accounts.end_representations", crontab(hour="0", minute="20")),
    ),
    setup_checks="modules.citizen_accounts.setup_checks.setup_checks",
    demo_data="modules.citizen_accounts.demo_data.create_demo",
    personal_data="modules.citizen_accounts.privacy.PERSONAL_DATA",
    cli="modules.citizen_accounts.cli",
    activity="modules.citizen_accounts.selectors.figures.activity",
    counts="modules.citizen_accounts.selectors.figures.counts",
    dashboard="modules.citizen_accounts.selectors.figures.dashboard_cards",
    notifications=(
        NotificationKind(
            "citizen_accounts.representations",
            _("Für andere handeln"),
            _("Wenn wir einen Nachweis geprüft haben oder eine Vertretung endet."),
        ),
    ),
    timeline=(TimelineKind("citizen_accounts.representation", _("Für andere handeln"), "account-circle"),),
    my_nav=(
        MyEntry(_("Profil"), "citizen_accounts:profile", "edit", "self"),
        MyEntry(_("Für andere handeln"), "citizen_accounts:acting", "account-circle", "self"),
        MyEntry(_("Firmen und Vereine"), "citizen_accounts:organisations", "home", "self"),
        MyEntry(_("Meine Daten"), "citizen_accounts:my_data", "download", "self"),
    ),
    my_cards="modules.citizen_accounts.selectors.cards.my_cards",
    acting_for="modules.citizen_accounts.acting.acting_for",
    person_details="modules.citizen_accounts.selectors.details.person_details",
    find_people="modules.citizen_accounts.selectors.people.find_people",
)
