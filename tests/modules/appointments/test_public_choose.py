"""Steps 1 and 2: the concern with its questions, and the place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from modules.appointments.models import AppointmentSettings, Audience, Concern
from modules.appointments.selectors import get_place
from modules.appointments.services import ensure_days
from tenants.municipality.models import MunicipalityProfile
from tests.factories.appointments import (
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    PoolFactory,
    QuestionFactory,
    hold_at,
    make_office,
)
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.citizens import text_of


@pytest.fixture
def phone(tenant) -> str:
    from tenants.municipality import frame

    MunicipalityProfile.objects.update_or_create(pk=1, defaults={"phone": "03935 9317-0"})
    frame.forget_all()
    yield "03935 9317-0"
    frame.forget_all()


@pytest.fixture
def two_places(office):
    """The concern of the office, offered in a second building as well."""
    branch = make_office(weekdays=[2], location=LocationFactory(name="Außenstelle Oberdorf", step_free=False))
    extra = ConcernPlaceFactory(concern=office.concern, location=branch.location, pools=list(branch.pools.all()))
    return office, get_place(extra.pk)


def simple_concern(place, **fields) -> Concern:
    """Return a concern that asks nothing, at the same place."""
    concern = ConcernFactory(**{"max_persons": 1, "further_minutes": 0, **fields})
    ConcernPlaceFactory(concern=concern, location=place.location, pools=list(place.pools.all()))
    return concern


def test_concerns_stand_in_groups_with_their_duration_in_words(office, tenant_client):
    simple_concern(office, name="Fahrzeug zulassen", group="Auto", first_minutes=90)
    page = text_of(tenant_client.get("/termine/"))
    assert "etwa 20 Minuten, für jede weitere Person etwa 10 Minuten" in page
    assert "Auto Fahrzeug zulassen etwa 1 Stunde 30 Minuten" in page


@pytest.mark.parametrize("typed", ["zulass", "Auto", "kfz", "auto zulassen"])
def test_the_search_knows_names_groups_and_other_words(office, tenant_client, typed):
    simple_concern(office, name="Fahrzeug zulassen", group="Auto", keywords="KFZ, Zulassungsstelle")
    page = text_of(tenant_client.get("/termine/", {"q": typed}))
    assert "Fahrzeug zulassen" in page
    assert "1 Anliegen passt zu" in page
    assert office.concern.name not in page


def test_a_search_without_result_offers_the_telephone_and_all_concerns(office, tenant_client, phone):
    page = tenant_client.get("/termine/", {"q": '<script>"Quallen"'})
    assert "finden wir kein Anliegen" in text_of(page)
    assert phone in text_of(page)
    assert "<script>&quot;" not in page.content.decode()
    assert "Alle Anliegen zeigen" in text_of(page)


def test_without_any_concern_the_page_offers_the_telephone(tenant_client, phone):
    page = text_of(tenant_client.get("/termine/"))
    assert "Im Moment können Sie hier keinen Termin buchen." in page
    assert phone in page


def test_what_only_staff_book_is_listed_with_the_telephone_and_no_link(office, tenant_client, phone):
    concern = simple_concern(office, name="Eheschließung", audience=Audience.STAFF)
    page = tenant_client.get("/termine/")
    assert "Eheschließung" in text_of(page)
    assert f"Diesen Termin vereinbaren wir am Telefon. {phone}" in text_of(page)
    assert str(concern.pk) not in page.content.decode()
    assert tenant_client.get(f"/termine/anliegen/{concern.pk}/").status_code == 404
    assert tenant_client.get(f"/termine/zeit/?anliegen={concern.pk}").status_code == 404


def test_the_note_of_the_municipality_stands_above_the_concerns(office, tenant_client):
    AppointmentSettings.objects.create(booking_note="Am 24. Dezember ist geschlossen.")
    assert "Am 24. Dezember ist geschlossen." in text_of(tenant_client.get("/termine/"))


def test_a_concern_that_asks_nothing_still_asks_what_else_and_what_people_need(office, tenant_client):
    concern = simple_concern(office)
    assert f'href="/termine/anliegen/{concern.pk}/"' in tenant_client.get("/termine/").content.decode()
    page = text_of(tenant_client.get(f"/termine/anliegen/{concern.pk}/"))
    assert "Noch etwas erledigen?" in page
    assert "Was brauchen Sie, damit es gut klappt?" in page
    answer = tenant_client.get(f"/termine/anliegen/{concern.pk}/", {"weiter": 1})
    assert answer["Location"] == f"/termine/zeit/?anliegen={concern.pk}"


def test_questions_must_be_answered_and_say_so_at_the_field_and_on_top(office, tenant_client):
    question = QuestionFactory(concern=office.concern)
    yes = AnswerFactory(question=question)
    page = tenant_client.get(f"/termine/anliegen/{office.concern_id}/", {"personen": 2, "weiter": 1})
    assert page.status_code == 200
    assert "<title>Fehler: Schritt 1 von 5" in page.content.decode()
    assert text_of(page).count("Bitte wählen Sie eine Antwort aus.") == 2
    assert '<option value="2" selected>' in page.content.decode()

    sent = {"personen": 2, f"frage-{question.pk}": yes.pk, "weiter": 1}
    answer = tenant_client.get(f"/termine/anliegen/{office.concern_id}/", sent)
    assert answer["Location"] == f"/termine/zeit/?anliegen={office.concern_id}&personen=2&a={yes.pk}"
    page = text_of(tenant_client.get(answer["Location"]))
    assert "2 Personen, etwa 40 Minuten" in page
    assert "Bitte kommen Sie selbst." in page


def test_going_back_to_the_questions_shows_the_answers_given(office, tenant_client):
    question = QuestionFactory(concern=office.concern)
    yes = AnswerFactory(question=question)
    address = f"/termine/zeit/?anliegen={office.concern_id}&personen=3&a={yes.pk}"
    page = tenant_client.get(address).content.decode()
    back = f"/termine/anliegen/{office.concern_id}/?personen=3&amp;a={yes.pk}"
    assert f'href="{back}"' in page
    page = tenant_client.get(back.replace("&amp;", "&")).content.decode()
    assert '<option value="3" selected>' in page
    assert f'value="{yes.pk}"' in page
    assert "checked" in page


@pytest.mark.parametrize("wrong", ["personen=99", "personen=0", "personen=zwei", "personen=²"])
def test_persons_that_do_not_fit_lead_back_to_the_question(office, tenant_client, wrong):
    answer = tenant_client.get(f"/termine/zeit/?anliegen={office.concern_id}&{wrong}")
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/termine/anliegen/{office.concern_id}/")
    assert tenant_client.get(answer["Location"]).status_code == 200


def test_the_answer_to_another_concerns_question_leads_back_to_the_questions(office, tenant_client):
    strange = AnswerFactory()
    answer = tenant_client.get(f"/termine/zeit/?anliegen={office.concern_id}&a={strange.pk}")
    assert answer["Location"].startswith(f"/termine/anliegen/{office.concern_id}/")


@pytest.mark.parametrize("wrong", ["anliegen=1", "anliegen=00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("step", ["ort", "zeit"])
def test_for_a_concern_that_is_not_offered_there_is_no_such_page(office, tenant_client, step, wrong):
    assert tenant_client.get(f"/termine/{step}/?{wrong}").status_code == 404


def test_places_show_address_way_and_earliest_time(two_places, tenant_client):
    office, _branch = two_places
    hold_at(office, 9, 0)
    page = text_of(tenant_client.get(f"/termine/ort/?anliegen={office.concern_id}"))
    assert f"{office.location.name} Markt 1, 39500 Musterstadt Ohne Stufen erreichbar" in page
    assert "Nächster freier Termin Mo, 23. November, 9:00 Uhr" in page
    assert "Außenstelle Oberdorf Markt 1, 39500 Musterstadt Nicht ohne Stufen erreichbar" in page
    assert "Nächster freier Termin Mi, 25. November, 9:00 Uhr" in page
    assert "Ort ist mir egal" in page


def test_the_place_is_not_asked_where_there_is_but_one(office, tenant_client):
    answer = tenant_client.get(f"/termine/ort/?anliegen={office.concern_id}&personen=2")
    assert answer["Location"] == f"/termine/zeit/?anliegen={office.concern_id}&personen=2"


def test_the_times_ask_for_the_place_first_where_there_are_several(two_places, tenant_client):
    office, _branch = two_places
    answer = tenant_client.get(f"/termine/zeit/?anliegen={office.concern_id}")
    assert answer["Location"] == f"/termine/ort/?anliegen={office.concern_id}"
    answer = tenant_client.get(f"/termine/anliegen/{office.concern_id}/?personen=1&weiter=1")
    assert answer["Location"].startswith("/termine/ort/?")


def test_places_without_any_free_time_say_so_and_offer_the_telephone(two_places, tenant_client, phone):
    office, _branch = two_places
    for place in two_places:
        place.pools.all()[0].opening_hours.all().delete()
        place.pools.all()[0].days.all().delete()
    ensure_days()
    page = text_of(tenant_client.get(f"/termine/ort/?anliegen={office.concern_id}"))
    assert page.count("Im Moment nichts frei") == 2
    assert phone in page


def test_the_pages_are_there_in_english(office, tenant_client):
    page = tenant_client.get("/en/termine/")
    assert page.status_code == 200
    assert '<html lang="en">' in page.content.decode()
    assert "What would you like to do?" in text_of(page)


def test_the_list_of_concerns_costs_few_queries(office, tenant_client):
    for number in range(12):
        simple_concern(office, group=f"Gruppe {number % 4}")
    assert queries(tenant_client, "/termine/") <= 10


def test_the_list_of_places_costs_few_queries(two_places, tenant_client):
    office, _branch = two_places
    for _number in range(3):
        pool = PoolFactory()
        ConcernPlaceFactory(concern=office.concern, location=pool.location, pools=[pool])
    assert queries(tenant_client, f"/termine/ort/?anliegen={office.concern_id}") <= 10


def queries(client, address: str) -> int:
    """Return how many statements a page costs once header and footer are known."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_home_card_leads_to_the_booking(tenant):
    from rathaus.registry import get_module

    card = get_module("appointments").home[0]
    assert reverse(card.url_name) == "/termine/"


@pytest.mark.parametrize("step", ["ort", "zeit"])
def test_a_later_step_without_a_concern_leads_to_the_first_one(tenant_client, step):
    answer = tenant_client.get(f"/termine/{step}/")
    assert (answer.status_code, answer["Location"]) == (302, "/termine/")
