"""On the phone, several concerns and ways and needs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    Channel,
    State,
    Support,
)
from modules.appointments.selectors import get_place
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    MONDAY_MORNING,
    ConcernFactory,
    ConcernPlaceFactory,
    make_office,
)
from tests.modules.appointments.staff import TERMINE, booked, chosen, field, new_url, text_of
from tests.modules.appointments.telephone import action_of, ask, hold, offered, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(case_worker, signed_in):
    return signed_in(case_worker)


def beside(place, **fields):
    """Return the place of another concern of the same team."""
    concern = ConcernFactory(**{"max_persons": 1, "further_minutes": 0, **fields})
    made = ConcernPlaceFactory(concern=concern, location=place.location, pools=list(place.pools.all()))
    return get_place(made.pk)


class TestSeveralConcerns:
    @pytest.fixture
    def certificate(self, office):
        return beside(office, name="Meldebescheinigung", first_minutes=10, max_persons=3, further_minutes=5)

    @pytest.fixture
    def trade(self, office):
        place = make_office(location=office.location)
        type(place.concern).objects.filter(pk=place.concern_id).update(name="Gewerbe anmelden")
        return get_place(place.pk)

    def test_another_concern_is_added_with_its_persons_and_all_are_stored(self, browser, office, certificate):
        start = browser.get(new_url(office))
        groups = text_of(start).partition("Noch etwas erledigen?")[2]
        assert "Meldebescheinigung" in groups
        page = ask(browser, office, start, neu=certificate.concern_id)
        assert f"{office.concern.name} + Meldebescheinigung etwa 30 Minuten" in text_of(page)
        page = ask(browser, office, page, dazu=certificate.concern_id, **{f"personen-{certificate.concern_id}": 2})
        assert "etwa 35 Minuten, 2 Personen" in text_of(page)
        page = browser.post(action_of(page), {"idem_key": field(page, "idem_key"), "zeit": chosen(office, 9)})
        assert f"{office.concern.name} 1 Person" in text_of(page)
        saved = save(browser, office, page, answer_to=action_of(page), email="brandt@post.example")
        booking = Booking.objects.get()
        assert saved["Location"] == f"{TERMINE}buchung/{booking.pk}/"
        assert (booking.concern, booking.minutes, booking.state) == (office.concern, 35, State.CONFIRMED)
        assert [(entry.concern, entry.persons) for entry in booking.further] == [(certificate.concern, 2)]
        assert "Meldebescheinigung" in OutboxMessage.objects.get().text

    def test_it_is_taken_away_again(self, browser, office, certificate):
        url = new_url(office, dazu=certificate.concern_id)
        page = browser.get(url)
        assert "etwa 30 Minuten" in text_of(page)
        page = ask(browser, office, page, dazu=certificate.concern_id, ohne=certificate.concern_id)
        assert "etwa 20 Minuten" in text_of(page)
        assert "dazu=" not in action_of(page)

    def test_only_times_in_which_all_of_it_fits_are_offered(self, browser, office, certificate):
        booked(office, 9, 20, day=MONDAY_MORNING.date())
        assert offered(browser.get(new_url(office)))[0] == "9:00"
        assert offered(browser.get(new_url(office, dazu=certificate.concern_id)))[0] == "9:40"

    def test_a_concern_of_another_team_is_booked_right_after_with_the_same_details(self, browser, office, trade):
        page = browser.get(new_url(office, dazu=trade.concern_id, brauche="step_free"))
        assert "Gewerbe anmelden macht ein anderes Team: bitte getrennt buchen." in text_of(page)
        assert "etwa 20 Minuten" in text_of(page)
        page = browser.post(action_of(page), {"idem_key": field(page, "idem_key"), "zeit": chosen(office, 10)})
        assert "Danach, bitte getrennt buchen: Gewerbe anmelden" in text_of(page)
        saved = save(browser, office, page, answer_to=action_of(page), phone="03935 1234")
        first = Booking.objects.get()
        page = browser.get(saved["Location"])
        assert "Der Termin ist eingetragen." in text_of(page)
        assert offered(page) == ["10:20", "10:30", "10:40"], "after the first appointment, on the same day"
        assert (field(page, "last_name"), field(page, "phone")) == ("Brandt", "03935 1234")
        page = browser.post(action_of(page), {"idem_key": field(page, "idem_key"), "zeit": chosen(trade, 10, 20)})
        save(browser, trade, page, answer_to=action_of(page))
        second = Booking.objects.get(concern=trade.concern)
        assert (second.follows, second.state) == (first, State.CONFIRMED)
        assert second.support == first.support == [Support.STEP_FREE]

    @pytest.mark.parametrize("nonsense", ["x", "00000000-0000-0000-0000-000000000007"])
    def test_nonsense_adds_nothing(self, browser, office, nonsense):
        page = text_of(browser.get(new_url(office, dazu=nonsense, neu=nonsense, weg=nonsense, brauche=nonsense)))
        assert "etwa 20 Minuten" in page
        assert "bitte getrennt buchen" not in page

    def test_the_page_costs_the_same_however_many_concerns(self, browser, office, certificate):
        def queries(url: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(url).status_code == 200
            return len(captured)

        url = new_url(office, dazu=certificate.concern_id)
        before = queries(url)
        for _more in range(4):
            beside(office)
            make_office()
        assert queries(url) <= before


class TestWaysAndNeeds:
    def test_where_there_is_a_choice_the_way_is_kept_and_a_call_needs_a_number(self, browser, office):
        assert "Wie findet der Termin statt?" not in text_of(browser.get(new_url(office)))
        type(office.concern).objects.filter(pk=office.concern_id).update(channels=["in_person", "phone"])
        start = browser.get(new_url(office))
        assert "Wie findet der Termin statt?" in text_of(start)
        page = ask(browser, office, start, weg="phone", zeit=chosen(office, 9))
        url = action_of(page)
        page = save(browser, office, page, answer_to=url)
        assert Booking.objects.get().state == State.HELD
        assert save(browser, office, page, answer_to=url, phone="03935 1234").status_code == 303
        assert Booking.objects.get().channel == Channel.PHONE

    def test_somebody_who_translates_makes_it_longer(self, browser, office):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"interpreter_minutes": 15})
        page = ask(browser, office, browser.get(new_url(office)), brauche="interpreter", zeit=chosen(office, 9))
        assert "Jemand soll übersetzen" in text_of(page)
        save(browser, office, page, answer_to=action_of(page))
        booking = Booking.objects.get()
        assert (booking.minutes, booking.support) == (35, [Support.INTERPRETER])

    def test_staff_may_book_within_the_lead_time_of_a_need_and_are_told(self, browser, office):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"sign_language_days": 3})
        url = new_url(office, brauche="sign_language")
        page = browser.get(url)
        assert "Für Gebärdensprache brauchen Sie sonst 3 Tage Vorlauf." in text_of(page)
        page = browser.post(url, {"idem_key": field(page, "idem_key"), "zeit": chosen(office, 9)})
        assert save(browser, office, page, answer_to=url).status_code == 303

    def test_we_come_home_only_where_that_is_offered_and_ask_where(self, browser, office):
        assert "Besuch zu Hause" not in text_of(browser.get(new_url(office)))
        type(office.concern).objects.filter(pk=office.concern_id).update(offers_home_visit=True)
        url = new_url(office, brauche="home_visit")
        page = browser.get(url)
        page = browser.post(url, {"idem_key": field(page, "idem_key"), "zeit": chosen(office, 9)})
        again = save(browser, office, page, answer_to=url, home_address="")
        assert "Bitte geben Sie Straße, Hausnummer und Ort ein." in text_of(again)
        save(browser, office, again, answer_to=url, home_address="Lindenweg 3, Lüderitz")
        booking = Booking.objects.get()
        assert (booking.support, booking.home_address) == ([Support.HOME_VISIT], "Lindenweg 3, Lüderitz")

    def test_steps_everywhere_are_named_and_the_times_stay(self, browser, office):
        type(office.location).objects.filter(pk=office.location_id).update(step_free=False)
        page = browser.get(new_url(office, brauche="step_free"))
        assert "Zu jedem Ort für diesen Termin führen Stufen." in text_of(page)
        assert offered(page)

    def test_a_box_that_was_unticked_counts_as_unticked(self, browser, office):
        page = browser.get(new_url(office, brauche="interpreter"))
        assert "brauche=" not in action_of(ask(browser, office, page))

    def test_changing_the_visit_keeps_the_time_and_what_was_typed(self, browser, office):
        page = hold(browser, office, 9, 20)
        key = field(page, "idem_key")
        typed = {"last_name": "Brandt", "note": "ruft zurück"}
        page = browser.post(new_url(office), {"idem_key": key, "schritt": "fragen", **typed})
        assert "noch reserviert" in text_of(page)
        page = ask(browser, office, page, personen=2, zeit=chosen(office, 9, 20), **typed)
        assert (field(page, "last_name"), field(page, "idem_key")) == ("Brandt", key)
        assert "ruft zurück" in text_of(page)
        assert (Booking.objects.get().persons, Booking.objects.get().length) == (2, 6)
