"""What a case says, as clerks read it: who, and what the handler of its kind knows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from modules.cases.handlers import Line, Section
from modules.cases.handling import handler_of
from modules.cases.models import Case
from rathaus.web.wording import long_date, money


def sections_of(case: Case) -> Sequence[Section]:
    """Return the person, place and time, then what was applied for."""
    own = [Section(_("Wer"), _who(case)), Section(_("Wo und wann"), _where(case))]
    return [section for section in [*own, *handler_of(case).sections(case)] if section.lines]


def _who(case: Case) -> list[Line]:
    lines = [
        Line(_("Name"), case.applicant_name, case.applicant_name),
        Line(_("Für"), case.in_name_of),
        Line(_("E-Mail-Adresse"), case.applicant_email, case.applicant_email),
        Line(_("Telefon"), case.applicant_phone, case.applicant_phone),
        Line(_("Anschrift"), case.applicant_address, case.applicant_address),
    ]
    return [line for line in lines if line.value]


def _where(case: Case) -> list[Line]:
    days = [day for day in (case.takes_place_from, case.takes_place_until) if day]
    lines = [
        Line(_("Ort"), case.place, case.place),
        Line(_("Ortschaft"), case.locality.name if case.locality else ""),
        Line(_("Wann"), " – ".join(dict.fromkeys(long_date(day) for day in days))),
        Line(_("Gebühr"), money(case.fee_cents) if case.fee_cents else ""),
    ]
    return [line for line in lines if line.value]
