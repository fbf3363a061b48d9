"""For how long support access may be opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

DURATIONS: Final[Mapping[str, tuple[timedelta, Any]]] = {
    "1h": (timedelta(hours=1), _("1 Stunde")),
    "4h": (timedelta(hours=4), _("4 Stunden")),
    "1d": (timedelta(days=1), _("1 Tag")),
    "3d": (timedelta(days=3), _("3 Tage")),
}
