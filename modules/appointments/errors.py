"""What can go wrong with an appointment, each with the sentence that people read."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rathaus.tenancy import current_tenant
from rathaus.web.wording import full_clock

if TYPE_CHECKING:
    from modules.appointments.models import Booking
    from modules.appointments.offers import FreeTime
    from modules.appointments.selectors.admission import Admission
    from rathaus.limits.services import Refusal


class AppointmentError(Exception):
    """The base of all: `str(error)` is a sentence in the active language that says what to do."""

    sentence: Any = _("Das ist leider nicht möglich.")

    def __str__(self) -> str:
        return str(self.sentence)


class SlotTakenError(AppointmentError):
    """Somebody else has the time; `neighbours` are free times close to it, looked for when somebody asks."""

    sentence = _("Dieser Termin wurde gerade vergeben.")

    def __init__(self, find: "Callable[[], Sequence[FreeTime]]" = tuple) -> None:
        """Keep how the free times are found: in a rush most refusals end without anybody looking at them."""
        super().__init__()
        self._find = find

    @cached_property
    def neighbours(self) -> tuple["FreeTime", ...]:
        """The free times to offer instead, as they are at the first look."""
        return tuple(self._find())


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


class NotTogetherError(UnclearVisitError):
    """No team does all the concerns, or not in the same way."""

    sentence = _("Diese Anliegen gehen nicht in einem Termin. Bitte buchen Sie getrennte Termine.")


class NoStepFreePlaceError(UnclearVisitError):
    """The concern is offered only where steps lead."""

    sentence = _(
        "Für dieses Anliegen haben wir leider keinen Ort ohne Stufen. Bitte rufen Sie uns an. Wir finden einen Weg."
    )


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


class NoWaitingListError(AppointmentError):
    """The concern has no waiting list."""

    sentence = _("Für dieses Anliegen gibt es keine Warteliste. Bitte rufen Sie uns an.")


class TooManyWishesError(AppointmentError):
    """One address stands on the waiting list as often as it may."""

    sentence = _("Sie stehen schon mehrmals auf der Warteliste. Bitte tragen Sie sich dort zuerst aus.")


class OfferLapsedError(AppointmentError):
    """Nobody answered the offer in time, or it was answered already."""

    sentence = _("Dieses Angebot gilt nicht mehr. Die Zeit ist inzwischen weitergegeben.")


class CrowdedNetworkError(AppointmentError):
    """Too much came from one network in a short time; `refusal` says when it goes on."""

    def __init__(self, refusal: "Refusal") -> None:
        """Carry when it may be tried again."""
        super().__init__()
        self.refusal = refusal

    def __str__(self) -> str:
        time = full_clock(self.refusal.retry_at.astimezone(current_tenant().zone))
        text = _("Von Ihrem Internetanschluss kamen gerade sehr viele Anfragen. Ab %(time)s geht es wieder.")
        return text % {"time": time}


class TooFastError(AppointmentError):
    """The form came back sooner than anybody can fill it in."""

    sentence = _("Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie noch einmal.")


class ProofMissingError(AppointmentError):
    """The browser's work is missing, too old, or was used before."""

    sentence = _(
        "Ihr Browser muss zuerst eine Rechenaufgabe lösen. Ihre Auswahl ist noch da. Bitte senden Sie sie noch einmal."
    )


class NoNumberError(AppointmentError):
    """Nobody gets a number without an appointment at this place now; `admission` says why, where it is known."""

    sentence = _("Im Moment gibt es hier keine Nummer ohne Termin.")

    def __init__(self, admission: "Admission | None" = None) -> None:
        """Carry what the room looks like."""
        super().__init__()
        self.admission = admission


class ReplacementGoneError(AppointmentError):
    """The replacement is not kept any more: it lapsed, or the matter was settled otherwise."""

    sentence = _("Diese Zeit ist nicht mehr reserviert. Bitte wählen Sie eine andere.")


class UnknownCodeError(AppointmentError):
    """No appointment until today has the number that was scanned or typed."""

    def __init__(self, text: str) -> None:
        """Carry what was scanned."""
        super().__init__()
        self.text = text

    def __str__(self) -> str:
        words = _("„%(text)s“ gehört zu keinem Termin. Bitte prüfen Sie die Nummer oder tragen Sie von Hand ein.")
        return str(words) % {"text": self.text}


class ForgottenPersonError(UnknownCodeError):
    """The appointment is known, but name and contact were deleted when their time was over."""

    def __str__(self) -> str:
        words = _("Zu „%(text)s“ sind Name und Kontakt schon gelöscht. Bitte tragen Sie das Dokument von Hand ein.")
        return str(words) % {"text": self.text}


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


class DayListPasswordError(AppointmentError):
    """The list of the day has no password that can be read: it was never set, or the keys of the server changed."""

    sentence = _("Bitte legen Sie eine Adresse und ein Kennwort für die Tagesliste fest.")


class MonthNotOverError(AppointmentError):
    """A report is asked for about a month that has days to come."""

    sentence = _("Dieser Monat ist noch nicht vorbei. Bitte wählen Sie einen früheren.")
