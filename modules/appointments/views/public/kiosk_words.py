"""What the tablet at the entrance says: one clear sentence about what is, and one about what to do."""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from modules.appointments.models import Booking, Channel
from modules.appointments.moments import today
from modules.appointments.selectors.admission import Admission, Refusal
from modules.appointments.services.arriving import Arrival, CheckIn
from rathaus.calendar.localtime import wall_time_of
from rathaus.tenancy import current_tenant
from rathaus.web.wording import day_month, full_clock

_KINDS: Final = {Arrival.HERE: "success", Arrival.LATE: "warning", Arrival.ALREADY: "success"}


@dataclass(frozen=True, slots=True)
class Words:
    """A heading, a sentence, what to do, and of which kind (success, info, warning)."""

    heading: str
    text: str
    advice: str = ""
    kind: str = "info"


def arrival_words(result: CheckIn) -> Words:
    """Return what somebody reads who showed a code; never a name."""
    if result.booking is None:
        return Words(
            _("Diese Terminnummer kennen wir nicht."),
            _("Diese Terminnummer kennen wir nicht. Bitte prüfen Sie die sechs Zeichen aus Ihrer E-Mail."),
        )
    heading, text, advice = _SENTENCES[result.arrival](result, result.booking)
    return Words(heading, text, advice, _KINDS.get(result.arrival, "info"))


def blocked_words() -> Words:
    """Return what everybody reads after too many codes."""
    return Words(
        _("Bitte melden Sie sich am Empfang."),
        _("An diesem Gerät wurden gerade sehr viele Nummern eingegeben. In fünf Minuten geht es wieder."),
        kind="warning",
    )


def refusal_words(admission: Admission | None) -> Words:
    """Return why there is no number at the moment."""
    refusal = admission.refusal if admission else None
    if admission is None or refusal == Refusal.NEVER:
        return Words(_("Hier brauchen Sie einen Termin."), _("Ohne Termin können wir Sie hier nicht bedienen."))
    if refusal == Refusal.FULL:
        return Words(_("Im Moment warten sehr viele."), _("Deshalb geben wir gerade keine neuen Nummern aus."))
    if refusal == Refusal.CLOSING:
        return Words(_("Für heute ist es zu spät."), _("Wir schließen bald und können Sie nicht mehr aufrufen."))
    return Words(_("Gerade ist geschlossen."), _opens(admission))


def _opens(admission: Admission) -> str:
    cell = admission.outlook.hours.opens_at_cell
    if cell is None:
        return _("Heute geben wir für dieses Anliegen keine Nummern aus.")
    opens = wall_time_of(today(admission.outlook.now), cell, current_tenant().time_zone)
    return _("Nummern gibt es heute wieder ab %(time)s.") % {"time": full_clock(opens)}


def _time(booking: Booking) -> str:
    return full_clock(timezone.localtime(booking.starts_at))


def _day(booking: Booking) -> str:
    return day_month(timezone.localtime(booking.starts_at))


def _here(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    text = _("Ihr Termin ist um %(time)s.") % {"time": _time(booking)}
    return _("Sie sind angemeldet."), text, _("Bitte setzen Sie sich. Wir rufen Ihre Nummer auf.")


def _late(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    text = _("Ihr Termin war um %(time)s.") % {"time": _time(booking)}
    advice = _("Wir rufen Sie auf, sobald ein Platz frei ist. Das kann etwas dauern.")
    return _("Sie sind angemeldet, aber zu spät."), text, advice


def _already(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    text = _("Ihr Termin ist um %(time)s.") % {"time": _time(booking)}
    return _("Sie sind schon angemeldet."), text, _("Bitte setzen Sie sich. Wir rufen Ihre Nummer auf.")


def _called(result: CheckIn, _booking: Booking) -> tuple[str, str, str]:
    counter = result.ticket.counter_words if result.ticket else ""
    advice = _("Bitte gehen Sie jetzt dorthin: %(counter)s.") % {"counter": counter} if counter else ""
    return _("Wir haben Sie schon aufgerufen."), _("Wir warten auf Sie."), advice


def _early(result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    text = _("Ihr Termin ist um %(time)s.") % {"time": _time(booking)}
    opens = full_clock(timezone.localtime(result.from_time or booking.starts_at))
    return _("Sie sind früh da."), text, _("Bitte melden Sie sich ab %(time)s hier an.") % {"time": opens}


def _other_day(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    values = {"day": _day(booking), "time": _time(booking)}
    if booking.day < today():
        text = _("Ihr Termin war am %(day)s um %(time)s.") % values
        return _("Dieser Termin ist vorbei."), text, _("Bitte ziehen Sie eine Nummer oder fragen Sie am Empfang.")
    text = _("Ihr Termin ist am %(day)s um %(time)s.") % values
    return _("Ihr Termin ist nicht heute."), text, _("Bitte kommen Sie an diesem Tag wieder.")


def _other_place(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    location = booking.place.location
    text = _("Ihr Termin ist heute um %(time)s hier: %(place)s, %(address)s.")
    text %= {"time": _time(booking), "place": location.name, "address": location.address}
    return _("Sie sind am falschen Ort."), text, _("Bitte fragen Sie am Empfang, wenn Sie es nicht mehr schaffen.")


def _remote(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    heading = _("Ihr Termin ist am Telefon.") if booking.channel == Channel.PHONE else _("Ihr Termin ist per Video.")
    text = _("Es geht los am %(day)s um %(time)s.") % {"day": _day(booking), "time": _time(booking)}
    return heading, text, _("Sie müssen dafür nicht hierherkommen.")


def _lapsed(_result: CheckIn, _booking: Booking) -> tuple[str, str, str]:
    return (
        _("Dieser Termin ist verfallen."),
        _("Er wurde nicht rechtzeitig bestätigt."),
        _("Bitte ziehen Sie eine Nummer oder fragen Sie am Empfang."),
    )


def _cancelled(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    text = _("Der Termin am %(day)s um %(time)s findet nicht statt.") % {"day": _day(booking), "time": _time(booking)}
    return _("Dieser Termin ist abgesagt."), text, _("Bitte ziehen Sie eine Nummer oder fragen Sie am Empfang.")


def _over(_result: CheckIn, booking: Booking) -> tuple[str, str, str]:
    text = _("Ihr Termin war um %(time)s.") % {"time": _time(booking)}
    return _("Dieser Termin ist vorbei."), text, _("Bitte ziehen Sie eine Nummer oder fragen Sie am Empfang.")


_SENTENCES: Final = {
    Arrival.HERE: _here,
    Arrival.LATE: _late,
    Arrival.ALREADY: _already,
    Arrival.CALLED: _called,
    Arrival.EARLY: _early,
    Arrival.OTHER_DAY: _other_day,
    Arrival.OTHER_PLACE: _other_place,
    Arrival.REMOTE: _remote,
    Arrival.LAPSED: _lapsed,
    Arrival.CANCELLED: _cancelled,
    Arrival.OVER: _over,
}
