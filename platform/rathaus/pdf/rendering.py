"""Typst templates and data in, PDF out. Data travel as JSON, never as source text, so nobody's name is a command."""

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal, cast

import structlog
import typst
from django.core.serializers.json import DjangoJSONEncoder

from rathaus.pdf.fonts import font_folder
from rathaus.pdf.letters import printable

log = structlog.get_logger(__name__)

Kind = Literal["pdf", "png"]

UA: Final = ("ua-1",)
_SHARED: Final = Path(__file__).parent / "typst"  # `#import "@local/rathaus:1.0.0": letter` finds the letterhead


class PdfError(RuntimeError):
    """A template does not compile with these data, or the document breaks the standard it has to keep."""


class _Press:
    """A compiler of one template. It keeps what it parsed; one thread at a time may use it."""

    def __init__(self, template: Path) -> None:
        self._lock = Lock()
        self._compiler = typst.Compiler(
            str(template),
            root=str(template.parent),
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            package_path=str(_SHARED),
        )

    def print(self, kind: Kind, data: Mapping[str, Any], **options: Any) -> bytes | list[bytes]:
        text = json.dumps(printable(data), cls=DjangoJSONEncoder, ensure_ascii=False)
        with self._lock:
            made, warnings = self._compiler.compile_with_warnings(format=kind, sys_inputs={"data": text}, **options)
        for warning in warnings:
            log.warning("pdf_template_warned", message=str(warning.message))
        return cast("bytes | list[bytes]", made)


@cache
def _press(template: Path, process: int) -> _Press:  # noqa: ARG001 - a forked worker gets its own
    return _Press(template)


def render_pdf(template: Path, data: Mapping[str, Any], *, standards: Sequence[str] = UA) -> bytes:
    """Return the PDF that the template makes of the data: tagged, with embedded fonts, without any network.

    The template reads them by `json(bytes(sys.inputs.at("data")))`. Dates become ISO text, letters that the font lacks
    become "?" (see `letters`). `standards` are Typst's names; PDF/UA-1 by default, which refuses a document without
    title or a picture without text. Raises PdfError.
    """
    return cast("bytes", _print(template, "pdf", data, pdf_standards=list(standards)))


def render_png(template: Path, data: Mapping[str, Any], *, ppi: int = 72) -> bytes:
    """Return the first page as a picture, for a preview. Raises PdfError."""
    made = _print(template, "png", data, ppi=float(ppi))
    return made[0] if isinstance(made, list) else made


def _print(template: Path, kind: Kind, data: Mapping[str, Any], **options: Any) -> bytes | list[bytes]:
    try:
        return _press(template, os.getpid()).print(kind, data, **options)
    except typst.TypstError as error:
        raise PdfError(f"{template.name}: {error.message}") from error
