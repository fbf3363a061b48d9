"""Files as other systems write them, and files that are none: read, or refused with a sentence that helps."""

import csv
import io
from contextlib import suppress
from datetime import date, time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.appointments.imports import Kind, UnreadableFileError
from modules.appointments.imports.errors import ValueFault
from modules.appointments.imports.fields import KINDS, columns_in, normalise
from modules.appointments.imports.reading import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, clean, read_table
from modules.appointments.imports.values import day_in, email_in, names_in, number_in, phone_in, text_in, time_in

PLAIN = st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\u00a0'"), max_size=30).map(
    str.strip
)
ROW = st.lists(PLAIN, min_size=3, max_size=3).filter(any)


class TestReading:
    @given(
        rows=st.lists(ROW, min_size=2, max_size=8),
        separator=st.sampled_from(";,\t|"),
        line_end=st.sampled_from(["\n", "\r\n", "\r"]),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    )
    def test_what_a_program_wrote_is_read_again(self, rows, separator, line_end, encoding):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
        writer.writerow(["Erste", "Zweite", "Dritte"])
        writer.writerows(rows)
        table = read_table(f"sep={separator}{line_end}{out.getvalue()}".encode(encoding))
        assert table.headings == ("Erste", "Zweite", "Dritte")
        assert [line.cells for line in table.lines] == [tuple(map(clean, row)) for row in rows]
        assert [line.number for line in table.lines] == list(range(3, 3 + len(rows)))

    @given(st.binary(max_size=400))
    def test_any_bytes_are_read_or_refused_and_nothing_else(self, data):
        with suppress(UnreadableFileError):
            table = read_table(data)
            assert table.lines
            assert all(len(cell) <= MAX_CELL for line in table.lines for cell in line.cells)

    @given(st.text(max_size=300), st.sampled_from(list(Kind)))
    def test_any_text_is_read_or_refused_for_every_kind(self, text, kind):
        with suppress(UnreadableFileError):
            columns = columns_in(kind, read_table(text.encode(errors="surrogatepass")).headings)
            assert len(set(columns.values())) == len(columns)

    @pytest.mark.parametrize("separator", list(";,\t|"))
    def test_the_separator_is_found_without_being_named(self, separator):
        table = read_table(
            separator.join(["Datum", '"Name; oder, was"', "Uhrzeit"]).encode() + b"\na" + separator.encode() + b"b"
        )
        assert len(table.headings) == 3

    def test_windows_texts_keep_their_umlauts(self):
        assert read_table("Straße;Gebühr\nMühlweg;13,00 €".encode("cp1252")).lines[0].cells == ("Mühlweg", "13,00 €")

    def test_mixed_line_ends_and_empty_lines_are_no_matter(self):
        table = read_table(b"a;b\r\n1;2\r\r\n;;\n3;4\n\n")
        assert [line.cells[:2] for line in table.lines] == [("1", "2"), ("3", "4")]

    def test_a_line_break_in_quotes_stays_and_the_numbers_of_lines_go_on(self):
        table = read_table(b'a;b\n"1\n2";x\n3;4')
        assert [(line.number, line.cells[0]) for line in table.lines] == [(2, "1\n2"), (4, "3")]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "ist leer"),
            (b" \n\r\n ", "ist leer"),
            (b"\xef\xbb\xbf;;\n;;", "ist leer"),
            (b"Datum;Uhrzeit\n", "steht keine Zeile"),
            (b"PK\x03\x04rest", "Format Excel"),
            (b"\xd0\xcf\x11\xe0rest", "Format Excel"),
            (b"%PDF-1.7", "Format PDF"),
            (b"a;b\n\x00\x01\x02", "keine Textdatei"),
            (b"\x81\x8d\x8f\x90", "keine Textdatei"),
            (b'a;b\n1;2\n"offen;3', "Ab Zeile 3"),
            (b"a" * (MAX_BYTES + 1), "1,5 MB"),
            (b";".join([b"a"] * 10_000) + b"\n1", "10000 Spalten"),
            (b"a;b\n1;" + b"x" * (MAX_CELL + 1), "In Zeile 2"),
            (b"a;b\n1;" + b"x" * 200_000, "Ab Zeile 2"),
            (b"a\n" + b"1\n" * (MAX_ROWS + 1), "mehr als 5000 Zeilen"),
        ],
    )
    def test_what_is_no_table_is_refused_with_what_to_do(self, data, sentence):
        with pytest.raises(UnreadableFileError, match=sentence):
            read_table(data)

    def test_as_many_rows_and_columns_as_allowed_are_read(self):
        assert len(read_table(b"a\n" + b"1\n" * MAX_ROWS).lines) == MAX_ROWS
        assert len(read_table(b";".join([b"a"] * MAX_COLUMNS) + b"\n1").headings) == MAX_COLUMNS

    def test_a_cell_beyond_the_headings_is_noticed(self):
        first, second = read_table(b"a;b\n1;2;;\n1;2;3").lines
        assert (first.is_too_wide, second.is_too_wide) == (False, True)

    def test_invisible_marks_and_the_protection_from_formulas_go(self):
        assert clean("\u202eBrandt\u200b\ufeff\u00a0") == "Brandt"
        assert clean("'+49 3935") == "+49 3935"
        assert clean("'s Gravenhage") == "'s Gravenhage"


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
