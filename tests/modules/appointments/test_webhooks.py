"""What becomes of appointments is told to the programs that want to know, and nothing about people."""

import json

import pytest

from modules.appointments.models import State
from modules.appointments.services import (
    Details,
    cancel_booking,
    confirm_by_staff,
    enter_details,
    mark_arrived,
    mark_done,
    mark_no_show,
    move_booking,
    release_hold,
    request_confirmation,
)
from modules.appointments.services.confirming import confirm_trusted
from rathaus.api.models import WebhookDelivery
from rathaus.api.scopes import all_events
from rathaus.api.services import create_webhook
from tests.factories.appointments import TUESDAY, cell, hold_at

pytestmark = pytest.mark.django_db

DETAILS = Details(
    first_name="Mirela", last_name="Brandt", email="mirela.brandt@post.example", phone="03931 77310", note="Rollstuhl"
)


@pytest.fixture(autouse=True)
def _listening(tenant):
    create_webhook(name="Bürger-App", url="https://programm.example/empfang", events=list(all_events()), actor=None)


def told():
    """Return the events in their order."""
    found = WebhookDelivery.objects.order_by("occurred_at", "pk").values_list("event", flat=True)
    return [event.removeprefix("appointments.booking_") for event in found]


def confirmed(office):
    booking = hold_at(office, 9)
    enter_details(booking=booking, details=DETAILS)
    return confirm_trusted(booking=booking)


def test_a_hold_and_its_end_are_nobodys_business(office):
    release_hold(booking=hold_at(office, 9))
    cancel_booking(booking=hold_at(office, 10))

    assert told() == []


def test_a_booking_that_waits_for_its_code_is_not_told_yet(office):
    booking = hold_at(office, 9)
    enter_details(booking=booking, details=DETAILS)
    request_confirmation(booking=booking)

    assert told() == []


def test_the_life_of_an_appointment_is_told_step_by_step(office, case_worker, clock):
    booking = confirmed(office)
    move_booking(booking=booking, place=office, day=TUESDAY, cell_from=cell(10))
    mark_arrived(booking=booking, actor=case_worker)
    mark_done(booking=booking, actor=case_worker)

    assert sorted(told()) == ["arrived", "confirmed", "done", "moved"]


def test_a_cancelled_appointment_and_one_to_which_nobody_came(office, case_worker):
    cancel_booking(booking=confirmed(office))
    mark_no_show(booking=confirmed(office), actor=case_worker)

    assert sorted(told()) == ["cancelled", "confirmed", "confirmed", "no_show"]


def test_what_staff_confirm_is_told_as_well(office, case_worker):
    booking = hold_at(office, 9)
    enter_details(booking=booking, details=DETAILS)
    request_confirmation(booking=booking)
    confirm_by_staff(booking=booking, actor=case_worker)

    assert told() == ["confirmed"]


def test_nothing_about_the_person_leaves_the_house(office):
    booking = confirmed(office)

    payload = WebhookDelivery.objects.get().payload
    assert payload == {
        "id": str(booking.pk),
        "state": State.CONFIRMED.value,
        "concern_id": str(office.concern_id),
        "place_id": str(office.location_id),
        "starts_at": "2026-11-24T09:00:00+01:00",
        "ends_at": "2026-11-24T09:20:00+01:00",
        "persons": 1,
        "origin": "public",
        "version": booking.sequence,
    }
    text = json.dumps(payload)
    assert not [word for word in ("Mirela", "Brandt", "post.example", "77310", "Rollstuhl") if word in text]
    assert booking.token not in text


def test_a_change_that_fails_is_not_told(office, monkeypatch):
    booking = confirmed(office)
    WebhookDelivery.objects.all().delete()

    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("modules.appointments.mails.send_cancelled", fail)
    with pytest.raises(RuntimeError):
        cancel_booking(booking=booking)

    assert told() == []
