"""Documents to bring, as administrators type them: one a line, with an optional note after a bar."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """Something to bring, and what to know about it."""

    name: str
    note: str = ""


def parse_documents(text: str) -> list[Document]:
    """Return the documents of the text, line by line; empty lines are left out.

    "Altes Dokument | auch wenn es abgelaufen ist" has a name and a note.
    """
    return [_parse_line(line) for line in text.splitlines() if line.strip()]


def _parse_line(line: str) -> Document:
    name, _, note = line.partition("|")
    return Document(name=name.strip(), note=note.strip())
