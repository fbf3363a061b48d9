"""People without a booking, people who are looked for, and paper."""

import uuid
from datetime import timedelta

import pytest

from modules.appointments.models import Booking, State
from modules.appointments.services import (
    Details,
    cancel_booking,
)
from rathaus.accounts.models import Role
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at, make_office
from tests.modules.appointments.staff import (
    TERMINE,
    booked,
    clock_time,
    field,
    page_of,
    said,
    text_of,
)

pytestmark = pytest.mark.django_db

MONDAY = MONDAY_MORNING.date()


@pytest.fixture
def browser(case_worker, signed_in):
    return signed_in(case_worker)


@pytest.fixture
def booking(office):
    return booked(office, 9, 20)


class TestWalkIn:
    @pytest.fixture
    def at_ten(self, case_worker, signed_in, clock):
        clock(clock_time(10, 12))
        return signed_in(case_worker)

    def serve(self, browser, place, **further):
        key = field(browser.get(f"{TERMINE}sofort/"), "idem_key")
        return browser.post(f"{TERMINE}sofort/", {"concern": place.pk, "persons": "1", "idem_key": key, **further})

    def test_somebody_without_appointment_and_without_name_is_served_now(self, office, at_ten):
        assert "Die Person wird jetzt bedient." in said(self.serve(at_ten, office, counter="2"))
        booking = Booking.objects.get()
        assert (booking.state, booking.cell_from, booking.counter) == (State.CALLED, cell(10, 10), "2")
        assert "Ohne Namen" in text_of(at_ten.get(TERMINE))

    def test_a_double_click_serves_once(self, office, at_ten):
        key = str(uuid.uuid4())
        for _twice in range(2):
            assert self.serve(at_ten, office, idem_key=key).status_code == 303
        assert Booking.objects.count() == 1

    def test_where_no_place_is_left_only_on_purpose(self, office, at_ten, case_worker):
        booked(office, 10, 20, details=Details(last_name="Graf"))
        refused = self.serve(at_ten, office)
        assert refused.status_code == 409
        assert "Trotzdem bedienen, auch wenn kein Platz frei ist" in text_of(refused)
        assert self.serve(at_ten, office, is_forced="on").status_code == 303
        assert Booking.objects.get(origin="walk_in").forced_by == case_worker.pk

    def test_not_on_purpose_without_the_right(self, office, at_ten):
        booked(office, 10, 20, details=Details(last_name="Graf"))
        Role.objects.filter(slug="case_worker").update(permissions=["appointments.work"])
        refused = self.serve(at_ten, office, is_forced="on")
        assert refused.status_code == 409
        assert "Trotzdem bedienen" not in text_of(refused)

    def test_too_many_persons_are_said(self, office, at_ten):
        assert "höchstens 5 Personen" in text_of(self.serve(at_ten, office, persons="9"))

    @pytest.mark.usefixtures("office")
    def test_without_a_concern_it_says_so(self, at_ten):
        answer = at_ten.post(f"{TERMINE}sofort/", {"concern": "", "idem_key": str(uuid.uuid4())})
        assert "Bitte wählen Sie bei „Anliegen“ eine Möglichkeit aus." in text_of(answer)


class TestFinding:
    @pytest.mark.usefixtures("booking")
    def test_by_name_telephone_and_number(self, browser):
        for typed in ("brandt", "mirela brandt", "39351234", "03935 12"):
            assert "Mirela Brandt" in text_of(browser.get(f"{TERMINE}suche/?q={typed}")), typed

    def test_the_number_leads_straight_to_the_booking(self, browser, booking):
        answer = browser.get(f"{TERMINE}suche/?q={booking.code.lower().replace('-', ' ')}")
        assert answer["Location"] == page_of(booking)

    def test_coming_ones_stand_before_past_ones(self, office, case_worker, signed_in, clock):
        for day, name in ((MONDAY, "Otto Heute"), (TUESDAY, "Otto Morgen")):
            booked(office, 11, day=day, details=Details(first_name=name.split()[1], last_name="Otto"))
        clock(clock_time(8) + timedelta(days=2))
        booked(
            office,
            11,
            day=(clock_time(8) + timedelta(days=3)).date(),
            details=Details(last_name="Otto", first_name="Dann"),
        )
        page = text_of(signed_in(case_worker).get(f"{TERMINE}suche/?q=Otto"))
        assert page.index("Dann Otto") < page.index("Morgen Otto") < page.index("Heute Otto")

    @pytest.mark.usefixtures("clock")
    def test_the_list_comes_in_pages_that_keep_the_query(self, browser):
        office = make_office(places=30)
        for number in range(26):
            booked(office, 9, details=Details(last_name="Otto", first_name=f"Nr{number}"))
        page = browser.get(f"{TERMINE}suche/?q=Otto")
        assert "26 Termine" in text_of(page)
        assert "?q=Otto&amp;seite=2" in page.content.decode()
        assert page.content.decode().count("data-row-link") == 25
        assert browser.get(f"{TERMINE}suche/?q=Otto&seite=2").content.decode().count("data-row-link") == 1

    @pytest.mark.usefixtures("booking")
    def test_erased_people_are_not_found(self, browser):
        Booking.objects.update(erased_at=MONDAY_MORNING)
        assert "Nichts gefunden" in text_of(browser.get(f"{TERMINE}suche/?q=Brandt"))

    @pytest.mark.usefixtures("booking")
    def test_one_letter_is_too_little(self, browser):
        assert "Wen suchen Sie?" in text_of(browser.get(f"{TERMINE}suche/?q=B"))

    @pytest.mark.usefixtures("booking")
    def test_all_call_backs(self, browser, office):
        booked(office, 10, details=Details(last_name="Kern", phone="03935 1", wants_callback=True))
        page = text_of(browser.get(f"{TERMINE}suche/?nur=rueckruf"))
        assert "Kern" in page
        assert "Brandt" not in page

    @pytest.mark.usefixtures("booking", "signed_in")
    def test_the_search_of_the_dashboard_finds_them_for_whoever_may_see_them(self, browser):
        assert "Mirela Brandt" in text_of(browser.get("/verwaltung/suche/?q=Brandt"))
        Role.objects.filter(slug="case_worker").update(permissions=[])
        assert "Mirela" not in text_of(browser.get("/verwaltung/suche/?q=Brandt"))


class TestPaper:
    def test_the_list_of_the_day_has_names_and_telephones_pool_by_pool(self, browser, office, booking):
        hold_at(office, 11)
        cancel_booking(booking=booked(office, 10, details=Details(last_name="Graf")))
        page = text_of(browser.get(f"{TERMINE}drucken/?tag={TUESDAY}"))
        assert "9:20–9:40 Mirela Brandt" in page
        assert "03935 1234" in page
        assert booking.code in page
        assert "Stand 8:00 Uhr" in page
        assert "Graf" not in page
        assert "wird gerade gebucht" not in page

    @pytest.mark.usefixtures("office", "booking")
    def test_it_follows_the_filter_of_the_day(self, browser):
        other = make_office(name="Gewerbe")
        page = text_of(browser.get(f"{TERMINE}drucken/?tag={TUESDAY}&pool={other.pools.all()[0].pk}"))
        assert "Kein Termin." in page
        assert "Brandt" not in page
