"""Reading is recorded: who looked at which booking, and nothing about the person in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.audit.models import AuditEntry
from tests.factories.appointments import MONDAY_MORNING, TUESDAY
from tests.modules.appointments.staff import TERMINE, booked, page_of, text_of

pytestmark = pytest.mark.django_db


def lines(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=f"appointments.{action}"))


@pytest.fixture(autouse=True)
def _clock_of_the_record(clock, monkeypatch):
    """The record keeps the time of the tests, not that of the machine."""
    monkeypatch.setattr(AuditEntry._meta.get_field("at"), "_get_default", timezone.now)


def test_opening_a_booking_leaves_one_line_a_quarter_of_an_hour(office, signed_in, case_worker, clock):
    booking, client = booked(office, 9), signed_in(case_worker)
    for _ in range(3):
        client.get(page_of(booking))
    (line,) = lines("booking_read")
    assert (line.actor_id, line.target_id, line.details) == (case_worker.pk, str(booking.pk), {})
    clock(MONDAY_MORNING + timedelta(minutes=16))
    client.get(page_of(booking))
    assert len(lines("booking_read")) == 2


def test_each_colleague_and_each_booking_has_a_line(office, signed_in, case_worker, front_desk):
    first, second = booked(office, 9), booked(office, 10)
    for user in (case_worker, front_desk):
        client = signed_in(user)
        client.get(page_of(first))
        client.get(page_of(second, "zettel/"))
    assert len(lines("booking_read")) == 4


def test_a_day_with_names_is_one_line_however_many_bookings(office, signed_in, case_worker):
    booked(office, 9)
    booked(office, 10)
    client = signed_in(case_worker)
    client.get(f"{TERMINE}?tag={TUESDAY}")
    client.get(f"{TERMINE}drucken/?tag={TUESDAY}")
    (line,) = lines("day_read")
    assert line.details == {"day": str(TUESDAY)}


def test_lists_with_names_are_recorded_as_lists(office, signed_in, case_worker):
    client = signed_in(case_worker)
    for page in ("warteliste/", "abholung/", "warteliste/"):
        assert client.get(f"{TERMINE}{page}").status_code == 200
    assert sorted(line.details["list"] for line in lines("list_read")) == ["documents", "waiting"]


def test_the_waiting_room_shows_the_names_of_today(office, signed_in, case_worker):
    signed_in(case_worker).get(f"{TERMINE}warteraum/")
    assert [line.details for line in lines("day_read")] == [{"day": str(MONDAY_MORNING.date())}]


def test_a_search_is_recorded_without_what_was_typed(office, signed_in, case_worker):
    booked(office, 9)
    client = signed_in(case_worker)
    client.get(f"{TERMINE}suche/")
    assert lines("bookings_searched") == []
    client.get(f"{TERMINE}suche/?q=Brandt")
    (line,) = lines("bookings_searched")
    assert "Brandt" not in str(line.details) + line.target_id


def test_looking_is_no_part_of_what_happened_to_a_booking(office, signed_in, case_worker):
    booking, client = booked(office, 9), signed_in(case_worker)
    client.get(page_of(booking))
    assert "Termin angesehen" not in text_of(client.get(page_of(booking)))
