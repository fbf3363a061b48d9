"""Trade notifications as XGewerbeanzeige 2.2, made of the answers to the three shipped forms. Not validated."""

from modules.online_services.xgewerbeanzeige.message import KINDS, Notification, Office, gewerbemeldung

__all__ = ["KINDS", "Notification", "Office", "gewerbemeldung"]
