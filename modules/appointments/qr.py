"""The booking code as a QR code, drawn as SVG into the page: no second request, nothing to leak in an address."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Return an SVG without style attributes and without a size: the style sheet gives it one."""
    svg = segno.make_qr(text, error="m").svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - segno draws it from numbers alone
