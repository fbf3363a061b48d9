from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from rathaus.web import wording

DAY = date(2026, 11, 24)
MOMENT = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)


def test_dates_read_as_in_the_style_guide():
    assert wording.long_date(DAY) == "Dienstag, 24. November 2026"
    assert wording.short_date(DAY) == "Di, 24.11.2026"
    assert wording.day_month(DAY) == "Di, 24. November"
    assert wording.brief_date(DAY) == "24.11."
    assert wording.long_datetime(MOMENT) == "Di, 24. November 2026, 9:20 Uhr"
    assert wording.clock(MOMENT) == "9:20"
    assert wording.full_clock(time(18, 5)) == "18:05 Uhr"


def test_a_period_of_one_day_names_it_once():
    assert wording.days_range(DAY, DAY) == "Di, 24.11.2026"
    assert wording.days_range(DAY, date(2026, 11, 26)) == "Di, 24.11.2026 bis Do, 26.11.2026"


def test_dates_follow_the_active_language():
    with override("en"):
        assert wording.long_date(DAY) == "Tuesday, 24 November 2026"
        assert wording.short_date(DAY) == "Tue, 24 Nov 2026"
        assert wording.day_month(DAY) == "Tue, 24 November"
        assert wording.brief_date(DAY) == "24 Nov"
        assert wording.long_datetime(MOMENT) == "Tue, 24 November 2026, 9:20 am"
        assert wording.clock(time(15, 40)) == "3:40 pm"


@pytest.mark.parametrize(
    ("start", "end", "german", "english"),
    [
        (time(9), time(12), "9–12 Uhr", "9 am–12 pm"),
        (time(9, 30), time(12), "9:30–12 Uhr", "9:30 am–12 pm"),
        (time(13), time(18), "13–18 Uhr", "1 pm–6 pm"),
        (time(0), time(0, 30), "0–0:30 Uhr", "12 am–12:30 am"),
    ],
)
def test_ranges_leave_out_full_hours(start, end, german, english):
    assert wording.hour_range(start, end) == german
    with override("en"):
        assert wording.hour_range(start, end) == english


@pytest.mark.parametrize(
    ("cents", "german", "english"),
    [
        (4600, "46,00 €", "€46.00"),
        (5, "0,05 €", "€0.05"),
        (123456789, "1.234.567,89 €", "€1,234,567.89"),
        (-250, "−2,50 €", "−€2.50"),
    ],
)
def test_money_has_separators_of_the_language(cents, german, english):
    assert wording.money(cents) == german
    with override("en"):
        assert wording.money(cents) == english


@given(st.integers(min_value=0, max_value=10**12))
def test_money_loses_no_cent(cents):
    digits = "".join(char for char in wording.money(cents) if char.isdigit())
    assert int(digits) == cents


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "etwa 1 Minute"),
        (20, "etwa 20 Minuten"),
        (60, "etwa 1 Stunde"),
        (90, "etwa 1 Stunde 30 Minuten"),
        (121, "etwa 2 Stunden 1 Minute"),
        (0, "etwa 0 Minuten"),
    ],
)
def test_durations_are_said_in_words(minutes, words):
    assert wording.duration_words(minutes) == words


def test_durations_are_said_in_english():
    with override("en"):
        assert wording.duration_words(90) == "about 1 hour 30 minutes"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 Byte"),
        (999, "999 Byte"),
        (340_000, "340 KB"),
        (999_600, "1,0 MB"),
        (1_200_000, "1,2 MB"),
        (31_000_000, "31 MB"),
        (2_100_000_000, "2,1 GB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_file_sizes_are_short(size, words):
    assert wording.filesize_words(size) == words


def test_small_numbers_are_words_and_great_ones_figures():
    assert [wording.number_word(number) for number in (2, 12, 13)] == ["zwei", "zwölf", "13"]
    with override("en"):
        assert wording.number_word(3) == "three"


@pytest.mark.parametrize(
    ("official", "short", "line"),
    [
        (
            "Einheitsgemeinde Stadt Tangerhütte – Der Bürgermeister",
            "Stadt Tangerhütte",
            "Einheitsgemeinde · Der Bürgermeister",
        ),
        ("Hansestadt Stendal – Der Oberbürgermeister", "Hansestadt Stendal", "Der Oberbürgermeister"),
        ("Stadt Thale", "Stadt Thale", ""),
    ],
)
def test_the_authority_line_repeats_no_name(official, short, line):
    assert wording.authority_line(official, short) == line


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("03931 000-0", "tel:+4939310000"),
        ("+49 (3931) 000", "tel:+493931000"),
        ("0049 3931 000", "tel:00493931000"),
        ("115", "tel:115"),
    ],
)
def test_telephone_links_dial_from_everywhere(written, dialled):
    assert wording.tel_url(written) == dialled


def test_units_stay_on_the_line_of_their_number():
    assert wording.keep_together("9–12 Uhr, 46,00 €") == "9–12\u00a0Uhr, 46,00\u00a0€"


def test_the_authority_is_named_once():
    assert wording.authority_line("Stadt Thale", "Stadt Thale", "Der Bürgermeister") == "Der Bürgermeister"
    official = "Hansestadt Stendal – Der Oberbürgermeister"
    assert wording.authority_line(official, "Hansestadt Stendal", "Der Oberbürgermeister") == "Der Oberbürgermeister"
