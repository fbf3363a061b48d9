"""The steps in the waiting room as buttons: in which state they stand, which key presses them, what they do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.appointments.models import QueueTicket, State, TicketState
from modules.appointments.services.queue import finish, miss, recall, skip, undo
from modules.appointments.views.staff.states import LOOKS as LOOK_OF_STATE
from modules.appointments.views.staff.states import Look
from rathaus.accounts.models import User

Service = Callable[[QueueTicket, User, str], object]


@dataclass(frozen=True, slots=True)
class RoomStep:
    """A button: its code, verb, icon and key, the states in which it stands there, and the sentence about success."""

    code: str
    verb: Any
    icon: str
    key: str
    states: Sequence[str]
    success: Any
    run: Service


_STEPS: Final = (
    RoomStep(
        "done",
        _("Abschließen"),
        "check",
        "e",
        (TicketState.CALLED,),
        _("Der Besuch ist erledigt."),
        lambda ticket, actor, _shown: finish(ticket=ticket, actor=actor),
    ),
    RoomStep(
        "recall",
        _("Noch einmal aufrufen"),
        "autorenew",
        "r",
        (TicketState.CALLED,),
        _("Die Nummer ist noch einmal aufgerufen."),
        lambda ticket, actor, _shown: recall(ticket=ticket, actor=actor),
    ),
    RoomStep(
        "skip",
        _("Später aufrufen"),
        "arrow-down",
        "s",
        (TicketState.WAITING, TicketState.CALLED),
        _("Die Person kommt nach den anderen dran."),
        lambda ticket, actor, _shown: skip(ticket=ticket, actor=actor),
    ),
    RoomStep(
        "missed",
        _("Nicht gekommen"),
        "close",
        "x",
        (TicketState.WAITING, TicketState.CALLED),
        _("Vermerkt: nicht gekommen."),
        lambda ticket, actor, _shown: miss(ticket=ticket, actor=actor),
    ),
    RoomStep(
        "undo",
        _("Letzten Schritt zurücknehmen"),
        "arrow-back",
        "u",
        (TicketState.CALLED, TicketState.DONE, TicketState.MISSED),
        _("Der letzte Schritt ist zurückgenommen."),
        lambda ticket, actor, shown: undo(ticket=ticket, actor=actor, shown=shown),
    ),
)
STEPS: Final[Mapping[str, RoomStep]] = {step.code: step for step in _STEPS}

LOOKS: Final[Mapping[str, Look]] = {
    TicketState.WAITING: LOOK_OF_STATE[State.ARRIVED],
    TicketState.CALLED: LOOK_OF_STATE[State.CALLED],
    TicketState.DONE: LOOK_OF_STATE[State.DONE],
    TicketState.MISSED: Look("missed", "close", _("nicht gekommen")),
}


def steps_for(ticket: QueueTicket) -> list[RoomStep]:
    """Return what can be done with somebody, the most likely first."""
    return [step for step in _STEPS if ticket.state in step.states]
