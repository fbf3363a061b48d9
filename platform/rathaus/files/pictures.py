"""Check uploaded pictures by their content and make clean ones of them."""

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from rathaus.files.errors import TooManyPixelsError, WrongKindError

MAX_EDGE_READ = 8000  # points; 64 million of them need 256 MB once unpacked
MAX_EDGE_KEPT = 1200
WORDS_FOR_KINDS = {"PNG": "PNG", "JPEG": "JPEG", "WEBP": "WebP"}


@dataclass(frozen=True)
class Picture:
    """A PNG that holds points and nothing else: no place, no camera, no comment, no foreign bytes."""

    content: bytes
    width: int
    height: int


def clean_picture(content: bytes, *, kinds: Collection[str]) -> Picture:
    """Return the picture upright, at most 1200 points wide and high, as a bare PNG.

    Raises WrongKindError for anything that cannot be read as one of the kinds, TooManyPixelsError.
    """
    try:
        with Image.open(BytesIO(content), formats=list(kinds)) as opened:
            if max(opened.size) > MAX_EDGE_READ:
                raise TooManyPixelsError(edge=MAX_EDGE_READ)
            return _encode(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixelsError(edge=MAX_EDGE_READ) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise WrongKindError(kinds=kinds_in_words(kinds)) from None


def kinds_in_words(kinds: Collection[str]) -> str:
    """Return "PNG, JPEG, WebP"."""
    return ", ".join(WORDS_FOR_KINDS.get(kind, kind) for kind in kinds)


def _encode(picture: Image.Image) -> Picture:
    picture.thumbnail((MAX_EDGE_KEPT, MAX_EDGE_KEPT))
    points = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bare = Image.new(points.mode, points.size)
    bare.paste(points)
    target = BytesIO()
    bare.save(target, format="PNG", optimize=True)
    return Picture(content=target.getvalue(), width=bare.width, height=bare.height)
