"""Pages for staff while nothing is set up: each says what is missing, and who makes it."""

import pytest

from modules.appointments.models import Concern, OpeningHours
from tests.factories.appointments import make_office
from tests.modules.appointments.staff import TERMINE, text_of

pytestmark = pytest.mark.django_db

PAGES = ("", "woche/", "warteraum/", "neu/", "sofort/", "ausfall/", "kalender/", "abholung/neu/")


@pytest.mark.parametrize("page", [*PAGES, "auswertung/"])
def test_an_administrator_is_led_to_what_is_missing(administrator, signed_in, page):
    answer = signed_in(administrator).get(TERMINE + page)
    assert "Noch nicht eingerichtet: Schaltergruppe anlegen" in text_of(answer)
    assert f'href="{TERMINE}einrichten/gruppen/"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_the_front_desk_reads_who_can_make_it(front_desk, signed_in, page):
    answer = signed_in(front_desk).get(TERMINE + page)
    assert "Das macht, wer bei Ihnen Termine einrichten darf" in text_of(answer)
    assert "einrichten/gruppen/" not in answer.content.decode()


def test_the_next_missing_step_is_named(administrator, signed_in):
    make_office()
    browser = signed_in(administrator)
    assert "Noch nicht eingerichtet" not in text_of(browser.get(f"{TERMINE}sofort/"))
    OpeningHours.objects.all().delete()
    Concern.objects.update(is_active=False)
    assert "Noch nicht eingerichtet: Öffnungszeiten eintragen" in text_of(browser.get(f"{TERMINE}sofort/"))


def test_a_waiting_list_that_no_concern_has_leads_to_the_concerns(administrator, front_desk, signed_in):
    page = signed_in(administrator).get(f"{TERMINE}warteliste/")
    assert "Noch kein Anliegen mit Warteliste" in text_of(page)
    assert f'href="{TERMINE}einrichten/anliegen/"' in page.content.decode()
    assert "Das macht, wer bei Ihnen Termine einrichten darf" in text_of(
        signed_in(front_desk).get(f"{TERMINE}warteliste/")
    )


def test_no_month_is_offered_before_the_first_appointment(administrator, signed_in):
    page = signed_in(administrator).get(f"{TERMINE}auswertung/bericht/")
    assert "Noch kein ganzer Monat mit Terminen" in text_of(page)
    assert ".pdf" not in page.content.decode()


def test_a_closed_day_is_not_said_of_a_town_hall_without_hours(administrator, signed_in):
    assert "Geschlossen" not in text_of(signed_in(administrator).get(TERMINE))
