"""What staff may do with the connection to the BundID."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rathaus.registry import Permission

SETUP: Final = "bundid.setup"

PERMISSIONS: Final = (Permission(SETUP, _("Die Anbindung an die BundID einrichten"), ("administrator",)),)
