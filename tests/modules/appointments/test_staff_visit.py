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
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at, make_office, used_in
from tests.modules.appointments.staff import BRANDT, TERMINE, booked, chosen, clock_time, field, page_of, said, text_of

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


def state_of(booking) -> str:
    booking.refresh_from_db()
    return booking.state


def mails() -> list[str]:
    """Return what was mailed, by kind."""
    return sorted(kind.removeprefix("appointments.") for kind in OutboxMessage.objects.values_list("kind", flat=True))


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
            assert f"Stand: {state.label}" in said(step(browser, booking, code))
            assert state_of(booking) == state

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


class TestMoving:
    def move(self, browser, booking, value, **further):
        return browser.post(page_of(booking, "verschieben/"), {"zeit": value, **further})

    def test_to_one_of_the_next_times(self, browser, office, booking):
        page = text_of(browser.get(page_of(booking, "verschieben/")))
        assert "Di, 24. November, 9:00 Uhr" not in page.partition("Alle freien")[0], "Monday comes first"
        assert "Die neue Zeit schicken wir sofort an brandt@post.example." in page
        assert "Der Termin ist verschoben." in said(self.move(browser, booking, chosen(office, 11)))
        booking.refresh_from_db()
        assert booking.cell_from == cell(11)
        assert mails() == ["confirmed", "moved"]

    def test_a_double_click_moves_and_mails_once(self, browser, office, booking):
        for _twice in range(2):
            self.move(browser, booking, chosen(office, 11))
        assert mails() == ["confirmed", "moved"]

    @pytest.mark.usefixtures("office")
    def test_to_any_day(self, browser, booking):
        page = text_of(browser.get(page_of(booking, "verschieben/?ab=2026-11-25")))
        assert "Alle freien Zeiten am Mi, 25. November" in page

    def test_a_time_that_is_gone_offers_its_neighbours(self, browser, office, booking):
        booked(office, 10, details=Details(last_name="Graf"))
        answer = self.move(browser, booking, chosen(office, 10))
        assert answer.status_code == 409
        assert "Diese Zeiten sind in der Nähe frei:" in text_of(answer)

    def test_edge_case_14_beyond_the_places_with_a_reason_in_the_note(self, browser, office, booking, case_worker):
        booked(office, 10, details=Details(last_name="Graf"))
        forced = {"schritt": "trotzdem", "on": "2026-11-24", "at": "10:00", "reason": "eilig"}
        assert browser.post(page_of(booking, "verschieben/"), forced).status_code == 303
        booking.refresh_from_db()
        assert (booking.cell_from, booking.forced_by) == (cell(10), case_worker.pk)
        assert booking.note == "Über die Plätze hinaus verschoben: eilig"

    @pytest.mark.usefixtures("case_worker")
    def test_not_without_a_reason_and_not_without_the_right(self, browser, booking):
        forced = {"schritt": "trotzdem", "on": "2026-11-24", "at": "10:00", "reason": ""}
        assert "Bitte prüfen Sie eine Angabe" in text_of(browser.post(page_of(booking, "verschieben/"), forced))
        Role.objects.filter(slug="case_worker").update(permissions=["appointments.work"])
        refused = browser.post(page_of(booking, "verschieben/"), forced | {"reason": "eilig"})
        assert "Dafür fehlt Ihnen die Berechtigung." in text_of(refused)
        assert state_of(booking) == State.CONFIRMED
        assert booking.cell_from == cell(9, 20)

    @pytest.mark.parametrize("nonsense", ["", "x", "00000000-0000-4000-8000-00000000abcd_2026-11-24_109"])
    def test_a_time_that_is_none_moves_nothing(self, browser, booking, nonsense):
        assert self.move(browser, booking, nonsense).status_code == 200
        booking.refresh_from_db()
        assert booking.cell_from == cell(9, 20)

    def test_who_waits_is_not_moved(self, browser, office, booking, case_worker):
        mark_arrived(booking=booking, actor=case_worker)
        assert browser.get(page_of(booking, "verschieben/"))["Location"] == page_of(booking)
        assert self.move(browser, booking, chosen(office, 11)).status_code == 302

    def test_without_an_address_the_telephone_is_shown(self, browser, office):
        booking = booked(office, details=Details(last_name="Kern", phone="03935 77"))
        assert "Bitte sagen Sie die neue Zeit am Telefon: 03935 77" in text_of(
            browser.get(page_of(booking, "verschieben/"))
        )


class TestCancelling:
    def test_the_citizen_reads_what_was_shown_before(self, browser, booking):
        page = text_of(browser.get(page_of(booking, "absagen/")))
        assert "wir müssen Ihren Termin leider absagen" in page
        assert "Der Grund: … Ihr Grund …" in page
        data = {"reason": "Wasserrohrbruch im Rathaus", "tells_citizen": "on"}
        assert "Der Termin ist abgesagt." in said(browser.post(page_of(booking, "absagen/"), data))
        mail = OutboxMessage.objects.get(kind="appointments.cancelled_by_town_hall")
        assert "Der Grund: Wasserrohrbruch im Rathaus" in mail.text
        assert (state_of(booking), booking.cancel_reason) == (State.CANCELLED, "Wasserrohrbruch im Rathaus")

    def test_the_preview_is_not_saved(self, browser, booking):
        browser.get(page_of(booking, "absagen/"))
        assert (state_of(booking), booking.cancel_reason) == (State.CONFIRMED, "")

    def test_without_a_mail_if_somebody_has_called(self, browser, booking):
        browser.post(page_of(booking, "absagen/"), {"reason": "telefonisch abgesagt"})
        assert state_of(booking) == State.CANCELLED
        assert mails() == ["confirmed"]

    def test_not_without_a_reason(self, browser, booking):
        answer = browser.post(page_of(booking, "absagen/"), {"reason": " "})
        assert "Bitte geben Sie einen Grund an" in text_of(answer)
        assert state_of(booking) == State.CONFIRMED

    def test_without_an_address_the_telephone_is_shown_instead(self, browser, office):
        booking = booked(office, details=Details(last_name="Kern", phone="03935 77"))
        page = text_of(browser.get(page_of(booking, "absagen/")))
        assert "Bitte rufen Sie die Person an." in page
        assert "03935 77" in page
        assert "E-Mail mit der Absage schicken" not in page

    def test_a_second_time_leads_to_the_booking(self, browser, booking):
        cancel_booking(booking=booking)
        assert browser.get(page_of(booking, "absagen/")).status_code == 302


class TestCorrecting:
    def test_name_contact_and_note_are_replaced_and_the_rest_stays(self, browser, office):
        details = Details(last_name="Brand", phone="1", person_names=["Kind"], wants_callback=True, note="alt")
        booking = booked(office, details=details, persons=2)
        data = {"last_name": "Brandt", "email": "neu@post.example", "support": ["step_free"], "note": ""}
        assert "Die Angaben sind gespeichert." in said(browser.post(page_of(booking, "angaben/"), data))
        booking.refresh_from_db()
        assert (booking.last_name, booking.email, booking.phone) == ("Brandt", "neu@post.example", "")
        assert (booking.note, booking.support) == ("", ["step_free"])
        assert (booking.person_names, booking.wants_callback) == (["Kind"], True)

    def test_the_form_shows_what_is_known(self, browser, booking):
        assert field(browser.get(page_of(booking, "angaben/")), "email") == "brandt@post.example"

    def test_a_wrong_address_loses_nothing_that_was_typed(self, browser, booking):
        answer = browser.post(page_of(booking, "angaben/"), {"last_name": "Brandtner", "email": "brandt@"})
        assert "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein" in text_of(answer)
        assert field(answer, "last_name") == "Brandtner"
        booking.refresh_from_db()
        assert booking.last_name == "Brandt"

    def test_a_time_that_is_only_held_belongs_to_somebody_else(self, browser, office):
        assert browser.get(page_of(hold_at(office, 9), "angaben/")).status_code == 302


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
