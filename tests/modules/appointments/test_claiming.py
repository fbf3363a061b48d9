"""What guests booked becomes their own only by the number of the appointment: couples share an address."""

import pytest

from modules.appointments.guests import GUEST_ITEMS
from modules.appointments.models import Booking
from modules.appointments.services import cancel_booking
from modules.appointments.services.collecting import put_ready
from rathaus.audit.models import AuditEntry
from tests.modules.appointments.owners import ADDRESS, citizen, told
from tests.modules.appointments.staff import Details, booked

pytestmark = pytest.mark.django_db
HERS = Details(first_name="Mirela", last_name="Brandt", email=ADDRESS)
HIS = Details(first_name="Ion", last_name="Brandt", email=ADDRESS)


@pytest.fixture
def person():
    return citizen()


def test_the_number_opens_the_one_appointment_and_not_that_of_the_other(office, person):
    hers, his = booked(office, 9, details=HERS), booked(office, 10, details=HIS)

    assert GUEST_ITEMS.waiting(email=ADDRESS) == 2
    assert GUEST_ITEMS.claim(user=person, code=hers.code.lower().replace("-", " ")) == 1

    owners = dict(Booking.objects.values_list("pk", "owner"))
    assert owners == {hers.pk: person.pk, his.pk: None}
    assert GUEST_ITEMS.waiting(email=ADDRESS) == 1
    assert AuditEntry.objects.get(action="appointments.booking_claimed").actor_kind == "citizen"


@pytest.mark.parametrize("code", ["", "K7M-2QX", "nonsense"])
def test_the_address_alone_opens_nothing(office, person, code):
    booked(office, 9, details=HERS)

    assert GUEST_ITEMS.claim(user=person, code=code) == 0


def test_a_birth_date_opens_nothing_for_bookings_know_none(office, person):
    booked(office, 9, details=HERS)

    assert GUEST_ITEMS.claim(user=person, birth_date=None) == 0


def test_the_number_alone_opens_nothing_either(office):
    booking = booked(office, 9, details=HERS)

    assert GUEST_ITEMS.claim(user=citizen("ada.graf@post.example"), code=booking.code) == 0


def test_who_has_not_proven_the_address_gets_nothing(office):
    booking = booked(office, 9, details=HERS)

    assert GUEST_ITEMS.claim(user=citizen(has_proven=False), code=booking.code) == 0


def test_what_belongs_to_somebody_stays_theirs(office, person):
    booking = booked(office, 9, details=HERS)
    GUEST_ITEMS.claim(user=person, code=booking.code)

    assert GUEST_ITEMS.claim(user=person, code=booking.code) == 0
    assert GUEST_ITEMS.waiting(email=ADDRESS) == 0


def test_the_timeline_tells_what_was_at_the_time_when_it_was(office, person):
    booking = booked(office, 9, details=HERS)
    cancel_booking(booking=booking)

    GUEST_ITEMS.claim(user=person, code=booking.code)

    assert told(person) == {
        ("appointments.booked", "Termin gebucht"),
        ("appointments.cancelled", "Termin abgesagt"),
    }
    booking.refresh_from_db()
    assert set(person.timeline.values_list("at", flat=True)) == {booking.confirmed_at, booking.cancelled_at}


def test_its_document_comes_along(office, person, case_worker, clock):
    booking = booked(office, 9, details=HERS, actor=case_worker)
    clock(booking.ends_at)
    collection = put_ready(text=f"/t/{booking.token}/", actor=case_worker)

    GUEST_ITEMS.claim(user=person, code=booking.code)

    collection.refresh_from_db()
    assert collection.owner == person
