"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import ModuleSpec

SPEC: Final = ModuleSpec(
    slug="citizen_accounts",
    label=_("Bürgerkonto"),
    path="mein",
    for_citizens=_("Mit Fingerabdruck oder Gesicht anmelden und alles sehen, was mit der Verwaltung läuft."),
    for_staff=_("Bürgerinnen und Bürger mit ihrem Verlauf finden, auch Firmen und Vereine."),
    icon="account-circle",
    public_urls="modules.citizen_accounts.urls.public",
    staff_urls="modules.citizen_accounts.urls.staff",
)
