"""Synthetic schemas of FIM in both standards, small enough to read."""

from pathlib import Path

REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "fim"  # tests that read them are left out without

NS = {"2": "urn:xoev-de:fim:standard:xdatenfelder_2", "3": "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"}


def field(
    fim_id: str, label: str, data: str = "text", *, kind: str = "input", version: str = "1.0", extra: str = ""
) -> str:
    """Return a field; `extra` are further elements of it."""
    return f"""<xdf:datenfeld><xdf:identifikation><xdf:id>{fim_id}</xdf:id><xdf:version>{version}</xdf:version>
    </xdf:identifikation><xdf:name>{label}</xdf:name><xdf:bezeichnungEingabe>{label}</xdf:bezeichnungEingabe>
    <xdf:hilfetextEingabe>Hilfe zu {label}</xdf:hilfetextEingabe><xdf:feldart><code>{kind}</code></xdf:feldart>
    <xdf:datentyp><code>{data}</code></xdf:datentyp>{extra}</xdf:datenfeld>"""


def group(fim_id: str, label: str, *children: str, extra: str = "") -> str:
    """Return a group of children that `times` made."""
    return f"""<xdf:datenfeldgruppe><xdf:identifikation><xdf:id>{fim_id}</xdf:id><xdf:version>1.1</xdf:version>
    </xdf:identifikation><xdf:name>{label}</xdf:name><xdf:bezeichnungEingabe>{label}</xdf:bezeichnungEingabe>
    {extra}{"".join(children)}</xdf:datenfeldgruppe>"""


def times(how_often: str, element: str) -> str:
    """Return an element where it stands in a structure."""
    return f"""<xdf:struktur><xdf:anzahl>{how_often}</xdf:anzahl><xdf:bezug>§ 14 GewO</xdf:bezug>
    <xdf:enthaelt>{element}</xdf:enthaelt></xdf:struktur>"""


def rule(fim_id: str, name: str, words: str, standard: str = "2") -> str:
    """Return a rule in words."""
    tag = "definition" if standard == "2" else "freitextRegel"
    return f"""<xdf:regel><xdf:identifikation><xdf:id>{fim_id}</xdf:id><xdf:version>1.0</xdf:version>
    </xdf:identifikation><xdf:name>{name}</xdf:name><xdf:{tag}>{words}</xdf:{tag}></xdf:regel>"""


def schema(*children: str, standard: str = "2", version: str = "1.0", extra: str = "", label: str = "Hund") -> bytes:
    """Return a whole schema."""
    fim_id = "S05000001" if standard == "2" else "S05000001294"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xdf:xdatenfelder.stammdatenschema.0102 xmlns:xdf="{NS[standard]}"><xdf:header/><xdf:stammdatenschema>
<xdf:identifikation><xdf:id>{fim_id}</xdf:id><xdf:version>{version}</xdf:version></xdf:identifikation>
<xdf:name>{label} anmelden</xdf:name><xdf:bezeichnung>{label} anmelden</xdf:bezeichnung>{extra}
{"".join(children)}</xdf:stammdatenschema></xdf:xdatenfelder.stammdatenschema.0102>""".encode()


def code_list(uri: str, *entries: tuple[str, str]) -> bytes:
    """Return a code list in genericode."""
    rows = "".join(
        f"<Row><Value ColumnRef='code'><SimpleValue>{code}</SimpleValue></Value>"
        f"<Value ColumnRef='name'><SimpleValue>{name}</SimpleValue></Value></Row>"
        for code, name in entries
    )
    return f"""<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
<Identification><ShortName>Liste</ShortName><Version>2</Version><CanonicalUri>{uri}</CanonicalUri>
<CanonicalVersionUri>{uri}_2</CanonicalVersionUri></Identification>
<ColumnSet><Column Id="name" Use="optional"/><Column Id="code" Use="required"/>
<Key Id="k"><ColumnRef Ref="code"/></Key></ColumnSet><SimpleCodeList>{rows}</SimpleCodeList></gc:CodeList>""".encode()


def reference(uri: str, version: str = "2") -> str:
    """Return the reference of a field to a code list."""
    return f"""<xdf:codelisteReferenz><xdf:identifikation><xdf:id>C00000001</xdf:id></xdf:identifikation>
    <xdf:genericodeIdentification><xdf:canonicalIdentification>{uri}</xdf:canonicalIdentification>
    <xdf:version>{version}</xdf:version></xdf:genericodeIdentification></xdf:codelisteReferenz>"""


def longest(signs: int) -> str:
    """Return the bound of a text as version 2 writes it."""
    return f'<xdf:praezisierung>{{"maxLength":"{signs}"}}</xdf:praezisierung>'


PERSON = group(
    "G00000082",
    "Halter",
    times("1:1", field("F60000227", "Familienname", extra=longest(120))),
    times("0:1", field("F60000242", "E-Mail")),
    extra=rule("R00000255", "Mindestens eine Angabe", "E-Mail oder Telefon ist anzugeben."),
)
DOG = group(
    "G05000002",
    "Hund",
    times("1:1", field("F05000010", "Rufname", extra=longest(40))),
    times("1:1", field("F05000011", "Geschlecht", kind="select", extra=reference("urn:de:geschlecht"))),
    times("0:1", field("F05000012", "Geboren am", "date")),
    times("0:*", field("F05000013", "Auffällige Merkmale")),
)
DOGS = schema(times("1:1", PERSON), times("1:3", DOG), times("0:5", field("F05000014", "Nachweise", "file")))
