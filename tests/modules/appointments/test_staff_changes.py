"""Moving, cancelling and correcting what is booked, by staff."""

import pytest

from modules.appointments.models import State
from modules.appointments.services import (
    Details,
    cancel_booking,
    mark_arrived,
)
from rathaus.accounts.models import Role
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import cell, hold_at
from tests.modules.appointments.staff import booked, chosen, field, mails, page_of, said, state_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(case_worker, signed_in):
    return signed_in(case_worker)


@pytest.fixture
def booking(office):
    return booked(office, 9, 20)


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
