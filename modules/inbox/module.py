"""The module as the platform sees it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import ModuleSpec

SPEC: Final = ModuleSpec(
    slug="inbox",
    label=_("Postfach"),
    path="postfach",
    for_citizens=_("Nachrichten und Dokumente der Verwaltung lesen und gleich antworten."),
    for_staff=_("Nachrichten beantworten, Dokumente bereitstellen und Gespräche notieren."),
    icon="mail",
    public_urls="modules.inbox.urls.public",
    staff_urls="modules.inbox.urls.staff",
    requires=("citizen_accounts",),
)
