from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.municipality.colors import (
    DARK_PAGE,
    LIGHT_PAGE,
    MIN_CONTRAST,
    NEUTRAL,
    brand_css,
    color_facts,
    contrast,
    css_hash,
    nearest_readable,
    normalize_color,
)


def of_channels(low: int, high: int):
    """Colours whose red, green and blue lie between two values."""
    channel = st.integers(low, high)
    return st.tuples(channel, channel, channel).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


colors = of_channels(0x00, 0xFF)
too_light = of_channels(0x80, 0xFF)  # even #808080 has less than 4.5:1 on white
dark_enough = of_channels(0x00, 0x76)
without_clock = settings(deadline=None)  # the machine may be busy; time is not what is tested


def test_black_on_white_has_the_greatest_contrast_and_a_colour_on_itself_none():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert contrast("#777777", "#777777") == 1.0


def test_the_contrast_of_a_known_pair_is_the_one_wcag_gives():
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@without_clock
@given(colors, colors)
def test_contrast_does_not_depend_on_the_order(one, other):
    assert contrast(one, other) == contrast(other, one)


@without_clock
@given(colors)
def test_the_proposed_tone_can_be_read_on_white(color):
    assert contrast(nearest_readable(color, LIGHT_PAGE), LIGHT_PAGE) >= MIN_CONTRAST


@without_clock
@given(colors)
def test_the_tone_for_dark_pages_can_be_read_on_black(color):
    assert contrast(nearest_readable(color, DARK_PAGE), DARK_PAGE) >= MIN_CONTRAST


@without_clock
@given(dark_enough)
def test_a_colour_that_can_be_read_stays_as_it_is(color):
    assert nearest_readable(color) == color


@without_clock
@given(too_light)
def test_the_proposal_for_a_light_colour_is_hardly_darker_than_needed(color):
    assert contrast(color, LIGHT_PAGE) < MIN_CONTRAST
    assert contrast(nearest_readable(color), LIGHT_PAGE) < MIN_CONTRAST + 0.1


def test_a_ratio_is_never_rounded_up_to_a_passing_one():
    facts = color_facts("#777777")
    assert (facts.ratio, facts.is_readable) == (4.4, False)


def test_typed_colours_are_read_in_the_usual_spellings():
    assert normalize_color(" #1E4FA3 ") == "#1e4fa3"
    assert normalize_color("1e4fa3") == "#1e4fa3"
    assert normalize_color("#abc") == "#aabbcc"
    assert [normalize_color(text) for text in ("", "blau", "#12345", "#1e4fa3;}")] == ["", "", "", ""]


def test_the_style_sheet_sets_the_brand_for_light_and_dark_pages():
    css = brand_css("#1e4fa3")
    assert ":root{--brand:#1e4fa3}" in css
    assert f"--brand:{nearest_readable('#1e4fa3', DARK_PAGE)}" in css


def test_without_a_colour_there_is_no_style_sheet():
    assert brand_css("") == ""


def test_another_colour_gives_another_address():
    assert css_hash(brand_css("#1e4fa3")) != css_hash(brand_css("#a31e1e"))


def test_the_neutral_blue_can_be_read():
    assert contrast(NEUTRAL, LIGHT_PAGE) >= MIN_CONTRAST
