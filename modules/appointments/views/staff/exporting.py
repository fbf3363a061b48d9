"""Appointments of a period as a table, a file for spreadsheets, or a list to print."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.appointments.errors import AppointmentError
from modules.appointments.forms.exchange import ExportForm
from modules.appointments.models import Booking
from modules.appointments.permissions import WORK
from modules.appointments.selectors.exporting import bookings_between
from modules.appointments.services.exporting import export_bookings, sheet_of
from modules.appointments.tables import DEFAULT_COLUMNS, Column, Sheet, Value, as_csv
from modules.appointments.views.staff.common import actor_of, today
from rathaus.accounts.permissions import permission_required
from rathaus.web.wording import clock, long_datetime

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _as_xlsx(sheet: Sheet) -> bytes:
    from modules.appointments.tables.workbook import as_xlsx  # noqa: PLC0415 - the library loads for its own users

    return as_xlsx(sheet)


_FILES: Final = {"csv": ("text/csv; charset=utf-8", as_csv), "xlsx": (_XLSX, _as_xlsx)}
_PRINT: Final = "liste"
_KINDS: Final = (*_FILES, _PRINT)
Line = list[tuple[Column, str]]


@permission_required(WORK, for_support=False)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Show how many appointments a choice finds; with `als` the file or the list itself."""
    form = ExportForm(request.GET if "von" in request.GET else None, initial=_this_week())
    kind, count = request.GET.get("als", ""), None
    if form.is_valid():
        if kind in _KINDS:
            try:
                return _deliver(request, form, kind)
            except AppointmentError as error:
                form.add_error(None, str(error))
        else:
            count = bookings_between(*_period(form), **_filters(form)).count()
    return render(request, "appointments/staff/export.html", {"form": form, "count": count})


def _deliver(request: HttpRequest, form: ExportForm, kind: str) -> HttpResponse:
    first, last = _period(form)
    columns = form.cleaned_data["spalten"]
    bookings = export_bookings(
        first=first, last=last, columns=columns, kind=kind, actor=actor_of(request), **_filters(form)
    )
    if kind == _PRINT:
        return render(request, "appointments/staff/print_period.html", _on_paper(bookings, columns, first, last))
    content_type, write = _FILES[kind]
    sheet = sheet_of(bookings, columns, _("Termine"))
    name = f"termine-{first}-{last}.{kind}" if first != last else f"termine-{first}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(write(sheet), content_type=content_type, headers=headers)


def _on_paper(bookings: Sequence[Booking], columns: Sequence[str], first: date, last: date) -> dict[str, Any]:
    """Return the list by days; the day is the heading and no column."""
    shown = [name for name in columns if name != "tag"]
    head = sheet_of((), shown, "").columns
    return {"days": list(_days(bookings, shown)), "head": head, "first": first, "last": last, "now": timezone.now()}


def _days(bookings: Sequence[Booking], columns: Sequence[str]) -> Iterator[tuple[date, list[Line]]]:
    for day, of_day in groupby(bookings, key=lambda booking: booking.day):
        sheet = sheet_of(list(of_day), columns, "")
        yield (
            day,
            [
                [(column, _on_page(value)) for column, value in zip(sheet.columns, row, strict=True)]
                for row in sheet.rows
            ],
        )


def _on_page(value: Value) -> str:
    if isinstance(value, datetime):
        return long_datetime(value)
    return clock(value) if isinstance(value, time) else str(value or "")


def _period(form: ExportForm) -> tuple[date, date]:
    return form.cleaned_data["von"], form.cleaned_data["bis"]


def _filters(form: ExportForm) -> dict[str, Any]:
    data = form.cleaned_data
    pool, concern = (UUID(data[name]) if data[name] else None for name in ("gruppe", "anliegen"))
    return {"pool": pool, "concern": concern, "states": data["stand"]}


def _this_week() -> dict[str, Any]:
    monday = today() - timedelta(days=today().weekday())
    return {"von": monday, "bis": monday + timedelta(days=6), "spalten": list(DEFAULT_COLUMNS)}
