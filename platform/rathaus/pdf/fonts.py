"""Fira Sans for PDFs: Typst reads no woff2, so the fonts of the web pages are turned into TrueType once."""

import hashlib
import shutil
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders

CUTS: Final = ("Regular", "Medium", "SemiBold")


class MissingFontError(RuntimeError):
    """The front end was not built, so there is no font to convert."""


@cache
def font_folder() -> Path:
    """Return the folder with the converted fonts below RATHAUS_LOCAL; made at the first use, by whoever comes first.

    Its name is the hash of its sources, so a new front end gets a new one. Raises MissingFontError.
    """
    sources = {cut: _web_font(cut).read_bytes() for cut in CUTS}
    digest = hashlib.sha256(b"".join(sources.values())).hexdigest()[:16]
    folder = Path(settings.LOCAL_DIR) / "fonts" / digest
    if not folder.exists():
        _make(folder, sources)
    return folder


def _web_font(cut: str) -> Path:
    found = finders.find(f"kern/fonts/FiraSans-{cut}.woff2")
    if not found:
        raise MissingFontError(f"FiraSans-{cut}.woff2 is missing. Build the front end, or set FRONTEND_DIST.")
    return Path(str(found))


def _make(folder: Path, sources: dict[str, bytes]) -> None:
    """Convert beside the folder and move it there whole: a second process never sees half of it."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - needed once for each version of the fonts

    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder.parent))
    try:
        for cut, content in sources.items():
            font = TTFont(BytesIO(content))
            font.flavor = None
            font.save(draft / f"FiraSans-{cut}.ttf")
        draft.chmod(0o755)
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
