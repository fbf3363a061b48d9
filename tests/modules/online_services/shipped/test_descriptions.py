"""The shipped descriptions are complete and say the same thing everywhere."""

import re

import pytest

from modules.online_services.catalogue.description import Descriptions
from modules.online_services.catalogue.life_situations import LIFE_SITUATIONS
from modules.online_services.code_lists import code_list_names
from modules.online_services.engine.checking import check_definition
from modules.online_services.engine.definition import Group
from modules.online_services.engine.texts import Text
from modules.online_services.engine.walking import located_items
from modules.online_services.shipped.loading import shipped_fee_schedules, shipped_services
from rathaus.accounts.areas import SOCIAL, TAX

SERVICES = shipped_services()
FORMS = sorted(key for key, service in SERVICES.items() if service.form)
POLISHED = (
    "gewerbe-anmelden",
    "ausweis-verloren",
    "brauchtumsfeuer",
    "hund-anmelden",
    "anhoerung-betroffene",
    "anhoerung-zeugen",
)
MODULES = sorted(set(Descriptions.model_fields) - {"full_text", "further_information"})
GENERAL = {"reference", "applicant", "received", "today", "fee", "account"}
# These stay in braces until clerks write them, and keep the letter back so long.
BY_HAND = {"betrag_im_monat", "berechnung", "erste_zahlung_am", "raten_und_faelligkeit"}


@pytest.mark.parametrize("key", FORMS)
def test_every_shipped_form_passes_the_checks_of_the_engine(key: str) -> None:
    form = SERVICES[key].form
    assert form is not None
    schedules = frozenset(schedule.key for schedule in shipped_fee_schedules())
    assert check_definition(form, schedules=schedules, code_lists=code_list_names()) == []


@pytest.mark.parametrize("key", sorted(SERVICES))
def test_every_text_module_is_written(key: str) -> None:
    texts = SERVICES[key].texts
    assert [name for name in MODULES if not getattr(texts, name)] == []


@pytest.mark.parametrize("key", sorted(SERVICES))
def test_name_and_short_text_are_there_in_english(key: str) -> None:
    texts = SERVICES[key].texts
    assert "en" in texts.name.root
    assert "en" in texts.short_text.root or SERVICES[key].audience == "staff"


@pytest.mark.parametrize("key", POLISHED)
def test_polished_services_are_there_in_english_and_plain_words(key: str) -> None:
    service = SERVICES[key]
    assert "de-einfach" in service.texts.short_text.root
    assert service.form is not None
    german_only = [
        one.item.id
        for one in located_items(service.form)
        for name in ("label", "title", "hint", "text")
        if isinstance(text := getattr(one.item, name, None), Text) and text and "en" not in text.root
    ]
    assert german_only == []


@pytest.mark.parametrize("key", sorted(SERVICES))
def test_a_service_is_found_by_words_and_situations(key: str) -> None:
    service = SERVICES[key]
    known = {situation.key for situation in LIFE_SITUATIONS}
    assert set(service.life_situations) <= known
    is_found = service.is_listed and service.audience == "public" and key != "allgemeine-anfrage"
    assert bool(service.life_situations and service.synonyms) or not is_found


def test_every_life_situation_leads_to_services() -> None:
    used = {name for service in SERVICES.values() for name in service.life_situations}
    assert used == {situation.key for situation in LIFE_SITUATIONS}


@pytest.mark.parametrize("key", FORMS)
def test_what_happens_next_tells_notifications_from_applications(key: str) -> None:
    form = SERVICES[key].form
    assert form is not None
    words = form.what_next.in_language("de")
    waits = re.search(r"nicht[s]? abwarten|Vorbereitung|müssen (jetzt )?nichts|nichts weiter tun|sofort ein", words)
    assert words
    assert bool(waits) or form.request_kind == "application"
    assert "nichts abwarten" not in words or form.request_kind == "notification"


@pytest.mark.parametrize("key", FORMS)
def test_the_form_asks_for_the_same_trust_as_its_service(key: str) -> None:
    form = SERVICES[key].form
    assert form is not None
    assert (form.assurance_level, form.key) == (SERVICES[key].assurance_level, key)


@pytest.mark.parametrize("key", FORMS)
def test_documents_name_only_what_the_form_knows(key: str) -> None:
    service = SERVICES[key]
    assert service.form is not None
    known = GENERAL | {one.item.id for one in located_items(service.form) if not isinstance(one.item, Group)}
    for result in service.handling.results:
        texts = [result.subject, *result.paragraphs, *result.conditions]
        named = {name for text in texts for name in re.findall(r"\{(\w+)\}", text.in_language("de"))}
        assert named <= known | BY_HAND, result.key
    assert set(re.findall(r"\{(\w+)\}", service.form.summary)) <= known


@pytest.mark.parametrize("key", FORMS)
def test_handling_names_fields_of_the_form(key: str) -> None:
    service = SERVICES[key]
    assert service.form is not None
    known = {one.item.id for one in located_items(service.form)}
    handling = service.handling
    named = {handling.locality_field, handling.place_field, handling.first_day_field, handling.last_day_field}
    assert named - {""} <= known


@pytest.mark.parametrize("key", [key for key, one in SERVICES.items() if one.audience == "staff"])
def test_colleagues_read_whom_to_ask_and_no_remedy(key: str) -> None:
    service = SERVICES[key]
    assert service.texts.legal_remedy.in_language("de").endswith((" weiter.", "(§ 54 BeamtStG)."))
    assert not any(result.legal_remedy for result in service.handling.results)


def test_a_remedy_names_the_authority_and_its_seat() -> None:
    texts = {
        result.legal_remedy.in_language("de")
        for service in SERVICES.values()
        for result in service.handling.results
        if result.legal_remedy
    }
    assert texts
    assert all("einzulegen bei: {authority}, {authority_address}." in text for text in texts)
    assert all("innerhalb eines Monats" in text for text in texts)


def test_the_notice_about_childcare_says_amount_period_and_day_itself() -> None:
    [notice] = [one for one in SERVICES["kita-platz"].handling.results if one.key == "kostenbeitrag"]
    text = " ".join(paragraph.in_language("de") for paragraph in notice.paragraphs)
    assert all(
        name in text for name in ("{betrag_im_monat}", "{berechnung}", "{ab}", "{erste_zahlung_am}", "{account}")
    )
    assert not any(
        "Anlage" in one.in_language("de") for s in SERVICES.values() for r in s.handling.results for one in r.paragraphs
    )


@pytest.mark.parametrize("key", FORMS)
def test_whoever_may_refuse_or_charge_says_how_to_object(key: str) -> None:
    for result in SERVICES[key].handling.results:
        assert (
            result.legal_remedy
            or result.outcome == "confirmed"
            or key in {"urlaubsantrag", "anhoerung-betroffene", "bewohnerparkausweis"}
        )


def test_what_tax_and_social_law_protect_is_kept_in_its_area() -> None:
    areas = {key: service.handling.area for key, service in SERVICES.items() if service.handling.area}
    tax = {"hund-anmelden", "hund-abmelden", "sepa-lastschriftmandat", "stundung"}
    assert areas == dict.fromkeys(tax, TAX) | {"kita-platz": SOCIAL}


def test_only_keys_that_were_seen_are_given() -> None:
    assert {key: service.leika_key for key, service in SERVICES.items() if service.leika_key} == {
        "gewerbe-anmelden": "99050012104000",
        "personalausweis-beantragen": "99008001012000",
        "fuehrungszeugnis": "99049001001000",
    }


def test_fee_schedules_begin_on_a_day_and_have_rows() -> None:
    schedules = {schedule.key: schedule for schedule in shipped_fee_schedules()}
    assert str(schedules["personalausweis"].valid_from) == "2026-02-07"
    assert all(row.get("key") or row.get("from") for schedule in schedules.values() for row in schedule.rows)
    assert all(isinstance(row["cents"], int) and row["label"] for one in schedules.values() for row in one.rows)


def test_services_of_others_link_out() -> None:
    elsewhere = {key for key, service in SERVICES.items() if service.channel == "elsewhere"}
    assert elsewhere == {"wohnsitz-anmelden", "fuehrungszeugnis"}
    assert all(SERVICES[key].elsewhere and SERVICES[key].elsewhere.url.startswith("https://") for key in elsewhere)


def test_hearings_open_by_their_letter_alone() -> None:
    letters = {key: service.is_listed for key, service in SERVICES.items() if service.channel == "letter"}
    assert letters == {"anhoerung": True, "anhoerung-betroffene": False, "anhoerung-zeugen": False}
