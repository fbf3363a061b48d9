"""Changes single sign-on: its set-up by administrators, and who comes in by it."""

from rathaus.sso.services.admitting import admit, rehearse
from rathaus.sso.services.mapping import map_group, remove_mapping, unlink
from rathaus.sso.services.setup import (
    Details,
    activate,
    deactivate,
    note_test,
    remove_provider,
    save_openid,
    save_saml,
)

__all__ = [
    "Details",
    "activate",
    "admit",
    "deactivate",
    "map_group",
    "note_test",
    "rehearse",
    "remove_mapping",
    "remove_provider",
    "save_openid",
    "save_saml",
    "unlink",
]
