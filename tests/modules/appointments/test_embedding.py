"""Appointments on other homepages: who may show them, how they begin, and the page with the snippet."""

import pytest

from modules.appointments.models import Audience, Booking, Origin
from tenants.municipality import frame
from tenants.municipality.models import MunicipalityProfile
from tests.factories.appointments import TUESDAY, ConcernFactory, ConcernPlaceFactory, cell, make_office
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.citizens import field, text_of, times_url

FRAME = {"HTTP_SEC_FETCH_DEST": "iframe"}
SETUP = "/verwaltung/termine/einrichten/einbetten/"


@pytest.fixture
def origins(tenant):
    MunicipalityProfile.objects.update_or_create(pk=1, defaults={"embed_origins": ["https://www.stadt.example"]})
    frame.forget_all()
    yield "https://www.stadt.example"
    frame.forget_all()


@pytest.fixture
def two_places(office):
    """The concern of the office, offered in a second building as well."""
    branch = make_office(weekdays=[2], location=LocationFactory(name="Außenstelle"))
    ConcernPlaceFactory(concern=office.concern, location=branch.location, pools=list(branch.pools.all()))
    return office


def ancestors(response) -> str:
    """Return who may show the page in a frame."""
    directives = response["Content-Security-Policy"].split(";")
    return next(entry.strip() for entry in directives if entry.strip().startswith("frame-ancestors"))


def test_only_listed_homepages_may_show_the_booking(office, tenant_client, origins):
    response = tenant_client.get("/termine/")
    assert ancestors(response) == f"frame-ancestors 'self' {origins}"
    assert "X-Frame-Options" not in response
    assert "Sec-Fetch-Dest" in response["Vary"]


def test_without_a_list_no_other_homepage_may_show_it(office, tenant_client):
    frame.forget_all()
    assert ancestors(tenant_client.get("/termine/")) == "frame-ancestors 'self'"


@pytest.mark.parametrize("path", ["/impressum/", "/konto/anmelden/", "/verwaltung/", "/gibt-es-nicht/"])
def test_no_other_page_can_stand_in_a_frame(tenant_client, origins, path):
    response = tenant_client.get(path)
    assert ancestors(response) == "frame-ancestors 'none'"
    assert response["X-Frame-Options"] == "DENY"


def test_a_page_in_a_frame_leaves_header_and_footer_to_the_homepage(office, tenant_client, origins):
    whole = tenant_client.get("/termine/").content.decode()
    framed = tenant_client.get("/termine/", **FRAME).content.decode()
    assert "site-footer" in whole
    assert "site-footer" not in framed
    assert "frame-footer" in framed
    assert 'target="_blank"' in framed
    assert "Was möchten Sie erledigen?" in framed


def test_a_wrong_token_in_the_frame_answers_there_as_well(tenant_client, origins):
    response = tenant_client.get("/termine/t/gibt-es-nicht/", **FRAME)
    assert response.status_code == 404
    assert origins in ancestors(response)


def test_the_script_has_one_address_for_ever_and_may_be_loaded_from_everywhere(tenant_client):
    response = tenant_client.get("/termine/rathaus-termine.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"customElements.define" in response.content
    again = tenant_client.get("/termine/rathaus-termine.js", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304


def test_the_element_begins_with_the_concern_it_names(office, tenant_client):
    first = tenant_client.get("/termine/einbetten/", {"anliegen": office.concern.pk})
    assert first.url == f"/termine/anliegen/{office.concern.pk}/"


def test_the_element_begins_with_the_concerns_of_the_place_it_names(two_places, tenant_client):
    only_there = ConcernFactory(name="Fahrzeug zulassen", max_persons=1)
    ConcernPlaceFactory(concern=only_there, location=two_places.location, pools=list(two_places.pools.all()))
    elsewhere = ConcernFactory(name="Angelschein", max_persons=1)
    ConcernPlaceFactory(concern=elsewhere, location=LocationFactory(), pools=[])
    first = tenant_client.get("/termine/einbetten/", {"standort": two_places.location.pk}, follow=True)
    page = text_of(first)
    assert "Fahrzeug zulassen" in page
    assert "Angelschein" not in page
    assert f"ort={two_places.pk}" in first.content.decode()  # the place is not asked again


def test_a_place_that_the_element_names_is_not_asked_again(two_places, tenant_client):
    two_places.concern.max_persons = 1
    two_places.concern.save()
    query = {"anliegen": two_places.concern.pk, "standort": two_places.location.pk}
    first = tenant_client.get("/termine/einbetten/", query)
    assert first.url == f"/termine/anliegen/{two_places.concern.pk}/?ort={two_places.pk}"
    then = tenant_client.get(first.url + "&weiter=1&personen=1")
    assert then.url.startswith("/termine/zeit/")
    assert f"ort={two_places.pk}" in then.url


@pytest.mark.parametrize("query", [{}, {"anliegen": "x"}, {"standort": "'"}, {"standort": "\u202e"}])
def test_an_element_without_a_sensible_choice_begins_with_all_concerns(tenant_client, query):
    assert tenant_client.get("/termine/einbetten/", query).url == "/termine/"


def test_an_element_for_a_concern_that_is_gone_says_so(office, tenant_client):
    office.concern.audience = Audience.STAFF
    office.concern.save()
    assert tenant_client.get("/termine/einbetten/", {"anliegen": office.concern.pk}).status_code == 404


def test_a_booking_knows_that_it_came_from_a_homepage(office, tenant_client):
    address = times_url(office)
    page = tenant_client.get(address, **FRAME)
    chosen = {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"}
    assert tenant_client.post(address, chosen, **FRAME).status_code == 303
    assert Booking.objects.get().origin == Origin.EMBED


def test_the_page_shows_the_snippet_for_what_was_chosen(office, signed_in_administrator):
    page = signed_in_administrator.get(SETUP, {"anliegen": office.concern.pk, "sprache": "en"})
    snippet = page.context["snippet"]
    assert f'<rathaus-termine anliegen="{office.concern.pk}" sprache="en">' in snippet
    assert "/termine/rathaus-termine.js" in snippet
    assert "/en/" not in snippet.split("<rathaus-termine")[0]
    assert "Noch keine Homepage zugelassen" in text_of(page)


def test_homepages_are_saved_and_a_wrong_one_is_named(signed_in_administrator, tenant):
    MunicipalityProfile.objects.get_or_create(pk=1)
    wrong = signed_in_administrator.post(SETUP, {"origins": "https://www.stadt.example\nhttp://unsicher.example"})
    assert "„http://unsicher.example“" in text_of(wrong)
    assert "http://unsicher.example" in wrong.content.decode()  # what was typed is still there
    signed_in_administrator.post(SETUP, {"origins": "www.stadt.example"})
    assert MunicipalityProfile.objects.get().embed_origins == ["https://www.stadt.example"]
    frame.forget_all()
