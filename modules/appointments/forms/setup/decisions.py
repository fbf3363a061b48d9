"""What becomes of the bookings that a change of hours leaves outside."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.appointments.models import Booking
from modules.appointments.offers import FreeTime
from modules.appointments.services import Action, Resolution
from rathaus.web.forms import ErrorTexts
from rathaus.web.wording import keep_together, long_datetime

PREFIX: Final = "decision-"
REASON: Final = "cancel_reason"
REST: Final = "rest"  # what becomes of all bookings whose page nobody looked at
ASKS: Final = ("bulk", "preview", "goto")  # buttons that show the page again
CONTROLS: Final = ("csrfmiddlewaretoken", "back", "save", "shown", REST, *ASKS)


class DecisionsForm(ErrorTexts, forms.Form):
    """One choice for each booking, and the reason that stands in the mails of those who are cancelled."""

    cancel_reason = forms.CharField(
        label=gettext_lazy("Grund der Absage"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Steht in der E-Mail an alle, denen Sie absagen."),
    )

    def __init__(self, *, bookings: Iterable[Booking], times: Mapping[UUID, FreeTime | None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for booking in bookings:
            self.fields[PREFIX + str(booking.pk)] = forms.ChoiceField(
                label=_title(booking),
                choices=list(_choices(booking, times.get(booking.pk))),
                widget=forms.RadioSelect,
                help_text=_reach(booking),
            )
        self.order_fields([name for name in self.fields if name != REASON])


class Decided(dict[UUID, Resolution]):
    """The decisions that were sent, and for every other booking the one for the rest, if there is one."""

    def __init__(self, known: Mapping[UUID, Resolution], rest: Resolution | None) -> None:
        super().__init__(known)
        self.rest = rest

    def __missing__(self, booking: UUID) -> Resolution:
        if self.rest is None:
            raise KeyError(booking)
        return self.rest

    def __contains__(self, booking: object) -> bool:
        return self.rest is not None or super().__contains__(booking)


def resolutions_in(data: QueryDict) -> Decided:
    """Return the decisions that were sent; what is no decision about a booking is left aside."""
    reason = data.get(REASON, "")[:300]
    found = {UUID(name.removeprefix(PREFIX)): _resolution(value, reason) for name, value in _decisions(data)}
    rest = rest_in(data)
    return Decided(found, _resolution(rest, reason) if rest else None)


def rest_in(data: QueryDict) -> str:
    """Return what a button chose for all bookings, on whatever page they stand; "" if none did."""
    chosen = data.get("bulk") or data.get(REST, "")
    return chosen if chosen in list(Action) else ""


def decided_elsewhere(bookings: Iterable[Booking], shown: Iterable[Booking], data: QueryDict) -> list[tuple[str, str]]:
    """Return the decisions about bookings on other pages, to be sent along; after a choice for all there are none."""
    if data.get("bulk"):
        return []
    here = {booking.pk for booking in shown}
    others = {PREFIX + str(booking.pk) for booking in bookings if booking.pk not in here}
    return [(name, value) for name, value in _decisions(data) if name in others]


def _resolution(value: str, reason: str) -> Resolution:
    return Resolution(Action(value), reason if value == Action.CANCEL else "")


def _decisions(data: QueryDict) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if name.startswith(PREFIX) and value in list(Action):
            yield name, str(value)


def typed_before(data: QueryDict) -> list[tuple[str, str]]:
    """Return what was typed on the page before, to be sent along: no decisions and no buttons."""
    own = (*CONTROLS, REASON)
    return [
        (name, value)
        for name, values in data.lists()
        if name not in own and not name.startswith(PREFIX)
        for value in values
    ]


def decision_initial(bookings: Iterable[Booking], data: QueryDict, reason: str) -> dict[str, Any]:
    """Return what is chosen: what a button chose for all, else what was chosen before, else to keep."""
    chosen = {} if data.get("bulk") else dict(_decisions(data))
    usual = rest_in(data) or str(Action.KEEP)
    names = [PREFIX + str(booking.pk) for booking in bookings]
    return {name: chosen.get(name, usual) for name in names} | {REASON: data.get(REASON, reason)}


def _title(booking: Booking) -> str:
    when = keep_together(long_datetime(timezone.localtime(booking.starts_at)))
    return f"{when}: {booking.full_name or booking.code}, {booking.concern.name}"


def _choices(booking: Booking, time: FreeTime | None) -> Iterator[tuple[str, str]]:
    yield str(Action.KEEP), _("Termin behalten, trotz der neuen Zeiten")
    if time:
        when = keep_together(long_datetime(time.starts_at))
        yield str(Action.MOVE), _("Verschieben, voraussichtlich auf %(when)s") % {"when": when}
    else:
        yield str(Action.MOVE), _("Verschieben, falls etwas frei wird (im Moment ist nichts frei)")
    yield str(Action.CANCEL), _("Absagen, mit E-Mail") if booking.email else _("Absagen")


def _reach(booking: Booking) -> str:
    if booking.email:
        return _("Erfährt eine Verschiebung oder Absage per E-Mail.")
    if booking.phone:
        return _("Hat keine E-Mail-Adresse. Bitte rufen Sie an: %(phone)s") % {"phone": booking.phone}
    return _("Hat weder E-Mail-Adresse noch Telefonnummer angegeben.")
