"""Trade notifications as XGewerbeanzeige 2.2: the same structure as the published example, in the same order."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from modules.online_services.xgewerbeanzeige import Notification, Office, gewerbemeldung
from modules.online_services.xgewerbeanzeige.parts import birth_date
from modules.online_services.xgewerbeanzeige.tree import NAMESPACE

SAMPLE = Path(__file__).parents[4] / "shared" / "data" / "xgewerbeanzeige" / "xgwa2.2-valid.xml"
OFFICE = Office(
    name="Gewerbeamt Musterstadt",
    ags="15090546",
    street="Am Markt 1",
    postal_code="39517",
    city="Musterstadt",
    email="gewerbe@stadt.example",
    phone="03935 000000",
)
HOME = {"country": "DE", "street": "Ewald-Hase-Str.", "house_number": "4", "postal_code": "03044", "city": "Cottbus"}
ANSWERS = {
    "anlass": "neuerrichtung",
    "niederlassung": "haupt",
    "nebenerwerb": False,
    "beginn": "2026-12-01",
    "rechtsform": "ek",
    "registerart": "hra",
    "registernummer": "11111",
    "register_ort": "Cottbus",
    "eingetragener_name": "Tibor Pick e.K.",
    "anrede": "herr",
    "vorname": "Tibor",
    "nachname": "Pick",
    "geburtsname": "Rodríguez",
    "geburtsdatum": "1965-10-12",
    "geburtsort": "Santiago",
    "staatsangehoerigkeit": "DE",
    "anschrift": HOME,
    "telefon": "0355 141455",
    "at_vorhanden": True,
    "at_ausgestellt_am": "2002-01-02",
    "betrieb_anschrift": HOME,
    "betriebsart": ["handwerk"],
    "vollzeit": "0",
    "teilzeit": "2",
    "handwerkskarte_noetig": True,
    "handwerkskarte_vom": "2012-03-01",
    "handwerkskammer": "Cottbus",
    "taetigkeit": "Friseur",
    "weitere_taetigkeiten": [{"weitere_taetigkeit": "Verkauf"}, {"weitere_taetigkeit": "Beratung"}],
}


def message(form_key="gewerbe-anmelden", **changed):
    sent = Notification(
        form_key=form_key,
        answers={**ANSWERS, **changed},
        case_id=uuid.UUID(int=1),
        reference="2026-000123",
        received_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )
    return etree.fromstring(gewerbemeldung(sent, OFFICE))


def paths(element):
    """Return the path of each element once, in the order of the document."""
    tree = element.getroottree()
    found = [tree.getelementpath(one).replace(f"{{{NAMESPACE}}}", "") for one in element.iter(etree.Element)]
    plain = ["/".join(part.partition("[")[0] for part in path.split("/")) for path in found]
    return list(dict.fromkeys(plain))


def text(root, name):
    return [one.text for one in root.iter(f"{{{NAMESPACE}}}{name}")]


def code(root, name):
    return [one.findtext("code") for one in root.iter(f"{{{NAMESPACE}}}{name}")]


@pytest.mark.skipif(not SAMPLE.exists(), reason="The published example is not on this machine (shared/data).")
def test_every_element_stands_where_the_published_example_has_it():
    example = paths(etree.parse(SAMPLE).getroot())
    own = paths(message())

    assert set(own) <= set(example)
    assert [path for path in example if path in own] == own


def test_what_was_answered_stands_in_the_message():
    root = message()

    assert text(root, "eingetragenerName") == ["Tibor Pick e.K."]
    assert text(root, "geburtsdatum") == ["12101965"]
    assert text(root, "taetigkeitenZusammengefasst") == ["Verkauf|Beratung"]
    assert code(root, "gemeindeSchluessel") == ["15090546"]
    assert (code(root, "handwerk"), code(root, "handel")) == (["1"], ["0"])


def test_a_code_that_is_not_known_is_said_in_words_and_never_guessed():
    root = message(rechtsform="gmbh")

    assert code(root, "rechtsformSchluessel") == []
    assert b"rechtsformSchluessel: gmbh" in etree.tostring(root)


@pytest.mark.parametrize(
    ("form_key", "kind", "day"),
    [("gewerbe-ummelden", "ummeldung", "gueltig_ab"), ("gewerbe-abmelden", "abmeldung", "datum")],
)
def test_the_other_forms_have_their_own_record(form_key, kind, day):
    root = message(form_key, anlass=["verlegung"], grund="verlegung", **{day: "2026-12-24"})

    assert root.find(f".//{{{NAMESPACE}}}{kind}") is not None
    assert text(root, "gueltigAb") == ["2026-12-24"]


def test_representatives_are_people_of_the_business_too():
    root = message(vertretung=[{"vertretung_nachname": "Brandt", "vertretung_vorname": "Ida"}])

    assert text(root, "familienname") == ["Pick", "Brandt"]


@pytest.mark.parametrize(("iso", "written"), [("1968", "00001968"), ("1968-04", "00041968"), ("", "")])
def test_an_unknown_day_of_birth_is_written_with_zeros(iso, written):
    assert birth_date(iso) == written


def test_another_form_is_no_trade_notification():
    with pytest.raises(KeyError):
        message("hund-anmelden")


@given(st.text(max_size=60))
def test_whatever_was_typed_makes_well_formed_xml(typed):
    root = message(nachname=typed, taetigkeit=typed, rechtsform=typed, anschrift={**HOME, "street": typed})

    assert root.tag == f"{{{NAMESPACE}}}abh.gewerbemeldung.0500"
