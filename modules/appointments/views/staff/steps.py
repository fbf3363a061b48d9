"""The steps of a visit as buttons: which are possible, what they do, what is said afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Booking, State
from modules.appointments.services import (
    confirm_by_staff,
    finish_callback,
    mark_arrived,
    mark_called,
    mark_done,
    mark_no_show,
    send_again,
    undo_mark,
)
from rathaus.accounts.models import User

Service = Callable[[Booking, User, str], object]


@dataclass(frozen=True, slots=True)
class Step:
    """A button: its code, verb, symbol, the states in which it stands on the page, and the sentence about success."""

    code: str
    verb: Any
    icon: str
    states: Sequence[State]
    success: Any
    run: Service


STEPS: Final = (
    Step(
        "arrived",
        _("Ist da"),
        "account-circle",
        (State.CONFIRMED, State.UNCONFIRMED, State.EXPIRED),
        _("Die Person wartet jetzt."),
        lambda booking, actor, _counter: mark_arrived(booking=booking, actor=actor),
    ),
    Step(
        "called",
        _("Aufrufen"),
        "arrow-forward",
        (State.ARRIVED, State.CONFIRMED),
        _("Die Person ist aufgerufen."),
        lambda booking, actor, counter: mark_called(booking=booking, actor=actor, counter=counter),
    ),
    Step(
        "done",
        _("Termin abschließen"),
        "check",
        (State.CALLED, State.ARRIVED),
        _("Der Termin ist erledigt."),
        lambda booking, actor, _counter: mark_done(booking=booking, actor=actor),
    ),
    Step(
        "confirmed",
        _("Termin bestätigen"),
        "checklist",
        (State.UNCONFIRMED, State.EXPIRED),
        _("Der Termin ist bestätigt."),
        lambda booking, actor, _counter: confirm_by_staff(booking=booking, actor=actor),
    ),
    Step(
        "no_show",
        _("Nicht erschienen"),
        "close",
        (State.CONFIRMED, State.ARRIVED, State.CALLED),
        _("Der Termin ist als nicht erschienen vermerkt."),
        lambda booking, actor, _counter: mark_no_show(booking=booking, actor=actor),
    ),
)
UNDO: Final = (State.ARRIVED, State.CALLED, State.DONE, State.NO_SHOW)
FINISH_CALLBACK: Final = Step(
    "called_back",
    _("Angerufen"),
    "check",
    (),
    _("Der Rückruf ist erledigt."),
    lambda booking, actor, _counter: finish_callback(booking=booking, actor=actor),
)
SEND_AGAIN: Final = Step(
    "send_again",
    _("E-Mail noch einmal schicken"),
    "mail",
    (State.CONFIRMED, State.UNCONFIRMED),
    _("Die E-Mail ist unterwegs."),
    lambda booking, actor, _counter: send_again(booking=booking, actor=actor),
)
BY_CODE: Final = {step.code: step for step in (*STEPS, FINISH_CALLBACK, SEND_AGAIN)}


def steps_for(booking: Booking) -> list[Step]:
    """Return what can be done next with a booking, the most likely first."""
    return [step for step in STEPS if booking.state in step.states]


def undo(booking: Booking, actor: User, shown: str) -> object:
    """Take the last step back, if the booking is still in the state that was shown."""
    return undo_mark(booking=booking, actor=actor, shown=shown)
