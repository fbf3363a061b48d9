"""Contrast of a municipality's colour, by WCAG 2.2, and the style sheet that is made of it."""

import colorsys
import hashlib
import re
from dataclasses import dataclass

HEX_COLOR = re.compile(r"#[0-9a-f]{6}\Z")
MIN_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text of normal size
LIGHT_PAGE = "#ffffff"
DARK_PAGE = "#000000"
NEUTRAL = "#2044aa"  # KERN's action blue: what --brand is where no colour was chosen
STEP = 1 / 512  # of lightness; smaller than the difference between two neighbouring hex colours

Channels = tuple[float, float, float]


@dataclass(frozen=True)
class ColorFacts:
    """How well a colour can be read, for the page on which it is chosen."""

    color: str
    ratio: float
    is_readable: bool
    proposal: str
    dark_color: str


def color_facts(color: str) -> ColorFacts:
    """Return the contrast on white, the nearest readable tone, and the tone that dark pages use."""
    proposal = nearest_readable(color)
    return ColorFacts(
        color=color,
        ratio=int(contrast(color, LIGHT_PAGE) * 10) / 10,  # never rounded up to a passing value
        is_readable=is_readable(color),
        proposal=proposal,
        dark_color=nearest_readable(proposal, DARK_PAGE),
    )


def normalize_color(value: str) -> str:
    """Return a typed colour as `#rrggbb` in lower case, or "" where it is none."""
    digits = value.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}" if HEX_COLOR.match(f"#{digits}") else ""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, from 1.0 (equal) to 21.0 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def is_readable(color: str, page: str = LIGHT_PAGE) -> bool:
    """Return whether text in this colour can be read on this page colour."""
    return contrast(color, page) >= MIN_CONTRAST


def nearest_readable(color: str, page: str = LIGHT_PAGE) -> str:
    """Return the colour itself, or the same hue just as much darker (lighter on a dark page) as it takes."""
    direction = -STEP if page == LIGHT_PAGE else STEP
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(color))
    candidate = color
    while not is_readable(candidate, page):
        lightness = min(1.0, max(0.0, lightness + direction))
        candidate = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return candidate


def brand_css(color: str) -> str:
    """Return the style sheet that sets `--brand` for light and dark pages; "" where no colour is chosen."""
    if not color:
        return ""
    dark = nearest_readable(color, DARK_PAGE)
    return (
        f":root{{--brand:{color}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-kern-theme=light]){{--brand:{dark}}}}}\n"
        f":root[data-kern-theme=dark]{{--brand:{dark}}}\n"
    )


def css_hash(css: str) -> str:
    """Return the short hash that stands in the style sheet's address."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(color: str) -> Channels:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _hex(channels: Channels) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
