"""How often codes may be asked for and tried, counted in the municipality's own table (rathaus.limits).

None of it can be used to lock somebody out: what counts for an address counts per network, besides a wide limit
against flooding a mailbox; tries count per code, and a code belongs to the browser that asked for it. Passkeys are
never limited.
"""

from typing import Final

from rathaus.accounts.errors import TooOftenError
from rathaus.limits.services import hit
from rathaus.tenancy.context import tenant_or_none

TEN_MINUTES: Final = 10 * 60
MAILS_PER_ADDRESS_AND_NETWORK: Final = 5
MAILS_PER_NETWORK: Final = 30
MAILS_PER_ADDRESS: Final = 30  # in an hour, from wherever
TRIES_PER_CODE: Final = 5
TRIES_PER_NETWORK: Final = 60
FAILURES_NOTED_PER_NETWORK: Final = 60


def count_mail(*, email: str, network: str) -> None:
    """Count a mail with a code before it is written; raises TooOftenError."""
    _count("accounts.mail_network", network, MAILS_PER_NETWORK, TEN_MINUTES)
    _count("accounts.mail_address_network", f"{email} {network}", MAILS_PER_ADDRESS_AND_NETWORK, TEN_MINUTES)
    _count("accounts.mail_address", email, MAILS_PER_ADDRESS, 60 * 60)


def count_try(*, code_id: str, network: str) -> None:
    """Count a try of a code from a mail before it is looked at; raises TooOftenError."""
    count_try_from(network=network)
    _count("accounts.code_try", code_id, TRIES_PER_CODE, 60 * 60)


def count_try_from(*, network: str) -> None:
    """Count a try of any code from this network; raises TooOftenError. Operators' codes count per person only."""
    if tenant_or_none() is not None:
        _count("accounts.code_network", network, TRIES_PER_NETWORK, TEN_MINUTES)


def may_note_failure(*, network: str) -> bool:
    """Return whether a failure of this network is still written down: nobody fills the record with them."""
    if tenant_or_none() is None:
        return True
    return hit(name="accounts.failure", key=network, limit=FAILURES_NOTED_PER_NETWORK, seconds=TEN_MINUTES) is None


def _count(name: str, key: str, limit: int, seconds: int) -> None:
    if hit(name=name, key=key, limit=limit, seconds=seconds):
        raise TooOftenError
