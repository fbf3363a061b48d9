"""What the platform and the modules may know about a municipality."""

import uuid
from datetime import tzinfo
from typing import Protocol


class Tenant(Protocol):
    """A municipality as seen from below: enough to write its letters, not to change its contract."""

    id: uuid.UUID
    slug: str
    schema_name: str
    official_name: str
    short_name: str
    kind: str
    state: str
    time_zone: str
    status: str

    @property
    def zone(self) -> tzinfo:
        """Return the municipality's time zone."""

    @property
    def is_live(self) -> bool:
        """Return whether citizens are served."""

    @property
    def is_working(self) -> bool:
        """Return whether staff may work and jobs may run (in preparation or live)."""

    def has_module(self, slug: str) -> bool:
        """Return whether the module is switched on now; every process knows within two seconds."""

    def url(self, path: str = "/") -> str:
        """Return an absolute link on the primary domain, for mails and printed matter."""
