"""Codes that the catalogue writes elsewhere; free of models, for the module's spec reads them early."""

from typing import Final

LEFT_FOR: Final = "online_services.left_for"  # kind of timeline entry
TELLS_RELEASE: Final = "online_services.release"  # kind of notification, for colleagues
