"""How sure one has to be of who fills in a form."""

from rathaus.accounts.places import has_citizen_accounts
from rathaus.accounts.trust import TrustLevel


def demanded_level(level: int) -> TrustLevel:
    """Return the level that is demanded here of what a form wants.

    An account of the municipality is the lowest level. Where citizens have none, such forms are filled in by anybody
    who can read the mail with the receipt; higher levels stay what they are (§ 3 OZG).
    """
    if level == TrustLevel.BASIC and not has_citizen_accounts():
        return TrustLevel.NONE
    return TrustLevel(level)
