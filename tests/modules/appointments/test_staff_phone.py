"""Booking on the phone: one of the next times is held with one click, a name is enough."""

from datetime import timedelta

import pytest

from modules.appointments.models import (
    Audience,
    Booking,
    Origin,
    PoolDay,
    State,
)
from modules.appointments.services import Details
from rathaus.accounts.models import Role
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    AnswerFactory,
    ConcernFactory,
    QuestionFactory,
    cell,
    hold_at,
    make_office,
    used_in,
)
from tests.modules.appointments.staff import TERMINE, booked, chosen, field, new_url, said, text_of
from tests.modules.appointments.telephone import ask, hold, offered, save

pytestmark = pytest.mark.django_db
BUSY = "Dieser Termin wurde gerade vergeben."


@pytest.fixture
def browser(case_worker, signed_in):
    return signed_in(case_worker)


class TestConcern:
    def test_staff_find_every_concern_by_its_keywords_also_those_citizens_do_not_see(self, browser, office):
        hidden = make_office()
        type(hidden.concern).objects.filter(pk=hidden.concern_id).update(
            name="Trauung", keywords="Hochzeit", audience=Audience.STAFF
        )
        assert office.concern.name in text_of(browser.get(f"{TERMINE}neu/"))
        page = text_of(browser.get(f"{TERMINE}neu/?suche=hochz", headers={"HX-Request": "true"}))
        assert "Trauung" in page
        assert "nur durch das Personal" in page
        assert office.concern.name not in page

    def test_the_only_match_is_chosen_by_enter(self, browser, office):
        make_office(name="Gewerbe")
        answer = browser.get(f"{TERMINE}neu/?suche={office.concern.name}&tag={TUESDAY}&zelle=115")
        assert answer.status_code == 302
        assert f"anliegen={office.concern_id}" in answer["Location"]
        assert "zelle=115" in answer["Location"]

    @pytest.mark.usefixtures("office")
    def test_nothing_found_says_so(self, browser):
        assert "Kein Anliegen gefunden" in text_of(browser.get(f"{TERMINE}neu/?suche=Hundesteuer"))

    def test_from_a_free_cell_only_what_its_pool_serves_is_offered(self, browser, office):
        other = make_office(name="Gewerbe")
        page = text_of(browser.get(f"{TERMINE}neu/?pool={other.pools.all()[0].pk}&tag={TUESDAY}&zelle=115"))
        assert other.concern.name in page
        assert office.concern.name not in page

    @pytest.mark.parametrize("nonsense", ["x", "00000000-0000-0000-0000-000000000007", ""])
    @pytest.mark.usefixtures("office")
    def test_a_concern_that_does_not_exist_leads_to_the_choice(self, browser, nonsense):
        assert "Worum geht es?" in text_of(browser.get(f"{TERMINE}neu/?anliegen={nonsense}"))


class TestTimes:
    def test_the_next_three_times_are_offered_at_once(self, browser, office):
        booked(office, 9, day=MONDAY_MORNING.date())
        assert offered(browser.get(new_url(office))) == ["9:20", "9:30", "9:40"]

    def test_from_another_day_on_and_all_of_that_day(self, browser, office):
        page = browser.get(new_url(office, ab="2026-11-25"))
        assert offered(page) == ["9:00", "9:10", "9:20"]
        assert "Alle freien Zeiten am Mi, 25. November" in text_of(page)
        assert "11:40" in text_of(page)

    def test_persons_and_answers_make_it_longer(self, browser, office):
        answer = AnswerFactory(question=QuestionFactory(concern=office.concern))
        page = text_of(browser.get(new_url(office, personen=3, **{f"frage-{answer.question_id}": answer.pk})))
        assert "etwa 50 Minuten, 3 Personen" in page
        assert "Geburtsurkunde" in page, "what to bring can be said on the phone"
        assert "27,60 €" in page

    def test_nonsense_in_the_address_counts_as_not_said(self, browser, office):
        answer = AnswerFactory()
        page = browser.get(new_url(office, personen=99, tag="x", zelle="-1", ab="x", **{"frage-1": answer.pk}))
        assert "etwa 20 Minuten" in text_of(page)

    @pytest.mark.usefixtures("clock")
    def test_staff_may_use_their_own_places(self, browser):
        place = make_office(places=0, staff_places=1)
        assert offered(browser.get(new_url(place))) == ["9:00", "9:10", "9:20"]

    def test_the_time_that_was_clicked_in_the_day_comes_first(self, browser, office):
        pool = office.pools.all()[0].pk
        page = browser.get(new_url(office, tag=TUESDAY, zelle=cell(10, 25), pool=pool))
        assert offered(page)[0] == "10:25"
        assert "im Tag gewählt" in text_of(page)

    @pytest.mark.parametrize("wished", [cell(11, 55), cell(8), 1, 300, 0])
    def test_a_clicked_time_in_which_the_visit_does_not_fit_is_not_offered(self, browser, office, wished):
        page = browser.get(new_url(office, tag=TUESDAY, zelle=wished, pool=office.pools.all()[0].pk))
        assert "im Tag gewählt" not in text_of(page)
        assert offered(page) == ["9:00", "9:10", "9:20"]

    def test_several_locations_are_named_and_can_be_chosen(self, browser, office):
        other = make_office(name="Außenstelle")
        type(other).objects.filter(pk=other.pk).update(concern=office.concern)
        page = text_of(browser.get(new_url(office)))
        assert "Ort ist egal" in page
        assert page.count(other.location.name) > 1
        only = text_of(browser.get(new_url(office, ort=other.location_id)))
        assert "11:40 " + office.location.name not in only


class TestHolding:
    def test_one_click_holds_the_time_and_says_until_when(self, browser, office):
        page = hold(browser, office, 9, 20)
        booking = Booking.objects.get()
        assert (booking.state, booking.origin, booking.cell_from) == (State.HELD, Origin.PHONE, cell(9, 20))
        assert "Di, 24. November 2026, 9:20 Uhr" in text_of(page)
        assert "Für Sie reserviert bis 8:10 Uhr." in text_of(page)
        assert "autofocus" in page.content.decode()

    def test_another_time_replaces_it_and_keeps_what_was_typed(self, browser, office):
        page = hold(browser, office, 9, 20)
        page = hold(browser, office, 10, page=page, last_name="Brandt", phone="03935 1234")
        assert Booking.objects.get().cell_from == cell(10)
        assert sum(used_in(office)) == 4
        assert (field(page, "last_name"), field(page, "phone")) == ("Brandt", "03935 1234")

    def test_a_page_that_is_loaded_again_keeps_the_same_hold(self, browser, office):
        page = browser.get(new_url(office))
        for _twice in range(2):
            hold(browser, office, 9, 20, page=page)
        assert Booking.objects.count() == 1

    def test_changing_the_persons_keeps_the_time_and_makes_it_longer(self, browser, office):
        page = hold(browser, office, 9, 20)
        key = field(page, "idem_key")
        again = browser.get(new_url(office, personen=2, schluessel=key))
        assert "noch reserviert" in text_of(again)
        assert offered(again)[0] == "9:20"
        assert field(again, "idem_key") == key
        url = new_url(office, personen=2, schluessel=key)
        browser.post(url, {"idem_key": key, "zeit": chosen(office, 9, 20)})
        assert (Booking.objects.get().length, Booking.objects.get().persons) == (6, 2)

    def test_another_concern_takes_the_hold_along(self, browser, office):
        other = make_office(name="Gewerbe")
        key = field(hold(browser, office, 9, 20), "idem_key")
        page = browser.get(new_url(other, schluessel=key))
        assert "noch reserviert" not in text_of(page)
        browser.post(new_url(other), {"idem_key": key, "zeit": chosen(other, 10)})
        assert Booking.objects.get().concern == other.concern
        assert sum(used_in(office)) == 0

    def test_it_can_be_let_go(self, browser, office):
        page = hold(browser, office, 9, 20)
        answer = browser.post(new_url(office), {"idem_key": field(page, "idem_key"), "schritt": "verwerfen"})
        assert answer["Location"] == f"{TERMINE}?tag={TUESDAY}"
        assert sum(used_in(office)) == 0
        again = browser.post(new_url(office), {"idem_key": field(page, "idem_key"), "schritt": "verwerfen"})
        assert again.status_code == 303

    def test_a_time_that_is_gone_offers_its_neighbours(self, browser, office):
        page = browser.get(new_url(office))
        booked(office, 9, 20)
        answer = hold(browser, office, 9, 20, page=page, last_name="Graf")
        assert answer.status_code == 409
        assert BUSY in text_of(answer)
        assert "Di, 24. November, 9:00 Di, 24. November, 9:40" in text_of(answer)
        assert field(answer, "last_name") == "Graf"

    @pytest.mark.parametrize("time", ["", "x", "x_y_z", "00000000-0000-0000-0000-000000000007_2026-11-24_109"])
    def test_a_time_that_is_none_holds_nothing(self, browser, office, time):
        page = browser.get(new_url(office))
        answer = browser.post(new_url(office), {"idem_key": field(page, "idem_key"), "zeit": time})
        assert answer.status_code == 200
        assert Booking.objects.count() == 0

    def test_a_day_far_beyond_makes_no_day_rows(self, browser, office):
        before = PoolDay.objects.count()
        page = browser.get(new_url(office))
        far = f"{office.pk}_2090-11-24_109"
        answer = browser.post(new_url(office), {"idem_key": field(page, "idem_key"), "zeit": far})
        assert "Diese Zeit können Sie nicht buchen" in text_of(answer)
        assert PoolDay.objects.count() == before

    def test_without_a_key_nothing_is_held(self, browser, office):
        answer = browser.post(new_url(office), {"zeit": chosen(office, 9)})
        assert "Bitte laden Sie die Seite neu" in text_of(answer)
        assert Booking.objects.count() == 0


class TestSaving:
    def test_a_last_name_is_enough(self, browser, office, case_worker):
        answer = save(browser, office, hold(browser, office, 9, 20))
        booking = Booking.objects.get()
        assert answer["Location"] == f"{TERMINE}buchung/{booking.pk}/"
        assert "Der Termin ist eingetragen." in said(answer)
        assert (booking.state, booking.last_name, booking.email) == (State.CONFIRMED, "Brandt", "")
        entry = AuditEntry.objects.get(action="appointments.booked_by_staff")
        assert (entry.actor_id, entry.target_id) == (case_worker.pk, str(booking.pk))

    def test_with_an_address_the_confirmation_goes_out(self, browser, office):
        save(browser, office, hold(browser, office, 9, 20), email="brandt@post.example", note="ruft von unterwegs an")
        assert OutboxMessage.objects.get().kind == "appointments.confirmed"
        assert Booking.objects.get().note == "ruft von unterwegs an"

    def test_edge_case_10_a_double_click_books_once(self, browser, office):
        page = hold(browser, office, 9, 20)
        first, second = (save(browser, office, page, email="brandt@post.example") for _twice in range(2))
        assert first["Location"] == second["Location"]
        assert Booking.objects.count() == OutboxMessage.objects.count() == 1

    def test_without_a_name_everything_typed_stays_and_the_time_too(self, browser, office):
        page = hold(browser, office, 9, 20)
        answer = save(browser, office, page, last_name="", phone="03935 12")
        assert "Bitte geben Sie den Nachnamen ein." in text_of(answer)
        assert field(answer, "phone") == "03935 12"
        assert save(browser, office, answer).status_code == 303

    def test_a_hold_that_lapsed_while_talking_is_taken_again(self, office, case_worker, signed_in, clock):
        browser = signed_in(case_worker)
        page = hold(browser, office, 9, 20)
        clock(MONDAY_MORNING + timedelta(minutes=20))
        assert save(browser, office, page).status_code == 303
        assert Booking.objects.get().state == State.CONFIRMED

    def test_one_that_lapsed_and_was_taken_offers_others_and_keeps_the_name(
        self, office, case_worker, signed_in, clock
    ):
        browser = signed_in(case_worker)
        page = hold(browser, office, 9, 20)
        clock(MONDAY_MORNING + timedelta(minutes=20))
        booked(office, 9, 20, details=Details(last_name="Graf"))
        answer = save(browser, office, page)
        assert answer.status_code == 409
        assert BUSY in text_of(answer)
        assert field(answer, "last_name") == "Brandt"
        assert Booking.objects.filter(last_name="Brandt").count() == 0

    def test_persons_and_answers_are_kept(self, browser, office):
        answer = AnswerFactory(question=QuestionFactory(concern=office.concern))
        url = new_url(office, personen=2, **{f"frage-{answer.question_id}": answer.pk})
        key = field(browser.get(url), "idem_key")
        page = browser.post(url, {"idem_key": key, "zeit": chosen(office, 9)})
        save(browser, office, page, answer_to=url)
        booking = Booking.objects.get()
        assert (booking.persons, booking.answers) == (2, {str(answer.question_id): str(answer.pk)})


class TestOverbooking:
    FORCED = {"schritt": "trotzdem", "on": "2026-11-24", "at": "09:20", "reason": "Der Bürgermeister bittet darum"}

    def force(self, browser, place, **changes):
        key = field(browser.get(new_url(place)), "idem_key")
        return browser.post(new_url(place), self.FORCED | {"idem_key": key} | changes)

    def test_edge_case_14_on_purpose_with_a_reason_and_on_record(self, browser, office, case_worker):
        booked(office, 9, 20)
        page = self.force(browser, office)
        assert "Di, 24. November 2026, 9:20 Uhr" in text_of(page)
        answer = save(
            browser, office, page, last_name="Graf", note="kommt zu Fuß", begruendung=field(page, "begruendung")
        )
        assert answer.status_code == 303
        graf = Booking.objects.get(last_name="Graf")
        assert graf.forced_by == case_worker.pk
        assert graf.note == "kommt zu Fuß\nÜber die Plätze hinaus eingetragen: Der Bürgermeister bittet darum"
        entry = AuditEntry.objects.get(action="appointments.booked_by_staff", target_id=str(graf.pk))
        assert entry.details == {"is_forced": True}

    def test_the_reason_stays_while_the_questions_are_asked_again(self, browser, office):
        booked(office, 9, 20)
        page = self.force(browser, office)
        sent = {"idem_key": field(page, "idem_key"), "begruendung": field(page, "begruendung")}
        page = browser.post(new_url(office), sent | {"schritt": "fragen"})
        reason = field(page, "begruendung")
        page = ask(browser, office, page, zeit=chosen(office, 9, 20), begruendung=reason)
        assert field(page, "begruendung") == reason == self.FORCED["reason"]

    def test_outside_of_the_hours_as_well(self, browser, office):
        page = self.force(browser, office, at="07:00")
        assert save(browser, office, page, begruendung=field(page, "begruendung")).status_code == 303
        assert Booking.objects.get().cell_from == cell(7)

    @pytest.mark.parametrize("missing", ["reason", "on", "at"])
    def test_it_needs_day_time_and_reason(self, browser, office, missing):
        answer = self.force(browser, office, **{missing: ""})
        assert "Bitte prüfen Sie eine Angabe" in text_of(answer)
        assert Booking.objects.count() == 0

    def test_whoever_lacks_the_right_neither_sees_nor_gets_it(self, office, case_worker, signed_in):
        booked(office, 9, 20)
        role = Role.objects.get(slug="case_worker")
        role.permissions = [code for code in role.permissions if code != "appointments.overbook"]
        role.save()
        browser = signed_in(case_worker)
        assert "auch ohne freien Platz" not in text_of(browser.get(new_url(office)))
        assert "Dafür fehlt Ihnen die Berechtigung." in text_of(self.force(browser, office))
        page = hold(browser, office, 10)
        data = {"gehalten": chosen(office, 9, 20), "begruendung": "trotzdem"}
        assert save(browser, office, page, **data).status_code == 409
        assert Booking.objects.filter(state=State.CONFIRMED).count() == 1

    def test_never_in_the_past_nor_beyond_the_horizon(self, browser, office):
        for day in ("2026-11-20", "2028-11-24"):
            answer = self.force(browser, office, on=day)
            assert "Diese Zeit können Sie nicht buchen" in text_of(answer)
        assert Booking.objects.count() == 0


def test_a_concern_that_is_offered_nowhere_cannot_be_booked(browser, office):
    concern = ConcernFactory()
    assert "Worum geht es?" in text_of(browser.get(f"{TERMINE}neu/?anliegen={concern.pk}"))


def test_the_key_of_a_citizen_is_no_hold_of_the_town_hall(browser, office):
    """A key in the address chooses nothing but what was held on the phone."""
    citizen = hold_at(office, 9, 20)
    page = browser.get(new_url(office, schluessel=citizen.idem_key))
    assert "noch reserviert" not in text_of(page)
    browser.post(new_url(office), {"idem_key": str(citizen.idem_key), "schritt": "verwerfen"})
    citizen.refresh_from_db()
    assert citizen.state == State.HELD
