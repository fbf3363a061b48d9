"""Posters and stickers as data: what to do, where the QR code leads, when somebody answers the telephone."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from modules.appointments.models import Concern
from modules.appointments.selectors.opening import opening_week
from rathaus.tenancy import current_tenant
from tenants.municipality.letterhead import letterhead

TEMPLATE: Final = Path(__file__).resolve().parents[1] / "pdf" / "poster.typ"


class PosterSize(StrEnum):
    """On what it is printed."""

    A4 = "a4"
    A5 = "a5"
    STICKERS = "aufkleber"


def poster_data(concerns: Sequence[Concern | None], size: PosterSize) -> dict[str, Any]:
    """Return what the document is made of: a page, or a sheet of stickers, for each concern; None means all of them."""
    return {
        "brand": letterhead(),
        "size": size.value,
        "title": _("Termin buchen"),
        "posters": [_poster(concern) for concern in concerns],
        "hours": _hours(opening_week()),
        "address": _plain(current_tenant().url(reverse("appointments:start"))),
        "words": {
            "scan": _("Mit dem Handy scannen, Tag und Uhrzeit aussuchen, fertig."),
            "or": _("Oder im Internet:"),
            "call": _("Oder anrufen:"),
            "hours": _("Öffnungszeiten"),
            "no_account": _("Ohne Konto, ohne App."),
            "qr": _("QR-Code: führt zur Buchung"),
        },
    }


def _poster(concern: Concern | None) -> dict[str, str]:
    path = reverse("appointments:concern", args=[concern.pk]) if concern else reverse("appointments:start")
    heading = concern.name if concern else _("Termin im Rathaus buchen")
    return {"heading": heading, "kicker": _("Termin buchen") if concern else "", "qr": _qr(current_tenant().url(path))}


def _qr(text: str) -> str:
    """Return the code as SVG; a quarter of it may be scratched (level Q), as happens to what hangs on doors."""
    target = BytesIO()
    segno.make_qr(text, error="q").save(target, kind="svg", border=0, xmldecl=False, omitsize=True)
    return target.getvalue().decode()


def _hours(week: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the hours, with the days that have the same ones on a line: "Mo, Mi, Fr"."""
    days: dict[str, list[str]] = {}
    for day, hours in week:
        days.setdefault(hours, []).append(day)
    return [{"days": ", ".join(names), "hours": hours} for hours, names in days.items()]


def _plain(url: str) -> str:
    """Return an address as people type it."""
    return url.split("://", 1)[-1].rstrip("/")
