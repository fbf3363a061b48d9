"""Of what people may be told, as the modules declare it."""

from dataclasses import dataclass

from rathaus.notifications.errors import UnknownKindError
from rathaus.registry import NotificationKind, active_modules, all_modules
from rathaus.tenancy import Tenant


@dataclass(frozen=True)
class KindGroup:
    """The kinds of one module under its name."""

    label: str
    kinds: tuple[NotificationKind, ...]


def find_kind(code: str) -> NotificationKind:
    """Return the kind with this code; raises UnknownKindError."""
    for spec in all_modules():
        for kind in spec.notifications:
            if kind.code == code:
                return kind
    raise UnknownKindError(f"No module declares the notification {code!r}.")


def active_groups(tenant: Tenant) -> list[KindGroup]:
    """Return the kinds of the modules that are on, in the order of the registry."""
    return [
        KindGroup(str(spec.label), tuple(spec.notifications)) for spec in active_modules(tenant) if spec.notifications
    ]
