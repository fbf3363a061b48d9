"""Files as other systems write them, and files that are none: read, or refused with a sentence that helps."""

from contextlib import suppress
from datetime import date, time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.imports import Kind, UnreadableFileError
from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import KINDS, columns_in, normalise
from modules.appointments.imports.reading import LIMITS, read_file
from modules.appointments.imports.values import day_in, email_in, names_in, number_in, phone_in, text_in, time_in


class TestReading:
    def test_a_file_of_another_program_is_refused_with_what_to_do(self):
        with pytest.raises(UnreadableFileError, match="Format Excel"):
            read_file(b"PK\x03\x04rest")

    def test_as_many_rows_and_columns_as_allowed_are_read_and_no_more(self):
        assert len(read_file(b"a\n" + b"1\n" * LIMITS.rows).lines) == LIMITS.rows
        assert len(read_file(b";".join([b"a"] * LIMITS.columns) + b"\n1").headings) == LIMITS.columns
        for data, sentence in (
            (b"a" * (LIMITS.size + 1), "größer als 1,5 MB"),
            (b"a\n" + b"1\n" * (LIMITS.rows + 1), "mehr als 5000 Zeilen"),
            (b";".join([b"a"] * 61) + b"\n1", "61 Spalten"),
            (b"a;b\n1;" + b"x" * (LIMITS.cell + 1), "In Zeile 2"),
        ):
            with pytest.raises(UnreadableFileError, match=sentence):
                read_file(data)

    @given(st.text(max_size=300), st.sampled_from(list(Kind)))
    def test_any_text_is_read_or_refused_for_every_kind(self, text, kind):
        with suppress(UnreadableFileError):
            columns = columns_in(kind, read_file(text.encode(errors="surrogatepass")).headings)
            assert len(set(columns.values())) == len(columns)


class TestHeadings:
    @pytest.mark.parametrize("kind", list(Kind))
    def test_every_other_word_finds_its_field(self, kind):
        required = [field.heading for field in KINDS[kind].fields.values() if field.is_required]
        for key, field in KINDS[kind].fields.items():
            for word in field.others:
                assert columns_in(kind, [*required, word.upper()])[key] in range(len(required) + 1)

    def test_the_heading_of_the_template_wins(self):
        assert columns_in(Kind.APPOINTMENTS, ["Name", "Nachname", "Tag", "Anliegen"])["last_name"] == 1

    def test_case_marks_and_umlauts_do_not_matter(self):
        assert normalise(" E-Mail-Adresse ") == normalise("EMAILADRESSE")
        assert normalise("Büro") == normalise("Buero")


class TestValues:
    @given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    def test_every_day_is_read_in_every_usual_form(self, day):
        for text in (
            f"{day:%d.%m.%Y}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day:%d/%m/%Y}",
            day.isoformat(),
            f"Di, {day:%d.%m.%y}",
        ):
            assert day_in(text) == (day, "")
        assert day_in(f"{day.isoformat()}T09:20") == (day, "09:20")

    @given(st.integers(0, 23), st.integers(0, 11))
    def test_every_time_on_a_step_is_read_in_every_usual_form(self, hour, step):
        minute = step * 5
        for text in (
            f"{hour}:{minute:02d}",
            f"{hour:02d}.{minute:02d}",
            f"{hour:02d}:{minute:02d}:00",
            f"{hour}:{minute:02d} Uhr",
        ):
            assert time_in(text) == time(hour, minute)
        assert time_in(f"{hour} Uhr") == time(hour)

    @given(st.text(max_size=40))
    def test_any_text_is_a_value_or_a_fault(self, text):
        number, words = partial(number_in, least=1, most=9), partial(text_in, most=5)
        for read, kind in (
            (day_in, tuple),
            (time_in, time),
            (email_in, str),
            (phone_in, str),
            (number, int),
            (words, str),
        ):
            with suppress(ValueFault):
                assert isinstance(read(text), kind)

    @pytest.mark.parametrize("text", ["29.02.2027", "0.1.2027", "1.13.2027", "2027-00-10"])
    def test_days_that_do_not_exist_are_faults(self, text):
        with pytest.raises(ValueFault, match="gibt es nicht"):
            day_in(text)

    @pytest.mark.parametrize("text", ["24:00", "9:60", "9:2", "99", "-1", "٣"])
    def test_times_that_do_not_exist_are_faults(self, text):
        with pytest.raises(ValueFault):
            time_in(text)

    def test_numbers_may_have_their_unit(self):
        assert [
            number_in(text, least=1, most=99) for text in ("20", "20 Min.", "20 Minuten", "20,0", "2 Personen")
        ] == [20, 20, 20, 20, 2]

    def test_names_in_one_column_are_taken_apart(self):
        assert names_in("Brandt, Mirela", "", is_combined=True) == ("Brandt", "Mirela")
        assert names_in("Mirela Ana Brandt", "", is_combined=True) == ("Brandt", "Mirela Ana")
        assert names_in("von der Heide", "", is_combined=False) == ("von der Heide", "")
