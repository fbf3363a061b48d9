"""From arrival to the end of the visit, and everything that changes on the way."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments.errors import WrongStateError
from modules.appointments.models import Booking, State
from modules.appointments.services import (
    Details,
    cancel_booking,
    confirm_by_staff,
    enter_details,
    mark_arrived,
    mark_called,
    mark_done,
    request_confirmation,
    send_again,
    sweep_expired,
)
from rathaus.accounts.models import Role
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, hold_at, used_in
from tests.modules.appointments.staff import (
    BRANDT,
    TERMINE,
    booked,
    clock_time,
    mails,
    page_of,
    said,
    state_of,
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


def step(browser, booking, code, **further):
    return browser.post(page_of(booking, "schritt/"), {"schritt": code, **further})


@pytest.fixture
def stranger(signed_in):
    """A browser of a colleague who has nothing to do with appointments."""
    member = StaffFactory(roles=["approver"])
    Role.objects.filter(slug="approver").update(permissions=["platform.audit"])
    return signed_in(member.user)


@pytest.fixture
def _recorded_by_the_clock(monkeypatch):
    """Entries of the record carry the time that the test shows."""

    def now():
        return timezone.now()

    monkeypatch.setattr(AuditEntry._meta.get_field("at"), "_get_default", now)


def unconfirmed(office, hour=9, minute=20) -> Booking:
    return request_confirmation(booking=enter_details(booking=hold_at(office, hour, minute), details=BRANDT))


class TestDetail:
    def test_it_says_everything_that_is_known(self, browser, office):
        details = Details(
            first_name="Mirela", last_name="Brandt", email="b@post.example", phone="03935 12", for_name="Oma Kern",
            person_names=["Kind Eins"], support=["sign_language"], note="Bitte klingeln",
        )  # fmt: skip
        page = text_of(browser.get(page_of(booked(office, details=details, persons=2))))
        for words in ("Mirela Brandt", "b@post.example", "03935 12", "Oma Kern", "Kind Eins", "Gebärdensprache",
                      "Bitte klingeln", "Telefon", "Alter Ausweis", "46,00 €", "gebucht"):  # fmt: skip
            assert words in page

    @pytest.mark.usefixtures("_recorded_by_the_clock")
    def test_the_history_names_who_did_what(self, browser, booking, case_worker):
        step(browser, booking, "arrived")
        step(browser, booking, "undo", stand="arrived")
        page = text_of(browser.get(page_of(booking)))
        history = page.partition("Verlauf")[2]
        assert history.index("Stand: gebucht") < history.index("Stand: wartet") < history.index("Termin eingetragen")
        assert case_worker.full_name in history

    def test_nobody_without_the_right_sees_or_changes_it(self, booking, stranger):
        for page in ("", "verschieben/", "absagen/", "angaben/", "zettel/"):
            assert stranger.get(page_of(booking, page)).status_code == 403
        assert step(stranger, booking, "arrived").status_code == 403
        assert stranger.get(f"{TERMINE}suche/?q=Brandt").status_code == 403
        assert stranger.get(TERMINE).status_code == 403

    @pytest.mark.usefixtures("office")
    def test_an_unknown_booking_is_404(self, browser):
        assert browser.get(f"{TERMINE}buchung/{uuid.uuid4()}/").status_code == 404

    def test_the_slip_has_what_the_person_needs(self, browser, booking):
        page = browser.get(page_of(booking, "zettel/"))
        for words in (booking.code, "Di, 24. November 2026, 9:20 Uhr", "Alter Ausweis", booking.place.location.name):
            assert words in text_of(page)
        assert "<svg" in page.content.decode()


class TestSteps:
    @pytest.mark.usefixtures("_recorded_by_the_clock")
    def test_from_arrival_to_the_end(self, browser, booking):
        for code, state in (("arrived", State.ARRIVED), ("called", State.CALLED), ("done", State.DONE)):
            assert f"Stand: {state.label}" in said(step(browser, booking, code, platz="3"))
            assert state_of(booking) == state

    def test_nobody_is_called_from_the_page_of_the_appointment_to_nowhere(self, browser, booking):
        assert "Mein Platz" in text_of(browser.get(page_of(booking)))
        assert "an welchem Platz Sie sitzen" in said(step(browser, booking, "called", platz=" "))
        assert state_of(booking) == State.CONFIRMED
        step(browser, booking, "called", platz="Zimmer 12")
        booking.refresh_from_db()
        assert booking.counter == "Zimmer 12"

    def test_a_form_without_its_token_of_the_session_changes_nothing(self, case_worker, booking, signed_in):
        browser = signed_in(case_worker)
        browser.handler.enforce_csrf_checks = True
        assert step(browser, booking, "arrived").status_code == 403
        assert state_of(booking) == State.CONFIRMED

    def test_a_double_click_is_one_step(self, browser, booking):
        for _twice in range(2):
            assert "Die Person wartet jetzt." in said(step(browser, booking, "arrived"))
        assert AuditEntry.objects.filter(action="appointments.step_taken").count() == 1

    def test_a_double_click_takes_back_one_step(self, browser, booking, case_worker):
        mark_called(booking=mark_arrived(booking=booking, actor=case_worker), actor=case_worker)
        for _twice in range(2):
            step(browser, booking, "undo", stand="called")
        assert state_of(booking) == State.ARRIVED

    def test_what_does_not_fit_the_state_any_more_is_said(self, browser, booking):
        cancel_booking(booking=booking)
        assert "Das geht bei diesem Termin nicht mehr." in said(step(browser, booking, "arrived"))
        assert state_of(booking) == State.CANCELLED

    @pytest.mark.parametrize("code", ["", "fliegen", "verwerfen"])
    def test_a_step_that_does_not_exist_is_refused(self, browser, booking, code):
        assert step(browser, booking, code).status_code == 400

    @pytest.mark.parametrize(
        "elsewhere", ["https://boese.example/", "//boese.example/", "javascript:alert(1)", "boese"]
    )
    def test_nobody_is_led_elsewhere(self, browser, booking, elsewhere):
        assert step(browser, booking, "arrived", weiter=elsewhere)["Location"] == page_of(booking)

    def test_from_the_day_it_leads_back_to_the_day(self, browser, booking):
        address = f"{TERMINE}?tag={TUESDAY}"
        assert step(browser, booking, "arrived", weiter=address)["Location"] == address

    def test_who_never_confirmed_and_comes_gets_a_place_again(self, office, case_worker, signed_in, clock):
        booking = unconfirmed(office)
        clock(MONDAY_MORNING + timedelta(hours=2))
        sweep_expired()
        assert "Die Person wartet jetzt." in said(step(signed_in(case_worker), booking, "arrived"))
        assert sum(used_in(office)) == 4

    def test_a_call_back_is_done(self, browser, office):
        booking = booked(office, details=Details(last_name="Kern", phone="03935 1", wants_callback=True))
        assert "Der Rückruf ist erledigt." in said(step(browser, booking, "called_back"))
        booking.refresh_from_db()
        assert not booking.wants_callback


class TestForThem:
    """What staff do for people whose mail does not arrive."""

    def test_a_booking_is_confirmed_on_the_phone(self, browser, office, case_worker):
        booking = unconfirmed(office)
        assert "Der Termin ist bestätigt." in said(step(browser, booking, "confirmed"))
        assert state_of(booking) == State.CONFIRMED
        assert booking.expires_at is None
        assert mails() == ["code", "confirmed"]
        assert confirm_by_staff(booking=booking, actor=case_worker).state == State.CONFIRMED
        assert mails() == ["code", "confirmed"]

    def test_one_that_lapsed_too_if_need_be_beyond_the_places(self, office, case_worker, clock):
        booking = unconfirmed(office)
        clock(MONDAY_MORNING + timedelta(hours=2))
        sweep_expired()
        booked(office, 9, 20, details=Details(last_name="Graf"))
        booking.refresh_from_db()
        revived = confirm_by_staff(booking=booking, actor=case_worker)
        assert (revived.state, revived.forced_by) == (State.CONFIRMED, case_worker.pk)

    def test_a_cancelled_one_stays_cancelled(self, booking, case_worker):
        with pytest.raises(WrongStateError):
            confirm_by_staff(booking=cancel_booking(booking=booking), actor=case_worker)

    def test_the_confirmation_goes_out_again_once_a_minute(self, browser, booking, clock):
        clock(MONDAY_MORNING + timedelta(minutes=5))
        for _twice in range(2):
            assert "Die E-Mail ist unterwegs." in said(step(browser, booking, "send_again"))
        assert mails() == ["confirmed", "confirmed"]

    def test_who_has_not_confirmed_gets_the_code_again(self, office, case_worker):
        send_again(booking=unconfirmed(office), actor=case_worker)
        assert mails() == ["code", "code"]

    def test_without_an_address_nothing_can_be_sent(self, browser, office):
        booking = booked(office, details=Details(last_name="Kern"))
        assert "E-Mail noch einmal schicken" not in text_of(browser.get(page_of(booking)))
        assert "Das geht bei diesem Termin nicht mehr." in said(step(browser, booking, "send_again"))

    def test_nothing_is_sent_about_a_visit_that_is_over(self, booking, case_worker):
        over = mark_done(booking=mark_arrived(booking=booking, actor=case_worker), actor=case_worker)
        with pytest.raises(WrongStateError):
            send_again(booking=over, actor=case_worker)


class TestToday:
    def test_the_dashboard_shows_todays_appointments_who_waits_and_whom_to_call(
        self, office, case_worker, signed_in, clock
    ):
        booked(office, 11)
        booked(office, 10, details=Details(last_name="Kern", phone="1", wants_callback=True))
        mark_arrived(booking=booked(office, 9, 20, details=Details(last_name="Ahlers")), actor=case_worker)
        clock(clock_time(9, 10))
        page = text_of(signed_in(case_worker).get("/verwaltung/"))
        assert "Warten jetzt 9:20 Ahlers" in page
        assert "Termine heute" in page
        assert "Mirela Brandt" in page
        assert "Bitte anrufen 10:00 Kern" in page

    def test_whoever_may_not_work_with_appointments_sees_no_entry(self, stranger):
        assert TERMINE not in stranger.get("/verwaltung/").content.decode()

    @pytest.mark.usefixtures("tenant")
    def test_a_citizen_is_no_staff(self, signed_in):
        assert signed_in(UserFactory()).get(TERMINE).status_code == 403
