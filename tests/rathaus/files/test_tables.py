"""Tables come from many programs and go into spreadsheets."""

import csv
import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.files.tables import MAX_BYTES, Limits, UnreadableTableError, clean, parse_table, read_table, write_table

COLUMNS = {"aktenzeichen": "reference", "frist": "due_on"}
SMALL = Limits(size=500_000, rows=30, columns=60, cell=2_000)
PLAIN = st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\u00a0'"), max_size=30).map(
    str.strip
)
ROW = st.lists(PLAIN, min_size=3, max_size=3).filter(any)
WRITABLE = st.text(st.characters(exclude_categories=["C"]), max_size=30).map(str.strip).filter(bool)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_usual_way_of_writing_is_read(encoding, separator):
    text = separator.join(["Aktenzeichen", "Ort", "Frist"]) + "\r\n" + separator.join(["Ö 1", "x", "24.11.2026"])

    (row,) = read_table(text.encode(encoding), columns=COLUMNS, required=["reference"])

    assert (row.line, row.cells) == (2, {"reference": "Ö 1", "due_on": "24.11.2026"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Aktenzeichen\n", "keine Zeile"),
        (b"Name\nx", "fehlen diese Überschriften: reference"),
        (b"Aktenzeichen;Frist\n1;2;x", "Zeile 2 hat mehr Spalten als Überschriften"),
        (b'Aktenzeichen\n"x', "Ab Zeile 2"),
        (b"Aktenzeichen\n" + b"x\n" * 20_001, "mehr als 20000 Zeilen"),
        (b"x" * (MAX_BYTES + 1), "größer als 5 MB"),
    ],
)
def test_what_is_no_such_table_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(UnreadableTableError, match=sentence):
        read_table(content, columns=COLUMNS, required=["reference"])


@settings(max_examples=50)
@given(reference=WRITABLE)
def test_what_was_written_is_read_again_and_is_never_a_formula(reference):
    content = write_table(["Aktenzeichen", "Frist"], [[reference, date(2026, 11, 24)]])

    (row,) = read_table(content, columns=COLUMNS, required=["reference"])
    _head, (written, _day) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")

    assert row.cells == {"reference": clean(reference), "due_on": "24.11.2026"}
    assert written[0] not in "=+-@|%"


class TestParsing:
    @settings(max_examples=50)
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
        table = parse_table(f"sep={separator}{line_end}{out.getvalue()}".encode(encoding))
        assert table.headings == ("Erste", "Zweite", "Dritte")
        assert [line.cells for line in table.lines] == [tuple(map(clean, row)) for row in rows]
        assert [line.number for line in table.lines] == list(range(3, 3 + len(rows)))

    @given(st.binary(max_size=400))
    def test_any_bytes_are_read_or_refused_and_nothing_else(self, data):
        with suppress(UnreadableTableError):
            table = parse_table(data)
            assert table.lines
            assert all(len(cell) <= Limits().cell for line in table.lines for cell in line.cells)

    @pytest.mark.parametrize("separator", list(";,\t|"))
    def test_the_separator_is_found_without_being_named(self, separator):
        table = parse_table(
            separator.join(["Datum", '"Name; oder, was"', "Uhrzeit"]).encode() + b"\na" + separator.encode() + b"b"
        )
        assert len(table.headings) == 3

    def test_windows_texts_keep_their_umlauts(self):
        assert parse_table("Straße;Gebühr\nMühlweg;13,00 €".encode("cp1252")).lines[0].cells == ("Mühlweg", "13,00 €")

    def test_mixed_line_ends_and_empty_lines_are_no_matter(self):
        table = parse_table(b"a;b\r\n1;2\r\r\n;;\n3;4\n\n")
        assert [line.cells[:2] for line in table.lines] == [("1", "2"), ("3", "4")]

    def test_a_line_break_in_quotes_stays_and_the_numbers_of_lines_go_on(self):
        table = parse_table(b'a;b\n"1\n2";x\n3;4')
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
            (b"a" * (SMALL.size + 1), "größer als 0,5 MB"),
            (b";".join([b"a"] * 10_000) + b"\n1", "10000 Spalten"),
            (b"a;b\n1;" + b"x" * (SMALL.cell + 1), "In Zeile 2"),
            (b"a;b\n1;" + b"x" * 200_000, "Ab Zeile 2"),
            (b"a\n" + b"1\n" * (SMALL.rows + 1), "mehr als 30 Zeilen"),
        ],
    )
    def test_what_is_no_table_is_refused_with_what_to_do(self, data, sentence):
        with pytest.raises(UnreadableTableError, match=sentence):
            parse_table(data, limits=SMALL)

    def test_as_many_rows_and_columns_as_allowed_are_read(self):
        assert len(parse_table(b"a\n" + b"1\n" * SMALL.rows, limits=SMALL).lines) == SMALL.rows
        assert len(parse_table(b";".join([b"a"] * SMALL.columns) + b"\n1", limits=SMALL).headings) == SMALL.columns

    def test_a_cell_beyond_the_headings_is_noticed(self):
        first, second = parse_table(b"a;b\n1;2;;\n1;2;3").lines
        assert (first.is_too_wide, second.is_too_wide) == (False, True)

    def test_invisible_marks_and_the_protection_from_formulas_go(self):
        assert clean("\u202eBrandt\u200b\ufeff\u00a0") == "Brandt"
        assert clean("'+49 3935") == "+49 3935"
        assert clean("'s Gravenhage") == "'s Gravenhage"
