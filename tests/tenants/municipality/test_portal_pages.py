"""What administrators set up on the dashboard's pages."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tenants.municipality import services
from tenants.municipality.models import (
    AccessibilityReport,
    LegalKind,
    LegalPage,
    Locality,
    Location,
    MunicipalityProfile,
)
from tests.factories.municipality import (
    AccessibilityReportFactory,
    LocalityFactory,
    LocationFactory,
    MemberMunicipalityFactory,
)
from tests.tenants.municipality.pages import said

pytestmark = pytest.mark.django_db

CONTACT = {
    "authority": "Die Bürgermeisterin",
    "street": "Markt 2",
    "postal_code": "39500",
    "city": "Musterstadt",
    "phone": "03999 1234",
    "email": "rathaus@musterstadt.example",
}
LOCATION = {"name": "Bürgerbüro", "street": "Markt 1", "postal_code": "39500", "city": "Musterstadt", "is_active": "on"}


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


def test_saving_the_contact_shows_in_the_footer_of_this_process_at_once(
    browser, tenant_client, django_capture_on_commit_callbacks
):
    tenant_client.get("/hilfe/")
    with django_capture_on_commit_callbacks(execute=True):
        page = said(browser.post("/verwaltung/kontakt/", CONTACT, follow=True))
    assert "stehen ab sofort im Fuß jeder Seite" in page
    assert "03999 1234" in said(tenant_client.get("/hilfe/"))


def test_a_wrong_postal_code_says_what_to_do_and_loses_nothing(browser):
    answer = browser.post("/verwaltung/kontakt/", CONTACT | {"postal_code": "395"})
    assert "Bitte geben Sie die Postleitzahl mit fünf Ziffern ein" in said(answer)
    assert 'value="03999 1234"' in answer.content.decode()
    assert MunicipalityProfile.objects.get().street == ""


def test_a_readable_colour_is_saved(browser):
    browser.post("/verwaltung/erscheinungsbild/farbe/", {"brand_color": "#a31e1e"})
    assert MunicipalityProfile.objects.get().brand_color == "#a31e1e"


def test_a_colour_that_is_too_light_is_refused_and_the_darker_tone_is_one_click_away(browser):
    html = browser.post("/verwaltung/erscheinungsbild/farbe/", {"brand_color": "#ffcc00"}).content.decode()
    proposal = re.search(r'<input type="hidden" name="brand_color" value="(#[0-9a-f]{6})">', html).group(1)
    assert 'value="#ffcc00"' in html
    browser.post("/verwaltung/erscheinungsbild/farbe/", {"brand_color": proposal})
    assert MunicipalityProfile.objects.get().brand_color == proposal


def test_the_contrast_of_a_colour_is_told_before_it_is_saved(browser):
    assert "Zu hell" in said(browser.get("/verwaltung/erscheinungsbild/farbe/pruefen/?brand_color=%23ffcc00"))
    assert "Gut lesbar" in said(browser.get("/verwaltung/erscheinungsbild/farbe/pruefen/?brand_color=%23a31e1e"))
    assert browser.get("/verwaltung/erscheinungsbild/farbe/pruefen/?brand_color=x").status_code == 200


def test_a_coat_of_arms_is_uploaded_shown_and_removed(browser):
    content = BytesIO()
    Image.new("RGB", (40, 48), "red").save(content, format="PNG")
    upload = SimpleUploadedFile("wappen.png", content.getvalue(), content_type="image/png")
    browser.post("/verwaltung/erscheinungsbild/wappen/", {"crest": upload})
    assert '<img class="crest" src="/dateien/o/' in browser.get("/verwaltung/erscheinungsbild/").content.decode()
    browser.post("/verwaltung/erscheinungsbild/wappen/entfernen/")
    assert MunicipalityProfile.objects.get().crest == ""


def test_a_file_that_is_no_picture_says_which_kinds_are_read(browser):
    upload = SimpleUploadedFile("wappen.png", b"<svg/>", content_type="image/png")
    answer = browser.post("/verwaltung/erscheinungsbild/wappen/", {"crest": upload})
    assert "PNG, JPEG, WebP" in said(answer)


def test_greeting_and_help_text_are_saved(browser, tenant_client):
    browser.post(
        "/verwaltung/erscheinungsbild/begruessung/", {"greeting": "Willkommen!", "help_text": "Frau Voss hilft."}
    )
    profile = MunicipalityProfile.objects.get()
    assert (profile.greeting, profile.help_text) == ("Willkommen!", "Frau Voss hilft.")


def test_a_whole_list_of_localities_is_added_at_once(browser):
    answer = browser.post(
        "/verwaltung/ortschaften/", {"names": "Unterdorf\n\nOberdorf\n Neudorf ", "kind": "locality"}, follow=True
    )
    assert "2 Ortschaften sind dazugekommen." in said(answer)
    assert list(Locality.objects.values_list("name", flat=True)) == ["Musterstadt", "Oberdorf", "Unterdorf", "Neudorf"]


def test_a_locality_is_renamed_but_not_to_a_name_that_is_taken(browser):
    place = LocalityFactory(name="Unterdorf")
    page = said(browser.post(f"/verwaltung/ortschaften/{place.pk}/", {"name": "Oberdorf", "kind": "locality"}))
    assert "Diesen Namen gibt es schon" in page
    browser.post(f"/verwaltung/ortschaften/{place.pk}/", {"name": "Tiefdorf", "kind": "settlement"})
    place.refresh_from_db()
    assert (place.name, place.kind) == ("Tiefdorf", "settlement")


def test_a_locality_is_deleted_only_after_a_question(browser):
    place = LocalityFactory(name="Unterdorf")
    assert "Unterdorf löschen?" in said(browser.get(f"/verwaltung/ortschaften/{place.pk}/loeschen/"))
    assert Locality.objects.filter(pk=place.pk).exists()
    browser.post(f"/verwaltung/ortschaften/{place.pk}/loeschen/")
    assert not Locality.objects.filter(pk=place.pk).exists()


def test_a_locality_moves_up(browser):
    second = Locality.objects.get(name="Oberdorf")
    browser.post(f"/verwaltung/ortschaften/{second.pk}/ordnen/", {"position": "0"})
    assert list(Locality.objects.values_list("name", flat=True)) == ["Oberdorf", "Musterstadt"]


def test_member_municipalities_appear_only_where_there_are_any(browser):
    assert "Mitgliedsgemeinde" not in said(browser.get("/verwaltung/ortschaften/"))
    MemberMunicipalityFactory(name="Gemeinde Arneburg")
    assert "Gemeinde Arneburg" in said(browser.get("/verwaltung/ortschaften/"))


def test_member_municipalities_are_added_with_a_valid_key(browser):
    page = said(browser.post("/verwaltung/mitgliedsgemeinden/neu/", {"name": "Gemeinde Hohenberg", "ags": "123"}))
    assert "acht Ziffern" in page
    browser.post("/verwaltung/mitgliedsgemeinden/neu/", {"name": "Gemeinde Hohenberg", "ags": "15090245"})
    assert "Gemeinde Hohenberg" in said(browser.get("/verwaltung/ortschaften/"))


def test_the_first_location_starts_with_the_town_halls_address(browser, profile):
    assert "Noch kein Standort" in said(browser.get("/verwaltung/standorte/"))
    assert 'value="Markt 1"' in browser.get("/verwaltung/standorte/neu/").content.decode()
    browser.post("/verwaltung/standorte/neu/", LOCATION | {"step_free": "on"})
    location = Location.objects.get()
    assert (location.name, location.step_free, location.is_active) == ("Bürgerbüro", True, True)


def test_a_location_in_use_is_not_deleted_and_the_page_says_so(browser):
    from modules.appointments.models import Pool

    location = LocationFactory()
    Pool.objects.create(name="Bürgerbüro", location=location)
    page = said(browser.post(f"/verwaltung/standorte/{location.pk}/loeschen/", follow=True))
    assert "wird noch verwendet" in page
    assert Location.objects.filter(pk=location.pk).exists()


def test_a_text_with_open_points_is_not_approved_but_kept_in_the_form(browser):
    answer = browser.post("/verwaltung/texte/impressum/", {"body": "Mein Text [bitte ergänzen: Ort]", "approve": "1"})
    assert "Eine Stelle ist noch offen" in said(answer)
    assert "Mein Text" in answer.content.decode()
    assert not LegalPage.objects.exists()


def test_a_text_is_saved_as_a_draft_and_then_approved_by_name(browser, administrator):
    browser.post("/verwaltung/texte/impressum/", {"body": "Mein Text"})
    assert LegalPage.objects.get().is_draft
    browser.post("/verwaltung/texte/impressum/", {"body": "Mein Text", "approve": "1"})
    assert LegalPage.objects.get().reviewed_by == administrator
    assert administrator.full_name in said(browser.get("/verwaltung/texte/"))


def test_a_text_is_reset_only_after_a_question(browser):
    services.save_legal_text(kind=LegalKind.PRIVACY_NOTICE, body="Mein Text", actor=None)
    assert "Ihr bisheriger Text geht verloren" in said(browser.get("/verwaltung/texte/datenschutz/zuruecksetzen/"))
    assert LegalPage.objects.exists()
    browser.post("/verwaltung/texte/datenschutz/zuruecksetzen/")
    assert not LegalPage.objects.exists()


def test_reported_barriers_are_listed_and_done(browser):
    assert "Keine offene Meldung" in said(browser.get("/verwaltung/texte/barrieren/"))
    report = AccessibilityReportFactory(description="Zu wenig Kontrast")
    assert "Eine gemeldete Barriere ist offen" in said(browser.get("/verwaltung/texte/"))
    assert "Zu wenig Kontrast" in said(browser.get("/verwaltung/texte/barrieren/"))
    browser.post(f"/verwaltung/texte/barrieren/{report.pk}/")
    assert AccessibilityReport.objects.get().handled_at is not None


@pytest.mark.parametrize("path", ["ortschaften/", "standorte/", "texte/barrieren/"])
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(browser, path):
    def add(count: int) -> None:
        for _number in range(count):
            LocationFactory(locality=LocalityFactory())
            AccessibilityReportFactory()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/verwaltung/{path}").status_code == 200
        return len(queries)

    add(1)
    cost()
    few = cost()
    add(12)
    assert cost() == few
    assert few < 14


def test_the_colour_goes_back_to_the_neutral_blue(browser):
    services.save_branding(brand_color="#a31e1e", actor=None)
    assert "Zum neutralen Blau zurück" in said(browser.get("/verwaltung/erscheinungsbild/"))
    browser.post("/verwaltung/erscheinungsbild/farbe/zuruecksetzen/")
    assert MunicipalityProfile.objects.get().brand_color == ""


def test_contact_data_that_the_law_asks_for_are_required(browser):
    page = said(browser.post("/verwaltung/kontakt/", CONTACT | {"street": "", "phone": ""}))
    assert "Bitte füllen Sie „Straße und Hausnummer“ aus." in page
    assert "Bitte füllen Sie „Telefon“ aus." in page
