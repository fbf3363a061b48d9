"""The app's icons, made of the coat of arms, or of the neutral shield in the municipality's colour."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageColor, ImageDraw

from tenants.municipality.colors import NEUTRAL
from tenants.municipality.models import MunicipalityProfile

DRAWING: Final = "1"  # changes with what is drawn here, so that devices fetch the icons anew
KEPT_SECONDS: Final = 7 * 24 * 60 * 60
WHITE: Final = "#ffffff"
_FINER: Final = 4  # drawn so many times larger, then made smaller: soft edges
_ROUND: Final = 0.22  # of the edge

Point = tuple[float, float]
_SHIELD_BOX: Final = (44, 52)  # of the shield in web/favicon.svg


@dataclass(frozen=True)
class Shape:
    """How an icon is cut: by us, by Android to any form, or by iOS to its own."""

    is_cut: bool  # we round its corners and leave them transparent
    height: float  # of the coat of arms, as a part of the edge


SHAPES: Final = {
    "any": Shape(is_cut=True, height=0.72),
    "maskable": Shape(is_cut=False, height=0.56),  # within the circle of 80 % that every mask leaves
    "touch": Shape(is_cut=False, height=0.68),
}
ICONS: Final = {"any-192": 192, "any-512": 512, "maskable-192": 192, "maskable-512": 512, "touch-180": 180}


def digest_of(profile: MunicipalityProfile) -> str:
    """Return the short hash of what the icons are made of; it stands in their address."""
    return hashlib.sha256(f"{DRAWING}:{profile.crest}:{profile.brand_color}".encode()).hexdigest()[:12]


def icon_url(profile: MunicipalityProfile, icon: str) -> str:
    """Return the lasting address of an icon such as "any-192"."""
    return reverse("app_icon", args=[digest_of(profile), icon])


def icon_png(profile: MunicipalityProfile, icon: str) -> bytes:
    """Return the icon as a PNG, drawn once a week; raises KeyError for a name that is not in ICONS."""
    size, key = ICONS[icon], f"app-icon:{digest_of(profile)}:{icon}"
    known: bytes | None = cache.get(key)
    if known is None:
        shape = SHAPES[icon.partition("-")[0]]
        known = _png(_draw(size, shape, _crest(profile), profile.brand_color or NEUTRAL))
        cache.set(key, known, KEPT_SECONDS)
    return known


def _crest(profile: MunicipalityProfile) -> Image.Image | None:
    if not profile.crest:
        return None
    try:
        with default_storage.open(profile.crest) as file, Image.open(file, formats=["PNG"]) as found:
            return found.convert("RGBA")
    except OSError:  # the file is gone: the shield will do
        return None


def _draw(size: int, shape: Shape, crest: Image.Image | None, color: str) -> Image.Image:
    ground = Image.new("RGBA", (size, size), WHITE if crest else color)
    figure = _fitted(crest, size, shape.height) if crest else _shield(round(size * shape.height), color)
    ground.alpha_composite(figure, ((size - figure.width) // 2, (size - figure.height) // 2))
    if shape.is_cut:
        ground.putalpha(_rounded(size))
    return ground


def _fitted(crest: Image.Image, size: int, height: float) -> Image.Image:
    """Return the coat of arms as large as a square of this height allows."""
    box = round(size * height)
    scale = min(box / crest.height, box / crest.width)
    return crest.resize(
        (max(1, round(crest.width * scale)), max(1, round(crest.height * scale))), Image.Resampling.LANCZOS
    )


def _shield(height: int, color: str) -> Image.Image:
    scale = height * _FINER / _SHIELD_BOX[1]
    finer = Image.new("RGBA", (round(_SHIELD_BOX[0] * scale), height * _FINER), (255, 255, 255, 0))
    drawing = ImageDraw.Draw(finer)
    edge = [(3.0, 3.0), (41.0, 3.0), *_curve((41, 27), (41, 38), (33, 45), (22, 49))]
    edge += _curve((22, 49), (11, 45), (3, 38), (3, 27))
    field = [(22.0, 8.0), (36.0, 8.0), *_curve((36, 27), (36, 35), (30.5, 40.5), (22, 43.5))]
    drawing.polygon([(x * scale, y * scale) for x, y in edge], fill=WHITE)
    drawing.polygon([(x * scale, y * scale) for x, y in field], fill=ImageColor.getrgb(color))
    return finer.resize((finer.width // _FINER, height), Image.Resampling.LANCZOS)


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return points along a cubic Bézier curve."""
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (n / 24 for n in range(25))]
    corners = (start, first, second, end)
    return [
        (
            sum(part * corner[0] for part, corner in zip(four, corners, strict=True)),
            sum(part * corner[1] for part, corner in zip(four, corners, strict=True)),
        )
        for four in weights
    ]


def _rounded(size: int) -> Image.Image:
    mask = Image.new("L", (size * _FINER, size * _FINER), 0)
    box = (0, 0, size * _FINER - 1, size * _FINER - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=size * _FINER * _ROUND, fill=255)
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, format="PNG", optimize=True)
    return target.getvalue()
