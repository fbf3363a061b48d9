"""Every shipped form can be filled in, and costs what it should."""

import pytest

from modules.online_services.engine.final import final_answers
from modules.online_services.shipped.loading import shipped_services
from tests.modules.online_services.shipped.filled import RIGHT, UPLOADS, filled, said
from tests.modules.online_services.shipped.people import FILE

FORMS = sorted(key for key, service in shipped_services().items() if service.form)
FEES = {
    "gewerbe-anmelden": None,
    "gewerbe-ummelden": None,
    "hund-anmelden": None,
    "verkehrsrechtliche-anordnung": None,
    "personalausweis-beantragen": 4600,
    "reisepass-beantragen": 7000,
    "meldebescheinigung": 1000,
    "melderegisterauskunft": 1000,
    "fuehrungszeugnis": 1300,
    "brauchtumsfeuer": 2000,
    "sondernutzung": 3000,
    "bewohnerparkausweis": 3070,
    "personenstandsurkunde": 2400,
}


def test_an_example_exists_for_every_form() -> None:
    assert sorted(RIGHT) == FORMS


@pytest.mark.parametrize("key", FORMS)
def test_a_form_that_is_filled_in_right_can_be_sent(key: str) -> None:
    assert said(filled(key)) == {}


@pytest.mark.parametrize("key", FORMS)
def test_a_form_costs_what_the_list_says(key: str) -> None:
    assert filled(key).fee_cents == FEES.get(key, 0)


@pytest.mark.parametrize("key", FORMS)
def test_everything_that_was_answered_counts_in_the_end(key: str) -> None:
    form = shipped_services()[key].form
    assert form is not None
    final = final_answers(form, RIGHT[key], filled(key))
    hidden = {"vollzeit", "erlaubnispflichtig"} if key == "gewerbe-abmelden" else set()
    assert set(RIGHT[key]) - set(final) <= hidden


@pytest.mark.parametrize(
    ("key", "changed", "cents"),
    [
        (
            "personalausweis-beantragen",
            {"geburtsdatum": "2010-01-01", "alleinsorge": True, "alleinsorge_nachweis": FILE},
            2760,
        ),
        ("personalausweis-beantragen", {"geburtsdatum": "2002-11-25"}, 2760),
        ("personalausweis-beantragen", {"geburtsdatum": "2002-11-24"}, 4600),
        ("personalausweis-beantragen", {"lichtbild": "vor_ort", "zustaendig": False, "direktversand": True}, 8000),
        ("reisepass-beantragen", {"geburtsdatum": "2003-01-01", "express": True}, 6950),
        ("meldebescheinigung", {"art": "erweitert", "zusatzdaten": ["kinder"]}, 1800),
        ("meldebescheinigung", {"gebuehrenbefreiung": "rente", "befreiung_nachweis": FILE}, 0),
        ("fuehrungszeugnis", {"befreiung": "ehrenamt", "befreiung_nachweis": FILE}, 0),
        ("sondernutzung", {"bis": "2026-12-11"}, 1500),
        ("sondernutzung", {"art": "gastro", "bis": "2027-01-20"}, 12000),
        ("sondernutzung", {"art": "plakat", "stueck": "30"}, 3000),
        ("bewohnerparkausweis", {"laufzeit": "6"}, 1535),
        ("bewohnerparkausweis", {"anlass": "kennzeichenwechsel", "alter_ausweis": "12"}, 1020),
        ("personenstandsurkunde", {"anzahl": "1"}, 1200),
        ("personenstandsurkunde", {"zweck": "rente"}, 0),
    ],
)
def test_fees_follow_the_answers(key: str, changed: dict[str, object], cents: int) -> None:
    found = filled(key, **changed)
    assert (said(found), found.fee_cents) == ({}, cents)


def test_uploads_of_the_examples_are_usable() -> None:
    assert set(FILE) <= set(UPLOADS)
