"""A form as a PDF to fill in by hand."""

from io import BytesIO
from pathlib import Path
from typing import Final

import segno
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import FormVersion
from modules.online_services.paper.codes import new_sheet, sheet_url
from modules.online_services.paper.sheets import parts_of
from modules.online_services.selectors.versions import definition_of
from modules.online_services.words_filling import declaration, declares_itself
from rathaus.pdf import render_pdf
from tenants.municipality.letterhead import letterhead

_TEMPLATE: Final = Path(__file__).parent.parent / "pdf" / "paper.typ"


def paper_pdf(version: FormVersion, *, title: str = "") -> bytes:
    """Return the form with empty lines, tagged (PDF/UA-1), in the active language; every print is its own sheet."""
    with override("en" if get_language() == "en" else "de"):
        definition = definition_of(version)
        data = {
            "brand": letterhead(),
            "title": title or str(definition.title),
            "intro": str(definition.intro),
            "note": _("Formular %(key)s, Fassung %(number)s") % {"key": definition.key, "number": version.number},
            "code": _code(sheet_url(new_sheet(version))),
            "parts": parts_of(definition),
            "words": _words(definition),
        }
        return render_pdf(_TEMPLATE, data)


def _code(url: str) -> str:
    target = BytesIO()
    segno.make(url, error="m").save(target, kind="svg", xmldecl=False, border=0)
    return target.getvalue().decode()


def _words(definition: FormDefinition) -> dict[str, str]:
    return {
        "how": _("Bitte schreiben Sie in Druckbuchstaben. Felder mit * müssen Sie ausfüllen."),
        "code": _("Code für das Rathaus. Bitte nicht verdecken."),
        "enclose": _("Bitte legen Sie bei:"),
        "signature": _("Ort, Datum und Unterschrift"),
        "declaration": "" if declares_itself(definition) else declaration(),
        "office": _("Vom Rathaus auszufüllen"),
        "received": _("Eingegangen am"),
    }
