"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from modules.hearings.doors import DOOR
from modules.hearings.permissions import PERMISSIONS, WORK
from rathaus.registry import CaseKind, FormDoor, ModuleSpec, NavCount, NavEntry

_TO_FETCH: Final = NavCount(
    "modules.hearings.selectors.hearings.answers_to_fetch",
    ngettext_lazy("%(count)s Antwort abzuholen", "%(count)s Antworten abzuholen", "count"),
)

SPEC: Final = ModuleSpec(
    slug="hearings",
    label=_("Anhörungen"),
    path="anhoerung",
    staff_path="anhoerungen",
    for_citizens=_("Mit Aktenzeichen und Code aus dem Brief sehen, was vorgeworfen wird, und ohne Konto antworten."),
    for_staff=_("Akten aus dem Fachverfahren einlesen, Codes für Briefe ausgeben, Antworten als CSV und PDF abholen."),
    icon="draft",
    public_urls="modules.hearings.urls.public",
    staff_urls="modules.hearings.urls.staff",
    requires=("cases", "online_services"),
    nav=(NavEntry(_("Anhörungen"), "hearings_staff:hearings", "draft", WORK, count=_TO_FETCH),),
    permissions=PERMISSIONS,
    settings_url="hearings_staff:settings",
    demo_data="modules.hearings.demo_data.create_demo",
    personal_data="modules.hearings.privacy.PERSONAL_DATA",
    activity="modules.hearings.selectors.figures.activity",
    dashboard="modules.hearings.selectors.figures.dashboard_cards",
    case_kinds=(CaseKind("hearings.hearing", _("Anhörung"), "modules.hearings.case_handler.HANDLER"),),
    form_doors=(
        FormDoor(
            DOOR,
            case_kind="hearings.hearing",
            on_sent="modules.hearings.services.answering.note_answer",
            is_open="modules.hearings.services.answering.is_open",
        ),
    ),
)
