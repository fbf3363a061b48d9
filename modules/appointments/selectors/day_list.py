"""The day as data for a list on paper: per location and team, in order of time, with telephone numbers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.appointments.models import Booking, State, Support
from modules.appointments.selectors.day import DayView, PoolOfDay, counter_pools, day_view
from rathaus.tenancy import current_tenant
from rathaus.web.wording import clock, full_clock, long_date
from tenants.municipality.letterhead import letterhead

TEMPLATE: Final = Path(__file__).resolve().parents[1] / "pdf" / "day_list.typ"


def day_list(*, day: date, now: datetime | None = None) -> DayView:
    """Return the day of all teams with concerns loaded; six queries, however many bookings."""
    shown = day_view(day=day, pools=list(counter_pools()), now=now)
    prefetch_related_objects(list(shown.bookings), "further_concerns__concern")
    return shown


def expected(bookings: Iterable[Booking]) -> list[Booking]:
    """Return who is to come: everybody but those who only hold a time, or have come and gone."""
    return [booking for booking in bookings if booking.state not in (State.HELD, State.DONE, State.NO_SHOW)]


def day_list_data(shown: DayView, *, now: datetime | None = None) -> dict[str, Any]:
    """Return what the document is made of."""
    count = len(expected(shown.bookings))
    made_at = full_clock((now or timezone.now()).astimezone(current_tenant().zone))
    summary = ngettext("%(count)s Termin", "%(count)s Termine", count) % {"count": count}
    return {
        "brand": letterhead(),
        "title": long_date(shown.day),
        "summary": f"{summary} · {_('Stand %(time)s') % {'time': made_at}}",
        "note": _("Vertraulich. Nach dem Tag bitte vernichten."),
        "columns": _columns(),
        "teams": [_team(entry) for entry in shown.pools if entry.is_open or expected(entry.bookings)],
        "lapsed": [_lapsed(booking) for booking in shown.lapsed],
        "words": {"nothing": _("Kein Termin."), "lapsed": _("Nie bestätigt, kommt vielleicht trotzdem")},
    }


def _columns() -> Sequence[str]:
    return (
        _("Zeit"),
        _("Name"),
        _("Anliegen"),
        _("Telefon"),
        _("Terminnummer"),
        _("Pers."),
        _("Bedarf"),
        _("Erledigt"),
    )


def _team(entry: PoolOfDay) -> dict[str, Any]:
    return {
        "heading": f"{entry.pool.location.name} · {entry.pool.name}",
        "rows": [_row(booking) for booking in expected(entry.bookings)],
    }


def _row(booking: Booking) -> dict[str, str]:
    return {
        "time": _times(booking),
        "name": _names(booking),
        "concern": _concerns(booking),
        "phone": booking.phone or "–",
        "code": booking.code,
        "persons": str(booking.persons),
        "support": ", ".join(str(Support(need).label) for need in booking.support),
    }


def _times(booking: Booking) -> str:
    zone = current_tenant().zone
    return f"{clock(booking.starts_at.astimezone(zone))}–{clock(booking.ends_at.astimezone(zone))}"


def _names(booking: Booking) -> str:
    name = booking.full_name or "–"
    return f"{name} ({_('für %(name)s') % {'name': booking.for_name}})" if booking.for_name else name


def _concerns(booking: Booking) -> str:
    text = booking.purpose
    return text if booking.is_in_person else f"{text} ({booking.get_channel_display()})"


def _lapsed(booking: Booking) -> str:
    parts = (_times(booking), booking.full_name, booking.purpose, booking.phone)
    return ", ".join(part for part in parts if part)
