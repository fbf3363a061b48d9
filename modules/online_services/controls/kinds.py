"""One function for each kind of field: from its definition and answer to its inputs."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from modules.online_services.catalogue.markup import render_text
from modules.online_services.controls.choosing import choices, yes_no
from modules.online_services.controls.compound import address, iban, partial_date, point
from modules.online_services.controls.parts import Control
from modules.online_services.controls.tables import table
from modules.online_services.engine.calculating import as_date
from modules.online_services.engine.inputs import typed_text
from modules.online_services.engine.showing import answer_text
from rathaus.files.attachments import ACCEPT, MAX_BYTES
from rathaus.web.wording import filesize_words

if TYPE_CHECKING:
    from modules.online_services.controls.building import Page

_AUTOCOMPLETE: Final = {  # WCAG 1.3.5: what a field asks about the person, as browsers know it
    "given_name": "given-name",
    "family_name": "family-name",
    "email": "email",
    "phone": "tel",
    "organisation_name": "organization",
    "birth_date": "bday",
}
_INPUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "email": {"type": "email", "autocomplete": "email", "spellcheck": "false"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "number": {"type": "text", "inputmode": "decimal", "autocomplete": "off"},
    "money": {"type": "text", "inputmode": "decimal", "autocomplete": "off"},
    "tax_id": {"type": "text", "inputmode": "numeric", "autocomplete": "off"},
    "chip_number": {"type": "text", "inputmode": "numeric", "autocomplete": "off"},
    "plate": {"type": "text", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    "file_reference": {"type": "text", "autocomplete": "off", "spellcheck": "false"},
    "time": {"type": "time"},
}


def _line(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    attrs = dict(_INPUTS.get(item.type, {"type": "text"}))
    if autocomplete := getattr(item, "autocomplete", "") or _AUTOCOMPLETE.get(item.prefill, ""):
        attrs["autocomplete"] = autocomplete
    return Control("line", value=typed_text(item.type, answer), attrs=attrs, more=_unit(item), **base)


def _number(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    attrs = dict(_INPUTS["number"])
    if not item.decimals:
        attrs["inputmode"] = "numeric"
    return Control("line", value=typed_text(item.type, answer), attrs=attrs, more=_unit(item), **base)


def _money(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    return Control("line", value=typed_text(item.type, answer), attrs=_INPUTS["money"], more={"unit": "€"}, **base)


def _date(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    """A day that cannot be read is shown as it was typed: the browser's own input would swallow it."""
    is_readable = not answer or as_date(answer) is not None
    value = str(answer or "")
    attrs = {"type": "date" if is_readable else "text"}
    if autocomplete := _AUTOCOMPLETE.get(item.prefill, ""):
        attrs["autocomplete"] = autocomplete
    return Control("line", value=value, attrs=attrs, **base)


def _area(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    rows = "4" if item.max_length <= 500 else "7"
    return Control("area", value=typed_text(item.type, answer), attrs={"rows": rows}, **base)


def _upload(item: Any, answer: Any, base: dict[str, Any], page: "Page") -> Control:
    place = base["place"]
    here = [page.files[key] for key in answer or () if isinstance(key, str) and key in page.files]
    words = _("PDF oder Bild (JPEG, PNG, WebP), je Datei höchstens %(size)s. Höchstens %(count)s Dateien.")
    limits = words % {"size": filesize_words(MAX_BYTES), "count": item.max_files}
    base["hint"] = f"{base['hint']} {limits}".strip()
    more = {"max_files": item.max_files, "can_add": len(here) < item.max_files, "is_full": len(here) >= item.max_files}
    attrs = {"accept": ACCEPT} | ({"multiple": "multiple"} if item.max_files > 1 else {})
    return Control("upload", attrs=attrs, files=[*here, *page.coming.get(place, ())], more=more, **base)


def _information(item: Any, _answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    return Control("information", text=render_text(str(item.text)), more={"tone": item.tone}, **base)


def _consent(item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    return Control("consent", text=render_text(str(item.text)), more={"is_checked": answer is True}, **base)


def _computed(item: Any, answer: Any, base: dict[str, Any], page: "Page") -> Control:
    text = answer_text(item, answer, code_lists=page.code_lists) if answer is not None else ""
    return Control("computed", value=text, **base)


def _unit(item: Any) -> dict[str, str]:
    unit = getattr(item, "unit", None)
    return {"unit": str(unit)} if unit else {}


MAKERS: Final[Mapping[str, Callable[[Any, Any, dict[str, Any], "Page"], Control]]] = {
    **dict.fromkeys(("text", "email", "phone", "plate", "file_reference", "tax_id", "chip_number", "time"), _line),
    "long_text": _area,
    "number": _number,
    "money": _money,
    "date": _date,
    "partial_date": partial_date,
    "choice": choices,
    "choices": choices,
    "yes_no": yes_no,
    "address": address,
    "iban": iban,
    "upload": _upload,
    "point": point,
    "table": table,
    "information": _information,
    "consent": _consent,
    "computed": _computed,
}
