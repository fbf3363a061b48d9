"""Appointments of signed-in people: booked without a code, found again, told in the timeline."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments.models import Booking, Collection, Concern, State
from modules.appointments.privacy import PERSONAL_DATA
from modules.appointments.services import (
    cancel_booking,
    confirm_by_staff,
    enter_details,
    mark_done,
    mark_no_show,
    move_booking,
    request_confirmation,
    undo_mark,
)
from modules.appointments.services.collecting import choose_pickup, hand_over, put_ready, tell
from modules.appointments.services.details import Details
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tests.contracts.test_module_switch import switch
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at
from tests.modules.appointments.citizens import DETAILS, field, held, page_of, text_of
from tests.modules.appointments.owners import ADDRESS, browser_of, citizen, told

pytestmark = pytest.mark.django_db
BRANDT = Details(first_name="Mirela", last_name="Brandt", email=ADDRESS)


@pytest.fixture
def person():
    return citizen()


@pytest.fixture
def browser(person, tenant_client):
    return browser_of(tenant_client, person)


def owned(office, person, hour=9, **details) -> Booking:
    """Return a booking of the signed-in person."""
    booking = hold_at(office, hour)
    enter_details(booking=booking, details=BRANDT, owner=person)
    return request_confirmation(booking=booking)


class TestBooking:
    def test_the_form_is_filled_in_and_nobody_asks_for_a_code(self, office, browser, person):
        booking = held(browser, office)
        page = browser.get(page_of(booking))
        assert field(page, "first_name") == "Mirela"
        assert field(page, "email") == ADDRESS
        assert "Wir haben Ihre Angaben aus Ihrem Konto übernommen." in text_of(page)
        browser.post(page_of(booking), DETAILS | {"keep": "on"})
        assert "Code" not in text_of(browser.get(page_of(booking, "pruefen/")))
        browser.post(page_of(booking, "pruefen/"))
        booking.refresh_from_db()
        assert (booking.state, booking.owner) == (State.CONFIRMED, person)
        assert [mail.kind for mail in OutboxMessage.objects.all()] == ["appointments.confirmed"]
        entry = AuditEntry.objects.get(action="appointments.booking_confirmed")
        assert (entry.actor_id, entry.actor_kind) == (person.pk, "citizen")

    def test_another_address_than_that_of_the_account_needs_a_code(self, office, browser, person):
        booking = held(browser, office)
        browser.post(page_of(booking), DETAILS | {"keep": "on", "email": "oma@post.example"})
        assert "schicken wir einen Code an oma@post.example" in text_of(browser.get(page_of(booking, "pruefen/")))
        browser.post(page_of(booking, "pruefen/"))
        booking.refresh_from_db()
        assert (booking.state, booking.owner) == (State.UNCONFIRMED, person)
        assert told(person) == set()

    def test_an_account_whose_address_is_not_proven_needs_a_code(self, office):
        assert owned(office, citizen(has_proven=False)).state == State.UNCONFIRMED

    def test_who_does_not_tick_it_books_as_a_guest(self, office, browser):
        booking = held(browser, office)
        browser.post(page_of(booking), DETAILS)
        browser.post(page_of(booking, "pruefen/"))
        booking.refresh_from_db()
        assert (booking.state, booking.owner) == (State.UNCONFIRMED, None)

    def test_staff_book_for_others_so_nothing_is_filled_in(self, office, tenant_client):
        clerk = StaffFactory().user
        booking = held(browser_of(tenant_client, clerk), office)
        html = tenant_client.get(page_of(booking)).content.decode()
        assert f'value="{clerk.last_name}"' not in html
        assert "checked" not in html.split('name="keep"')[1].split(">")[0]

    def test_in_a_frame_everybody_is_a_guest(self, office, browser):
        booking = held(browser, office)
        html = browser.get(page_of(booking), headers={"Sec-Fetch-Dest": "iframe"}).content.decode()
        assert 'value="Brandt"' not in html
        assert 'name="keep"' not in html

    def test_where_citizens_have_no_accounts_everybody_is_a_guest(self, office, browser, tenant):
        booking = held(browser, office)
        switch(tenant, "citizen_accounts", is_on=False)
        assert 'name="keep"' not in browser.get(page_of(booking)).content.decode()


class TestTimeline:
    def test_it_tells_booking_moving_and_cancelling(self, office, person):
        booking = owned(office, person)
        booking = move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(10))
        cancel_booking(booking=booking)
        assert told(person) == {
            ("appointments.booked", "Termin gebucht"),
            ("appointments.moved", "Termin verschoben"),
            ("appointments.cancelled", "Termin abgesagt"),
        }
        moved = TimelineEntry.objects.get(kind="appointments.moved")
        assert moved.text.startswith("Neu: Di, 24. November 2026, 10:00 Uhr")
        assert "Bisher: Di, 24. November 2026, 9:00 Uhr" in moved.text
        assert (moved.matter_kind, moved.matter_id) == ("appointments.booking", booking.pk)
        assert moved.matter_label == office.concern.name
        assert (moved.path, moved.by) == (page_of(booking), "person")

    def test_it_tells_what_the_town_hall_confirmed_on_the_phone(self, office, person):
        booking = hold_at(office, 9)
        enter_details(booking=booking, details=replace(BRANDT, email="oma@post.example"), owner=person)
        booking = request_confirmation(booking=booking)
        assert told(person) == set()
        confirm_by_staff(booking=booking, actor=StaffFactory().user)
        assert told(person) != set()

    def test_it_says_who_cancelled_and_why(self, office, person, case_worker):
        cancel_booking(booking=owned(office, person), actor=case_worker, reason="Stromausfall")
        entry = TimelineEntry.objects.get(kind="appointments.cancelled")
        assert entry.by == "staff"
        assert "Grund: Stromausfall" in entry.text

    def test_a_step_taken_back_never_was(self, office, person, case_worker):
        booking = owned(office, person)
        mark_no_show(booking=booking, actor=case_worker)
        assert ("appointments.missed", "Termin nicht wahrgenommen") in told(person)
        undo_mark(booking=booking, actor=case_worker)
        assert told(person) == {("appointments.booked", "Termin gebucht")}
        mark_done(booking=booking, actor=case_worker)
        assert ("appointments.visited", "Termin wahrgenommen") in told(person)

    def test_documents_follow_the_owner(self, office, person, case_worker, clock):
        Concern.objects.update(result="Ihr Personalausweis")
        booking = owned(office, person)
        mark_done(booking=booking, actor=case_worker)
        clock(MONDAY_MORNING + timedelta(days=2))
        collection = put_ready(text=booking.code, actor=case_worker)
        assert "appointments.document_ready" not in {kind for kind, _title in told(person)}
        tell(collection=collection, actor=case_worker)
        day = TUESDAY + timedelta(days=2)
        pickup = choose_pickup(collection=collection, place=office, day=day, cell_from=cell(11), idem_key=uuid.uuid4())
        assert pickup.owner == person
        hand_over(collection=collection, actor=case_worker)
        assert {
            ("appointments.document_ready", "Ihr Personalausweis liegt bereit"),
            ("appointments.document_collected", "Ihr Personalausweis abgeholt"),
        } <= told(person)

    def test_guests_leave_nothing(self, office):
        booking = hold_at(office, 9)
        enter_details(booking=booking, details=Details(last_name="Graf", phone="03931 4711"))
        request_confirmation(booking=booking)
        cancel_booking(booking=booking)
        assert not TimelineEntry.objects.exists()


class TestMyAppointments:
    def test_it_shows_what_comes_and_what_was_and_nothing_of_others(self, office, browser, person, case_worker):
        mine, past = owned(office, person), owned(office, person, 10)
        other = owned(office, citizen("ada.graf@post.example"), 11)
        mark_no_show(booking=past, actor=case_worker)
        page = browser.get("/termine/meine/")
        assert page_of(mine) in page.content.decode()
        assert page_of(mine, "verschieben/") in page.content.decode()
        assert "nicht wahrgenommen" in text_of(page)
        assert other.token not in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    def test_strangers_sign_in_first(self, tenant_client):
        answer = tenant_client.get("/termine/meine/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/konto/anmelden/?next=/termine/meine/")

    def test_the_number_of_queries_does_not_grow(self, office, browser, person, django_assert_max_num_queries):
        for hour in (9, 10, 11):
            owned(office, person, hour)
        browser.get("/termine/meine/")  # footer and header are remembered from now on
        with django_assert_max_num_queries(14):
            browser.get("/termine/meine/")

    def test_the_page_of_an_own_appointment_leads_back(self, office, browser, person):
        assert "/termine/meine/" in browser.get(page_of(owned(office, person))).content.decode()
        theirs = owned(office, citizen("ada.graf@post.example"), 10)
        assert 'kern-link" href="/termine/meine/"' not in browser.get(page_of(theirs)).content.decode()


class TestForgetting:
    def test_retention_takes_the_owner_with_the_contact(self, office, person):
        booking = owned(office, person)
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=60))
        booking.refresh_from_db()
        assert (booking.owner, booking.email, booking.state) == (None, "", State.CONFIRMED)

    def test_access_and_erasure_find_what_was_booked_with_another_address(self, office, person, clock):
        booking = owned(office, person)
        Booking.objects.filter(pk=booking.pk).update(email="oma@post.example")
        assert [record["code"] for record in PERSONAL_DATA.export(email=ADDRESS)] == [booking.code]
        clock(timezone.now() + timedelta(days=3))
        assert PERSONAL_DATA.erase(email=ADDRESS) == 1
        booking.refresh_from_db()
        assert (booking.owner, booking.last_name) == (None, "")

    def test_an_account_that_goes_leaves_the_figures(self, office, person):
        booking = owned(office, person)
        person.delete()
        booking.refresh_from_db()
        assert (booking.owner, booking.state) == (None, State.CONFIRMED)
        assert Collection.objects.filter(owner__isnull=False).count() == 0
