"""The waiting room for those at the counters, and the same list beside the day."""

import re
from datetime import timedelta

import pytest

from modules.appointments.models import Booking, QueueTicket, State, TicketState
from modules.appointments.services import Details, mark_arrived
from rathaus.accounts.models import Role
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.appointments import TUESDAY, make_office
from tests.modules.appointments.room import draw, takes_walk_ins, team_of
from tests.modules.appointments.staff import TERMINE, booked, clock_time, said, text_of

pytestmark = pytest.mark.django_db

ROOM = f"{TERMINE}warteraum/"


@pytest.fixture
def place(tenant, clock):
    made = make_office(places=2, name="Meldewesen", position=0)
    takes_walk_ins(made)
    clock(clock_time(10))
    return made


@pytest.fixture
def browser(place, case_worker, signed_in):
    """A browser of somebody who sits at counter 3."""
    found = signed_in(case_worker)
    found.post(f"{ROOM}platz/", {"platz": "3"})
    return found


def arrived(place, actor, hour=10, minute=20, name="Brandt"):
    return mark_arrived(booking=booked(place, hour, minute, Details(last_name=name), force=True), actor=actor)


def call(browser, place, **further):
    return browser.post(f"{ROOM}aufrufen/", {"team": team_of(place).pk, "platz": "3", **further})


def step(browser, ticket, code, **further):
    return browser.post(f"{ROOM}{ticket.pk}/schritt/", {"schritt": code, **further})


class TestThePage:
    @pytest.mark.usefixtures("tenant")
    def test_only_staff_who_work_with_appointments_see_it(self, signed_in):
        assert signed_in(UserFactory()).get(ROOM).status_code == 403

    def test_everybody_stands_in_the_line_with_what_matters(self, browser, place, case_worker, clock):
        arrived(place, case_worker)
        clock(clock_time(10, 2))
        draw(place)
        clock(clock_time(10, 20))
        page = text_of(browser.get(ROOM))
        assert "2 Personen warten" in page
        assert "Nächste Person aufrufen Brandt" in page
        assert re.search(r"10:20 Brandt, Personalausweis \d+ 20 Min\. \S+ · Termin · Meldewesen", page)
        assert re.search(r"A 1 Personalausweis \d+ 18 Min\. ohne Termin · Meldewesen · wartet lange", page)

    def test_who_is_expected_stands_quietly_below(self, browser, place):
        booked(place, 10, 40)
        assert "Noch nicht da 10:40 Brandt, M. Ist da" in text_of(browser.get(ROOM))

    def test_an_empty_room_says_how_it_fills(self, browser):
        page = text_of(browser.get(ROOM))
        assert "Niemand wartet" in page
        assert "Wer sich am Eingang anmeldet oder eine Nummer zieht, steht sofort hier." in page

    def test_it_keeps_itself_fresh(self, browser):
        assert 'data-refresh="5"' in browser.get(ROOM).content.decode()

    @pytest.mark.usefixtures("place")
    def test_without_a_counter_it_asks_for_one(self, signed_in, case_worker):
        assert "An welchem Platz sitzen Sie?" in text_of(signed_in(case_worker).get(ROOM))

    def test_teams_are_remembered(self, browser, place):
        other = make_office(location=place.location, name="Gewerbe")
        takes_walk_ins(other)
        draw(place)
        draw(other)
        assert "2 Personen warten" in text_of(browser.get(ROOM))
        browser.post(f"{ROOM}platz/", {"platz": "3", "team": [team_of(other).pk, "nonsense"]})
        page = text_of(browser.get(ROOM))
        assert "1 Person wartet" in page
        assert "B 1" in page

    def test_without_any_team_it_says_what_to_do(self, signed_in, case_worker):
        assert "Noch nicht eingerichtet: Schaltergruppe anlegen" in text_of(signed_in(case_worker).get(ROOM))


class TestCalling:
    def test_next_is_who_is_next_now_and_comes_to_ones_own_counter(self, browser, place, case_worker):
        draw(place)
        booking = arrived(place, case_worker)
        page = said(call(browser, place))
        assert "Brandt ist aufgerufen." in page
        assert re.search(r"An Ihrem Platz \S+ Brandt", page)
        booking.refresh_from_db()
        assert (booking.state, booking.counter) == (State.CALLED, "3")

    def test_finishing_and_calling_is_one_click(self, browser, place):
        draw(place)
        draw(place)
        call(browser, place)
        first = QueueTicket.objects.get(state=TicketState.CALLED)
        assert "Abschließen und nächste Person aufrufen" in text_of(browser.get(ROOM))
        for _double_click in range(2):
            call(browser, place, fertig=first.pk)
        first.refresh_from_db()
        assert first.state == TicketState.DONE
        assert QueueTicket.objects.filter(state=TicketState.CALLED).count() == 1

    def test_nobody_is_said(self, browser, place):
        assert "Niemand wartet." in said(call(browser, place))
        assert "Niemand wartet." in said(browser.post(f"{ROOM}aufrufen/", {"team": "x", "fertig": "y", "platz": "3"}))

    def test_nobody_is_called_to_nowhere(self, browser, place):
        ticket = draw(place)
        answer = browser.post(f"{ROOM}aufrufen/", {"team": team_of(place).pk, "platz": " "})
        assert "an welchem Platz Sie sitzen" in said(answer)
        ticket.refresh_from_db()
        assert ticket.called_at is None

    def test_out_of_turn_nobody_is_called_to_nowhere_either(self, place, signed_in, case_worker):
        ticket, browser = draw(place), signed_in(case_worker)
        assert "Mein Platz" in text_of(browser.get(f"{ROOM}{ticket.pk}/"))
        page = said(step(browser, ticket, "call"))
        assert "an welchem Platz Sie sitzen" in page
        assert "Jetzt aufrufen" in page
        assert "A 1 ist aufgerufen." in said(step(browser, ticket, "call", platz="4"))
        ticket.refresh_from_db()
        assert ticket.counter == "4"
        assert "Mein Platz" not in text_of(browser.get(f"{ROOM}{draw(place).pk}/"))

    def test_one_person_can_be_called_out_of_turn_by_one_colleague_only(self, browser, place, case_worker, signed_in):
        arrived(place, case_worker)
        ticket = draw(place)
        assert "A 1 ist aufgerufen." in said(step(browser, ticket, "call"))
        colleague = signed_in(StaffFactory().user)
        assert "Das geht bei diesem Termin nicht mehr." in said(step(colleague, ticket, "call", platz="4"))
        ticket.refresh_from_db()
        assert ticket.counter == "3"

    def test_beyond_the_places_only_with_the_right(self, browser, place):
        for _number in range(3):
            draw(place)
        for _counter in range(2):
            call(browser, place)
        Role.objects.filter(slug="case_worker").update(permissions=["appointments.work"])
        assert "Dieser Termin wurde gerade vergeben." in said(call(browser, place))
        Role.objects.filter(slug="case_worker").update(permissions=["appointments.work", "appointments.overbook"])
        assert "A 3 ist aufgerufen." in said(call(browser, place))


class TestSteps:
    @pytest.fixture
    def ticket(self, browser, place):
        draw(place)
        call(browser, place)
        return QueueTicket.objects.get()

    @pytest.mark.parametrize(
        ("code", "state", "words"),
        [
            ("done", "done", "Der Besuch ist erledigt."),
            ("recall", "called", "Die Nummer ist noch einmal aufgerufen."),
            ("skip", "waiting", "Die Person kommt nach den anderen dran."),
            ("missed", "missed", "Vermerkt: nicht gekommen."),
        ],
    )
    def test_each_button_does_what_it_says(self, browser, ticket, code, state, words):
        assert words in said(step(browser, ticket, code))
        ticket.refresh_from_db()
        assert ticket.state == state

    def test_not_come_is_taken_back(self, browser, ticket):
        step(browser, ticket, "missed")
        assert "Zuletzt" in text_of(browser.get(ROOM))
        assert "Letzten Schritt zurücknehmen" in text_of(browser.get(f"{ROOM}{ticket.pk}/"))
        assert "Der letzte Schritt ist zurückgenommen." in said(step(browser, ticket, "undo", stand="missed"))
        ticket.refresh_from_db()
        assert ticket.state == TicketState.WAITING

    @pytest.mark.parametrize("code", ["", "fliegen"])
    def test_a_step_that_does_not_exist_is_refused(self, browser, ticket, code):
        assert step(browser, ticket, code).status_code == 400

    def test_an_unknown_ticket_is_404(self, browser):
        assert browser.get(f"{ROOM}00000000-0000-0000-0000-000000000007/").status_code == 404

    def test_a_note_is_read_in_the_line(self, browser, ticket):
        said(browser.post(f"{ROOM}{ticket.pk}/notiz/", {"note": "sitzt im Flur"}))
        assert "sitzt im Flur" in text_of(browser.get(ROOM))
        too_long = browser.post(f"{ROOM}{ticket.pk}/notiz/", {"note": "x" * 10_000})
        assert "Bitte prüfen Sie eine Angabe" in text_of(too_long)

    def test_forwarding_names_the_team(self, browser, ticket, place):
        registry = make_office(location=place.location, name="Standesamt")
        elsewhere = make_office(name="Außenstelle")
        page = text_of(browser.get(f"{ROOM}{ticket.pk}/"))
        assert "Standesamt" in page
        assert "Außenstelle" not in page
        address = f"{ROOM}{ticket.pk}/weiterleiten/"
        refused = browser.post(address, {"weiter-team": team_of(elsewhere).pk})
        assert refused.status_code == 200
        data = {"weiter-team": team_of(registry).pk, "weiter-note": "braucht eine Urkunde"}
        assert "A 1 wartet jetzt bei: Standesamt." in said(browser.post(address, data))
        ticket.refresh_from_db()
        assert (ticket.state, ticket.pool) == (TicketState.WAITING, team_of(registry))
        page = text_of(browser.get(ROOM))
        assert "weitergeleitet · Standesamt · braucht eine Urkunde" in page


class TestBesideTheDay:
    def test_the_same_list_stands_there(self, browser, place):
        draw(place)
        page = text_of(browser.get(TERMINE))
        assert "1 Person wartet" in page
        assert "Nächste Person aufrufen A 1 · Taste a" in page

    def test_who_is_served_is_finished_there(self, browser, place):
        draw(place)
        call(browser, place)
        page = text_of(browser.get(TERMINE))
        assert re.search(r"In Bedienung 10:00 A 1 Abschließen .* · Platz 3 · geplant bis 10:20 Uhr", page)
        step(browser, QueueTicket.objects.get(), "done", weiter=TERMINE)
        assert Booking.objects.get().state == State.DONE

    def test_another_day_has_its_own_room(self, browser, place):
        draw(place)
        assert "A 1" not in text_of(browser.get(f"{TERMINE}?tag={TUESDAY + timedelta(days=1)}"))
