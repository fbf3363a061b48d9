"""The calendar that staff subscribe to: what stands in it, who may read it, and what a reading costs."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from modules.appointments.errors import SetupError
from modules.appointments.models import Booking, CalendarFeed, State
from modules.appointments.services import Details, cancel_booking, move_booking
from modules.appointments.services.feeds import MAX_FEEDS, create_feed, revoke_feed
from rathaus.accounts.models import StaffMembership
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at, make_office
from tests.modules.appointments.staff import TERMINE, booked, said, text_of

PAGE = f"{TERMINE}kalender/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def subscribe(case_worker, office):
    """Return a function that makes a feed of the office and returns its address."""

    def make(**further):
        further.setdefault("pools", office.pools.all())
        further.setdefault("has_names", False)
        feed_id = further.setdefault("feed_id", uuid.uuid4())
        token = create_feed(name="Termine Bürgerbüro", actor=case_worker, **further)
        return f"/termine/kalender/{token}.ics", CalendarFeed.objects.get(pk=feed_id)

    return make


def events(answer):
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


class TestReading:
    def test_it_says_concern_and_number_and_no_name(self, subscribe, office, tenant_client):
        booking = booked(office, 9, details=Details(last_name="Brandt", phone="03935 77", note="geheim"), persons=2)
        answer = tenant_client.get(subscribe()[0])
        event = events(answer)[f"{office.concern.name} · {booking.code}"]
        assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
        assert event["DTSTART"].dt.hour == 9
        assert (event["DTEND"].dt - event["DTSTART"].dt) == timedelta(minutes=30)
        assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
        assert "2 Personen" in event["DESCRIPTION"]
        assert b"BEGIN:VTIMEZONE" in answer.content
        for secret in (b"Brandt", b"03935", b"geheim"):
            assert secret not in answer.content
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"

    def test_names_and_telephone_stand_in_it_only_where_somebody_asked_for_them(self, subscribe, office, tenant_client):
        booked(office, 9)
        event = events(tenant_client.get(subscribe(has_names=True)[0]))[f"{office.concern.name} · Mirela Brandt"]
        assert "03935 1234" in event["DESCRIPTION"]

    def test_a_moved_appointment_keeps_its_identity_with_a_higher_sequence(self, subscribe, office, tenant_client):
        booking, (address, _feed) = booked(office, 9), subscribe()
        before = next(iter(events(tenant_client.get(address)).values()))
        move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(11))
        after = next(iter(events(tenant_client.get(address)).values()))
        assert after["UID"] == before["UID"]
        assert (after["SEQUENCE"], after["DTSTART"].dt.hour) == (1, 11)

    def test_a_cancelled_appointment_stays_and_says_so_and_a_hold_never_shows(self, subscribe, office, tenant_client):
        hold_at(office, 11)
        cancel_booking(booking=booked(office, 9))
        ((title, event),) = events(tenant_client.get(subscribe()[0])).items()
        assert title.startswith("Abgesagt: ")
        assert event["STATUS"] == "CANCELLED"

    def test_only_the_chosen_teams_and_only_the_last_thirty_days(self, subscribe, office, tenant_client, clock):
        other = make_office(name="Gewerbe")
        kept, gone = booked(office, 9), booked(other, 9)
        address = subscribe()[0]
        assert kept.code in str(events(tenant_client.get(address)))
        assert gone.code not in str(events(tenant_client.get(address)))
        clock(MONDAY_MORNING + timedelta(days=32))
        assert events(tenant_client.get(address)) == {}

    def test_what_retention_blanked_is_blank_here_too(self, subscribe, office, tenant_client):
        booking = booked(office, 9)
        Booking.objects.filter(pk=booking.pk).update(first_name="", last_name="", phone="", state=State.DONE)
        assert f"{office.concern.name} · {booking.code}" in events(tenant_client.get(subscribe(has_names=True)[0]))

    def test_a_program_that_has_it_already_is_told_so(self, subscribe, office, tenant_client):
        booking, (address, _feed) = booked(office, 9), subscribe(has_names=True)
        etag = tenant_client.get(address)["ETag"]
        again = tenant_client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        Booking.objects.filter(pk=booking.pk).update(last_name="Brand")
        assert tenant_client.get(address, headers={"If-None-Match": etag}).status_code == 200

    def test_a_reading_costs_the_same_however_many_appointments_there_are(self, subscribe, tenant_client):
        office = make_office(places=9)
        address = subscribe(pools=office.pools.all())[0]

        def queries() -> int:
            tenant_client.get(address)
            with CaptureQueriesContext(connection) as found:
                tenant_client.get(address)
            return len(found)

        booked(office, 9)
        with_one = queries()
        for hour in (9, 10, 11):
            booked(office, hour)
        assert queries() == with_one <= 10


class TestEnds:
    def test_an_unknown_and_a_revoked_address_answer_404(self, subscribe, tenant_client):
        address, feed = subscribe()
        assert tenant_client.get("/termine/kalender/gibtesnicht.ics").status_code == 404
        revoke_feed(feed=feed, actor=feed.user)
        assert tenant_client.get(address).status_code == 404

    def test_it_ends_with_the_membership_and_with_the_right(self, subscribe, tenant_client, case_worker):
        address, _feed = subscribe()
        membership = StaffMembership.objects.get(user=case_worker)
        roles = list(membership.roles.all())
        membership.roles.clear()
        assert tenant_client.get(address).status_code == 404
        membership.roles.set(roles)
        assert tenant_client.get(address).status_code == 200
        StaffMembership.objects.filter(pk=membership.pk).update(is_active=False)
        assert tenant_client.get(address).status_code == 404

    def test_the_database_knows_only_the_hash(self, subscribe):
        address, feed = subscribe()
        assert feed.token_hash not in address
        assert address.rpartition("/")[2].removesuffix(".ics") not in str(vars(feed))


class TestRecord:
    def actions(self):
        return list(AuditEntry.objects.filter(action__startswith="appointments.feed").values_list("action", flat=True))

    def test_making_and_ending_are_recorded_once(self, subscribe, case_worker):
        feed_id = uuid.uuid4()
        feed = subscribe(feed_id=feed_id)[1]
        assert create_feed(feed_id=feed_id, name="x", pools=[], has_names=True, actor=case_worker) == ""
        revoke_feed(feed=feed, actor=case_worker)
        revoke_feed(feed=feed, actor=case_worker)
        assert self.actions() == ["appointments.feed_revoked", "appointments.feed_created"]

    def test_reading_names_is_recorded_once_a_day(self, subscribe, tenant_client, clock):
        address, feed = subscribe(has_names=True)
        for minutes in (0, 1, 20):
            clock(MONDAY_MORNING + timedelta(minutes=minutes))
            tenant_client.get(address)
        assert self.actions().count("appointments.feed_read") == 1
        feed.refresh_from_db()
        assert feed.last_read_at == MONDAY_MORNING + timedelta(minutes=20)
        clock(MONDAY_MORNING + timedelta(days=1))
        tenant_client.get(address)
        assert self.actions().count("appointments.feed_read") == 2

    def test_reading_without_names_leaves_no_line(self, subscribe, tenant_client):
        tenant_client.get(subscribe()[0])
        assert "appointments.feed_read" not in self.actions()

    def test_there_is_an_end_to_calendars(self, subscribe):
        for _number in range(MAX_FEEDS):
            subscribe()
        with pytest.raises(SetupError):
            subscribe()


class TestPage:
    @pytest.fixture
    def browser(self, case_worker, signed_in):
        return signed_in(case_worker)

    def form(self, office, **further):
        key = str(uuid.uuid4())
        return {"idem_key": key, "name": "Mein Kalender", "pools": [office.pools.get().pk], **further}

    def test_the_address_is_shown_once(self, browser, office, tenant_client):
        form = self.form(office)
        answer = browser.post(PAGE, form)
        page = browser.get(answer["Location"]).content.decode()
        path = re.search(r'value="[^"]+(/termine/kalender/[^"]+[.]ics)"', page)[1]
        assert tenant_client.get(path).status_code == 200
        assert ".ics" not in browser.get(PAGE).content.decode()
        assert "Mein Kalender" in said(browser.post(PAGE, form)), "a double click makes no second one"
        assert CalendarFeed.objects.count() == 1
        assert CalendarFeed.objects.get().has_names is False

    @pytest.mark.usefixtures("office")
    def test_nothing_chosen_says_what_to_choose(self, browser):
        page = text_of(browser.post(PAGE, {"idem_key": str(uuid.uuid4()), "name": ""}))
        assert "Bitte füllen Sie „Bezeichnung“ aus." in page
        assert "Bitte wählen Sie bei „Schaltergruppen“ mindestens eine Möglichkeit aus." in page

    def test_ended_calendars_are_gone_and_those_of_others_are_not_mine(self, browser, subscribe, signed_in, front_desk):
        feed = subscribe()[1]
        revoke = f"{PAGE}{feed.pk}/beenden/"
        assert signed_in(front_desk).post(revoke).status_code == 404
        assert "ist beendet" in said(browser.post(revoke))
        assert "Termine Bürgerbüro" not in text_of(browser.get(PAGE)).replace("Zum Beispiel: Termine Bürgerbüro", "")


def test_edge_case_02_times_are_local_with_their_zone_in_summer_and_in_winter(subscribe, clock, tenant_client):
    summer = date(2027, 6, 15)
    office = make_office(horizon_days=300)
    for day in (TUESDAY, summer):
        booked(office, 9, day=day)
    found = events(tenant_client.get(subscribe(pools=office.pools.all())[0])).values()
    assert sorted(str(event["DTSTART"].dt.utcoffset()) for event in found) == ["1:00:00", "2:00:00"]
    assert {event["DTSTART"].dt.hour for event in found} == {9}
