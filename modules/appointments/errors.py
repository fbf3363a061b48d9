"""What can go wrong with an appointment, each with the sentence that people read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from modules.appointments.models import Booking
    from modules.appointments.offers import FreeTime


class AppointmentError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class SlotTakenError(AppointmentError):
    """Somebody else has the time; `neighbours` are free times close to it."""

    sentence = _("Dieser Termin wurde gerade vergeben.")

    def __init__(self, neighbours: Sequence["FreeTime"] = ()) -> None:
        """Carry the free times to offer instead."""
        super().__init__()
        self.neighbours = tuple(neighbours)


class NotOfferedError(AppointmentError):
    """The concern is not offered at that time, at that place, or to that person."""

    sentence = _("Diese Zeit können Sie nicht buchen. Bitte wählen Sie eine andere.")


class UnclearVisitError(AppointmentError):
    """The number of persons or an answer is missing or impossible."""

    sentence = _("Bitte beantworten Sie alle Fragen zu Ihrem Anliegen.")


class TooManyPersonsError(UnclearVisitError):
    """More persons than the concern takes in one appointment."""

    def __init__(self, limit: int) -> None:
        """Say the limit."""
        super().__init__()
        self.limit = limit

    def __str__(self) -> str:
        text = ngettext(
            "Bitte buchen Sie für jede Person einen eigenen Termin.",
            "Bitte buchen Sie für höchstens %(count)s Personen.",
            self.limit,
        )
        return text % {"count": self.limit}


class HoldLapsedError(AppointmentError):
    """The time was kept as long as promised; everything typed is still there."""

    sentence = _("Die Reservierung ist abgelaufen. Ihre Angaben sind noch da. Bitte wählen Sie die Zeit neu.")


class TooManyBookingsError(AppointmentError):
    """One person has as many open appointments as the municipality allows."""

    def __init__(self, limit: int) -> None:
        """Say the limit."""
        super().__init__()
        self.limit = limit

    def __str__(self) -> str:
        text = ngettext(
            "Sie haben schon einen offenen Termin. Bitte nehmen Sie diesen wahr oder sagen Sie ihn ab.",
            "Sie haben schon %(count)s offene Termine. Bitte sagen Sie zuerst einen davon ab.",
            self.limit,
        )
        return text % {"count": self.limit}


class WrongCodeError(AppointmentError):
    """The confirmation code does not match; `tries_left` more may be typed."""

    def __init__(self, tries_left: int) -> None:
        """Say how many tries remain."""
        super().__init__()
        self.tries_left = tries_left

    def __str__(self) -> str:
        if not self.tries_left:
            return str(TooManyTriesError())
        text = ngettext(
            "Der Code stimmt nicht. Sie haben noch einen Versuch.",
            "Der Code stimmt nicht. Sie haben noch %(count)s Versuche.",
            self.tries_left,
        )
        return text % {"count": self.tries_left}


class TooManyTriesError(AppointmentError):
    """No further code is accepted until a new mail was sent."""

    sentence = _("Der Code wurde zu oft falsch eingegeben. Bitte lassen Sie sich die E-Mail noch einmal schicken.")


class TooManyMailsError(AppointmentError):
    """The confirmation mail was sent as often as we send it."""

    sentence = _("Wir haben die E-Mail schon mehrmals geschickt. Bitte rufen Sie uns an.")


class IncompleteDetailsError(AppointmentError):
    """There is neither a name nor a way to reach the person."""

    sentence = _("Bitte geben Sie Ihren Namen an und wie wir Sie erreichen: E-Mail oder Telefon.")


class WrongStateError(AppointmentError):
    """The booking's state does not allow the step any more."""

    sentence = _("Das geht bei diesem Termin nicht mehr.")


class BusyError(AppointmentError):
    """Too many people want the same day at this moment."""

    sentence = _("Gerade gibt es sehr viele Anfragen. Bitte versuchen Sie es in einer Minute noch einmal.")


class SetupError(AppointmentError):
    """A change of the set-up contradicts itself or what exists."""

    def __init__(self, sentence: Any) -> None:
        """Carry the sentence for the administrator."""
        super().__init__()
        self.sentence = sentence


class UnresolvedBookingsError(AppointmentError):
    """A change would leave `bookings` outside of the hours, and nobody decided what becomes of them."""

    def __init__(self, bookings: Sequence["Booking"]) -> None:
        """Carry the bookings to decide on."""
        super().__init__()
        self.bookings = tuple(bookings)

    def __str__(self) -> str:
        text = ngettext(
            "Ein Termin liegt dann außerhalb der Öffnungszeiten. Bitte entscheiden Sie, was mit ihm wird.",
            "%(count)s Termine liegen dann außerhalb der Öffnungszeiten. Bitte entscheiden Sie, was mit ihnen wird.",
            len(self.bookings),
        )
        return text % {"count": len(self.bookings)}
