"""What is read of a file, and which files are refused with a sentence."""

import pytest

from modules.online_services.fim.errors import (
    BrokenSchemaError,
    FimError,
    NotXmlError,
    OldStandardError,
    TooLargeError,
    UnknownStandardError,
    UnreadableCodeListError,
    UnsafeXmlError,
)
from modules.online_services.fim.genericode import read_code_list
from modules.online_services.fim.reading import read_schema
from modules.online_services.fim.xml import MAX_BYTES
from tests.modules.online_services.fim.schemas import (
    DOGS,
    PERSON,
    REAL,
    code_list,
    field,
    group,
    rule,
    schema,
    times,
)

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<xdf:xdatenfelder.stammdatenschema.0102 xmlns:xdf="urn:xoev-de:fim:standard:xdatenfelder_2">&b;</xdf:x>"""
EXTERNAL = b"""<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]><x>&file;</x>"""


def test_ids_versions_cardinality_and_law_are_kept():
    found = read_schema(DOGS)
    assert (found.standard, found.id, found.version, found.label) == ("2", "S05000001", "1.0", "Hund anmelden")
    person, dog, papers = found.children
    assert (person.least, person.most, dog.most, papers.most) == (1, 1, 3, 5)
    assert person.law == "§ 14 GewO"
    name = person.element.children[0].element
    assert (name.id, name.version, name.max_length, name.help) == ("F60000227", "1.0", 120, "Hilfe zu Familienname")
    assert person.element.rules[0].text == "E-Mail oder Telefon ist anzugeben."
    assert dog.element.children[1].element.code_list.uri == "urn:de:geschlecht"


def test_version_3_has_bounds_values_and_choices_of_its_own():
    values = "<xdf:werte><xdf:wert><xdf:code>m</xdf:code><xdf:name>Rüde</xdf:name></xdf:wert></xdf:werte>"
    bounds = '<xdf:praezisierung minLength="2" maxLength="9" pattern="[0-9]+" minValue="1"/>'
    either = group(
        "G60000000088",
        "Anschrift",
        times("1:1", field("F60000000243", "Straße", extra=bounds)),
        times("1:1", field("F60000000244", "Art", kind="select", extra=values)),
        extra="<xdf:art><code>X</code></xdf:art>" + rule("R1", "Regel", "Nur eine.", "3"),
    )
    found = read_schema(schema(times("1:1", either), standard="3", version="1.0.0"))
    element = found.children[0].element
    assert (found.standard, element.is_choice, element.rules[0].text) == ("3", True, "Nur eine.")
    street, kind = (child.element for child in element.children)
    assert (street.min_length, street.max_length, street.pattern, street.minimum) == (2, 9, "[0-9]+", "1")
    assert [(value.code, value.name) for value in kind.values] == [("m", "Rüde")]


def test_what_the_standard_does_not_know_is_noted():
    odd = field("F05000010", "Rufname", extra="<xdf:zauber>Abrakadabra</xdf:zauber>")
    assert read_schema(schema(times("1:1", odd))).children[0].element.unknown == ("zauber: Abrakadabra",)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", NotXmlError, "kein vollständiges XML"),
        (b"PK\x03\x04 zip", NotXmlError, "kein vollständiges XML"),
        (DOGS[:-40], NotXmlError, "Zeile"),
        (b"\xff\xfe\x00", NotXmlError, "XML"),
        (b'<?xml version="1.0" encoding="utf-7"?><x/>', NotXmlError, "XML"),
        (BOMB, UnsafeXmlError, "DOCTYPE"),
        (EXTERNAL, UnsafeXmlError, "DOCTYPE"),
        (BOMB.decode().replace('<?xml version="1.0"?>', "").encode("utf-16"), UnsafeXmlError, "DOCTYPE"),
        (b" " * (MAX_BYTES + 1), TooLargeError, "zu groß"),
        (b"<x/>", UnknownStandardError, "kein XDatenfelder 2 oder 3"),
        (DOGS.replace(b"xdatenfelder_2", b"xdatenfelder_9"), UnknownStandardError, "xdatenfelder_9"),
        (DOGS.replace(b"xdatenfelder_2", b"xdatenfelder_1"), OldStandardError, "XDatenfelder 1"),
        (DOGS.replace(b"stammdatenschema>", b"prozess>"), UnknownStandardError, "Gefunden"),
        (DOGS.replace(b"<xdf:id>F60000227</xdf:id>", b""), BrokenSchemaError, "fehlt „id“"),
        (DOGS.replace(b"<xdf:anzahl>1:3<", b"<xdf:anzahl>viele<"), BrokenSchemaError, "Anzahl"),
        (DOGS.replace(b"<xdf:name>Rufname</xdf:name>", b""), BrokenSchemaError, "fehlt „name“"),
        (
            DOGS.replace(b"<xdf:name>Rufname</xdf:name>", b"<xdf:name>A</xdf:name><xdf:name>B</xdf:name>"),
            BrokenSchemaError,
            "ein zweites Mal",
        ),
        (schema(times("1:1", "")), BrokenSchemaError, "fehlt ein Baustein"),
        (schema(*(times("1:1", field("F05000010", "A")) for _ in range(1401))), TooLargeError, "1400 Bausteine"),
    ],
)
def test_what_is_no_schema_is_refused_with_a_sentence(data, error, words):
    with pytest.raises(error) as caught:
        read_schema(data)
    assert words in str(caught.value)


def test_groups_without_end_are_refused():
    inner = PERSON
    for number in range(12):
        inner = group(f"G0500{number:04d}", "Gruppe", times("1:1", inner))
    with pytest.raises(TooLargeError, match="verschachtelt"):
        read_schema(schema(times("1:1", inner)))


def test_a_code_list_is_read_by_its_key():
    found = read_code_list(code_list("urn:de:geschlecht", ("m", "männlich"), ("w", "weiblich")))
    assert (found.uri, found.version) == ("urn:de:geschlecht", "2")
    assert [(entry.code, entry.name) for entry in found.entries] == [("m", "männlich"), ("w", "weiblich")]


@pytest.mark.parametrize("data", [b"", b"<x/>", BOMB, code_list("urn:x"), code_list("", ("a", "b")), DOGS])
def test_what_is_no_code_list_is_refused(data):
    with pytest.raises(UnreadableCodeListError, match="Codeliste"):
        read_code_list(data)


@pytest.mark.skipif(not REAL.is_dir(), reason="no real schemas here")
@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("WaBeKa.xml", OldStandardError),
        ("xdf2/duplicate-required-value.xml", BrokenSchemaError),
        ("xdf2/unknown-namespace.xml", UnknownStandardError),
        ("xdf3/missing-id-node.xml", BrokenSchemaError),
        ("xdf3/unknown-namespace.xml", UnknownStandardError),
    ],
)
def test_real_files_that_are_old_or_broken_are_refused(name, error):
    with pytest.raises(error):
        read_schema((REAL / name).read_bytes())


@pytest.mark.skipif(not REAL.is_dir(), reason="no real schemas here")
def test_real_files_are_read():
    for name in ("BlaueKarte.xml", "xdf2/simple.xml", "xdf2/select.xml", "xdf2/label.xml", "xdf3/simple.xml"):
        try:
            assert read_schema((REAL / name).read_bytes()).children
        except FimError as error:
            pytest.fail(f"{name}: {error}")
