"""Tell people, keep how they want to be told, and know their devices."""

from rathaus.notifications.services.devices import add_device, forget_session, forget_sessions_of, remove_device
from rathaus.notifications.services.keys import push_key
from rathaus.notifications.services.notifying import notify
from rathaus.notifications.services.preferences import save_preferences

__all__ = [
    "add_device",
    "forget_session",
    "forget_sessions_of",
    "notify",
    "push_key",
    "remove_device",
    "save_preferences",
]
