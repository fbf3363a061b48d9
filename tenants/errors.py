"""What can go wrong with a municipality; each message is one line that an operator can act on."""

from collections.abc import Sequence


class TenantError(Exception):
    """A wish about a municipality that cannot be fulfilled; the message says why."""


class NotReadyError(TenantError):
    """A municipality cannot be published yet."""

    def __init__(self, missing: Sequence[str]) -> None:
        """Keep the titles of the missing steps."""
        self.missing = list(missing)
        super().__init__("Not ready to publish. Missing: " + "; ".join(self.missing) + ".")
