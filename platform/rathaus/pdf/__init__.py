"""Documents as accessible PDF, made from Typst templates and data."""

from rathaus.pdf.locking import encrypt_pdf
from rathaus.pdf.pictures import picture_as_svg
from rathaus.pdf.rendering import PdfError, render_pdf, render_png

__all__ = ["PdfError", "encrypt_pdf", "picture_as_svg", "render_pdf", "render_png"]
