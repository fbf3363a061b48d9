"""Whoever types a stranger's address cannot fill that mailbox, nor pass the limit of open bookings by waiting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from modules.appointments.codes import confirmation_code
from modules.appointments.errors import TooManyBookingsError, TooManyMailsError
from modules.appointments.links import confirmation_key
from modules.appointments.models import AppointmentSettings, State
from modules.appointments.selectors.places import get_place
from modules.appointments.services import confirm_by_code, hold, request_confirmation
from modules.appointments.services.confirming import MAX_SENDS
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import TUESDAY, cell
from tests.modules.appointments.citizens import confirmed, page_of, text_of, unconfirmed


def mails(kind):
    return OutboxMessage.objects.filter(kind=f"appointments.{kind}").count()


def moved_hold(booking, office, hour, minute):
    return hold(
        place=get_place(office.pk),
        day=TUESDAY,
        cell_from=cell(hour, minute),
        idem_key=booking.idem_key,
        replaces=booking,
    )


def test_choosing_other_times_again_and_again_sends_four_codes_at_most(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    for minute in (20, 40, 50):
        booking = request_confirmation(booking=moved_hold(booking, office, 9, minute))
    with pytest.raises(TooManyMailsError):
        request_confirmation(booking=moved_hold(booking, office, 10, 20))
    assert mails("code") == MAX_SENDS


def test_the_page_says_that_no_further_mail_is_sent(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    moved_hold(booking, office, 10, 0)
    type(booking).objects.filter(pk=booking.pk).update(confirm_sends=MAX_SENDS)
    assert "Bitte rufen Sie uns an." in text_of(tenant_client.post(page_of(booking, "pruefen/")))


def test_cancelling_before_confirming_mails_nothing(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    tenant_client.post(page_of(booking, "absagen/"))
    booking.refresh_from_db()
    assert booking.state == State.CANCELLED
    assert mails("cancelled_by_citizen") == 0


class TestTheLimitOfOpenBookings:
    @pytest.fixture
    def lapsed(self, office, tenant_client, clock):
        """A booking whose code came too late, of somebody who has booked another time since."""
        AppointmentSettings.objects.update_or_create(defaults={"max_open_bookings": 1})
        lapsed = unconfirmed(tenant_client, office)
        clock(timezone.now() + timedelta(hours=2))
        assert confirmed(tenant_client, office, 11).state == State.CONFIRMED
        lapsed.refresh_from_db()
        return lapsed

    def test_a_late_code_does_not_pass_it(self, lapsed):
        with pytest.raises(TooManyBookingsError):
            confirm_by_code(booking=lapsed, code=confirmation_code(lapsed.pk, lapsed.email))

    def test_a_late_link_does_not_pass_it_and_says_why(self, lapsed, tenant_client):
        type(lapsed).objects.filter(pk=lapsed.pk).update(state=State.EXPIRED, expires_at=None)
        page = tenant_client.post(page_of(lapsed, "bestaetigen/"), {"k": confirmation_key(lapsed)})
        assert "Sie haben schon einen offenen Termin." in text_of(page)
