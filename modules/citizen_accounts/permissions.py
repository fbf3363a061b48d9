"""What staff may do with citizens' accounts."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

REPRESENTATIONS: Final = "citizen_accounts.representations"

PERMISSIONS: Final = (
    Permission(
        REPRESENTATIONS,
        _("Vollmachten und Betreuungen prüfen"),
        ("administrator", "case_worker"),
    ),
)
