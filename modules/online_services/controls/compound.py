"""Fields with several inputs: address, account, a date of which parts may be unknown, a place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from modules.online_services.controls.parts import Choice, Control, Input, element_id
from modules.online_services.engine.inputs import inputs_of
from modules.online_services.engine.values import INLAND

if TYPE_CHECKING:
    from modules.online_services.controls.building import Page

_NUMERIC: Final = {"inputmode": "numeric", "autocomplete": "off"}
_COUNTRIES: Final = "states"


def address(item: Any, answer: Any, base: dict[str, Any], page: "Page") -> Control:
    """Street, number, place; abroad a country and lines."""
    parts, place = _parts(answer), base["place"]
    is_own = item.prefill == "address"
    country = parts.get("country") or INLAND

    def line(part: str, label: str, *, browser: str = "", width: str = "", **more: Any) -> Input:
        attrs = {"autocomplete": browser if is_own and browser else "off"} | more.pop("attrs", {})
        return Input(_id(place, part), f"{place}.{part}", label, parts.get(part, ""), attrs=attrs, width=width, **more)

    inputs = []
    if item.may_be_abroad:
        inputs.append(_country(place, country, page))
    if country != INLAND:
        inputs.append(
            line("lines", _("Anschrift"), kind="area", hint=_("Straße, Ort und Postleitzahl, wie dort üblich"))
        )
        return Control("compound", inputs=inputs, more={"kind": "address"}, **base)
    inputs += [
        line("street", _("Straße"), browser="address-line1", width="wide"),
        line("house_number", _("Hausnummer"), width="short"),
        line(
            "extra", _("Zusatz"), browser="address-line2", is_optional=True, hint=_("Zum Beispiel: bei Familie Weber")
        ),
        line("postal_code", _("Postleitzahl"), browser="postal-code", width="short", attrs={"inputmode": "numeric"}),
        line("city", pgettext("address", "Ort"), browser="address-level2", width="wide"),
    ]
    if item.asks_locality:
        listed = {"list": f"{_id(place, 'locality')}-list"}
        inputs.append(line("locality", _("Ortsteil"), is_optional=True, attrs=listed))
    return Control("compound", inputs=inputs, more={"kind": "address", "localities": page.localities}, **base)


def iban(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    """IBAN, holder, and the mandate where there is one."""
    parts, place = _parts(answer), base["place"]
    inputs = [
        Input(
            _id(place, "iban"),
            f"{place}.iban",
            _("IBAN"),
            parts.get("iban", ""),
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"},
        ),
        Input(_id(place, "holder"), f"{place}.holder", _("Wem gehört das Konto?"), parts.get("holder", "")),
    ]
    if item.mandate != "none":
        inputs.append(_mandate(item, place, parts))
    return Control("compound", inputs=inputs, more={"kind": "iban"}, **base)


def partial_date(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    """Day, month and year; day and month may stay empty."""
    place = base["place"]
    known = inputs_of(item, answer, place)
    labels = {"day": _("Tag"), "month": _("Monat"), "year": _("Jahr")}
    tokens = {"day": "bday-day", "month": "bday-month", "year": "bday-year"} if item.prefill == "birth_date" else {}
    inputs = [
        Input(
            _id(place, part),
            f"{place}.{part}",
            label,
            str(known.get(f"{place}.{part}", "")),
            attrs=_NUMERIC | {"autocomplete": tokens.get(part, "off")},
            width="year" if part == "year" else "day",
        )
        for part, label in labels.items()
    ]
    base["hint"] = base["hint"] or _("Sind Tag oder Monat nicht bekannt, lassen Sie sie leer.")
    return Control("compound", inputs=inputs, more={"kind": "date"}, **base)


def point(_item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    """A description, or coordinates; with a script the position of the device. No map service is asked."""
    parts, place = _parts(answer), base["place"]
    description = Input(
        _id(place, "description"),
        f"{place}.description",
        _("Wo ist das?"),
        parts.get("description", ""),
        kind="area",
        hint=_("Beschreiben Sie die Stelle so, dass wir sie finden: Straße, Hausnummer, was in der Nähe ist."),
    )
    numbers = [
        Input(
            _id(place, part),
            f"{place}.{part}",
            label,
            parts.get(part, ""),
            attrs={"inputmode": "decimal", "autocomplete": "off"},
            is_optional=True,
            hint=hint,
        )
        for part, label, hint in (
            ("lat", _("Breitengrad"), _("Zum Beispiel 52.4333")),
            ("lon", _("Längengrad"), _("Zum Beispiel 11.8000")),
        )
    ]
    return Control("point", inputs=[description, *numbers], more={"has_point": bool(parts.get("lat"))}, **base)


def _mandate(item: Any, place: str, parts: Mapping[str, Any]) -> Input:
    often = (
        _("Der Betrag darf wiederkehrend von diesem Konto eingezogen werden (SEPA-Lastschriftmandat).")
        if item.is_recurring
        else _("Der Betrag darf einmal von diesem Konto eingezogen werden (SEPA-Lastschriftmandat).")
    )
    return Input(
        _id(place, "mandate"),
        f"{place}.mandate",
        often,
        "ja",
        kind="check",
        is_checked=parts.get("mandate") is True,
        is_optional=item.mandate == "optional",
    )


def _country(place: str, country: str, page: "Page") -> Input:
    known = page.code_lists.get(_COUNTRIES, {})
    options = {INLAND: known.get(INLAND, _("Deutschland")), **known}
    return Input(
        _id(place, "country"),
        f"{place}.country",
        _("Land"),
        country,
        kind="select",
        choices=tuple(
            Choice(_id(place, "country", value), value, label, is_chosen=value == country)
            for value, label in options.items()
        ),
    )


def _parts(answer: Any) -> Mapping[str, Any]:
    return answer if isinstance(answer, Mapping) else {}


def _id(place: str, *parts: str) -> str:
    return element_id(place, *parts)
