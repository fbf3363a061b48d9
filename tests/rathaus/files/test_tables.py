"""Tables come from many programs and go into spreadsheets."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.files.tables import UnreadableTableError, read_table, write_table

COLUMNS = {"aktenzeichen": "reference", "frist": "due_on"}
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
        (b"\x00\x01", "keine Textdatei"),
        (b'Aktenzeichen\n"x', "Ab Zeile 2"),
        (b"Aktenzeichen\n" + b"x\n" * 20_001, "mehr als 20000 Zeilen"),
        (b"x" * 5_000_001, "größer als 5 MB"),
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

    assert row.cells["reference"].removeprefix("'") == reference.removeprefix("'")
    assert row.cells["reference"][0] not in "=+-@|%"
    assert row.cells["due_on"] == "24.11.2026"
