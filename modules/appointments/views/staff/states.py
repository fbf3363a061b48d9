"""How the state of a booking looks: always a colour, a symbol and a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.appointments.models import SYSTEM_ORIGINS, Booking, Origin, State
from rathaus.web.icons import STATE_ICONS


@dataclass(frozen=True, slots=True)
class Look:
    """A `data-state` of the style sheet, one of KERN's icons, and the word for both."""

    state: str
    icon: str
    word: Any


def _look(state: str, word: Any, icon: str = "") -> Look:
    return Look(state, icon or STATE_ICONS[state], word)


LOOKS: Final[Mapping[str, Look]] = {
    State.HELD: _look("blocked", _("wird gerade gebucht"), "autorenew"),
    State.UNCONFIRMED: _look("booked", _("noch nicht bestätigt"), "question-mark"),
    State.CONFIRMED: _look("booked", _("gebucht")),
    State.ARRIVED: _look("waiting", _("wartet")),
    State.CALLED: _look("serving", _("in Bedienung")),
    State.DONE: _look("done", _("erledigt")),
    State.NO_SHOW: _look("missed", _("nicht erschienen")),
    State.CANCELLED: _look("missed", _("abgesagt"), "delete"),
    State.EXPIRED: _look("blocked", _("nie bestätigt"), "warning"),
}


KEPT: Final[Mapping[str, Look]] = {
    Origin.WAITING_LIST: _look("blocked", _("angeboten"), "mail"),
    Origin.REPLACEMENT: _look("blocked", _("als Ersatz angeboten"), "mail"),
    Origin.EMBARGO: _look("blocked", _("noch nicht wieder frei"), "autorenew"),
}


def look_of(booking: Booking) -> Look:
    """Return how the booking's state is shown; what the town hall itself keeps says for what."""
    if booking.state == State.HELD and booking.origin in SYSTEM_ORIGINS:
        return KEPT[booking.origin]
    return LOOKS[booking.state]
