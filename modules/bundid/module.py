"""The module as the platform sees it."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from modules.bundid.permissions import PERMISSIONS, SETUP
from rathaus.registry import ModuleSpec, MyEntry, NavEntry, Schedule

SPEC: Final = ModuleSpec(
    slug="bundid",
    label=_("BundID"),
    path="bundid",
    for_citizens=_("Mit der BundID anmelden und sich ausweisen, wo ein Antrag es verlangt."),
    for_staff=_("Die Anbindung an die BundID einrichten und prüfen."),
    icon="account-circle",
    public_urls="modules.bundid.urls.public",
    staff_urls="modules.bundid.urls.staff",
    nav=(NavEntry(_("BundID"), "bundid_staff:overview", "account-circle", SETUP, "setup"),),
    my_nav=(MyEntry(_("BundID"), "bundid:overview", "account-circle", group="self"),),
    permissions=PERMISSIONS,
    schedules=(Schedule("tidy", "bundid.tidy", timedelta(minutes=15)),),
    setup_checks="modules.bundid.setup_checks.setup_checks",
    settings_url="bundid_staff:overview",
    personal_data="modules.bundid.privacy.PERSONAL_DATA",
    confirmed_details="modules.bundid.confirmed.confirmed_for_forms",
    sign_in_methods="modules.bundid.ways.sign_in_methods",
    requires=("citizen_accounts",),
)
