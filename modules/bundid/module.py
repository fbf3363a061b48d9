"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import ModuleSpec

SPEC: Final = ModuleSpec(
    slug="bundid",
    label=_("BundID"),
    path="bundid",
    for_citizens=_("Mit der BundID anmelden und sich ausweisen, wo ein Antrag es verlangt."),
    for_staff=_("Die Anbindung an die BundID einrichten und prüfen."),
    icon="account-circle",
    public_urls="modules.bundid.urls.public",
    staff_urls="modules.bundid.urls.staff",
    requires=("citizen_accounts",),
)
