"""Papers that people send as a proof."""

from io import BytesIO
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def _scan() -> bytes:
    sheet = BytesIO()
    Image.new("L", (21, 30), 235).save(sheet, "PNG")
    return sheet.getvalue()


SCAN: Final = _scan()


def paper(name: str = "Vollmacht.png", content: bytes = SCAN) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)
