"""What the platform offers to people of this module."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from modules.bundid.selectors.setup import is_offered
from rathaus.accounts.trust import TrustLevel
from rathaus.registry import SignInMethod


def sign_in_methods() -> Sequence[SignInMethod]:
    """Return the BundID where it is offered: one query. With the identity card it reaches the highest level."""
    if not is_offered():
        return ()
    return (SignInMethod("bundid", _("Mit der BundID anmelden"), "bundid:start", int(TrustLevel.HIGH)),)
