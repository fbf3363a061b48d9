"""Nobody gets more than a fair share, and nobody's mailbox is filled by somebody else."""

import pytest

from modules.appointments.codes import confirmation_code, contact_hash, contact_hashes, is_confirmation_code
from modules.appointments.errors import SetupError, TooManyBookingsError
from modules.appointments.models import AppointmentSettings, Booking, ContactException, State
from modules.appointments.services import confirming
from modules.appointments.services.contacts import add_exception, open_bookings_allowed, remove_exception
from modules.appointments.services.details import refuse_too_many
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.modules.appointments.citizens import DETAILS, confirmed, held, page_of, text_of, unconfirmed

pytestmark = pytest.mark.django_db

HOME = "aufnahme@pflegeheim.example"


def renew_key(settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "renewed-" + "y" * 50


class TestTheLimitPerPerson:
    @pytest.fixture(autouse=True)
    def _one_each(self):
        AppointmentSettings.objects.update_or_create(defaults={"max_open_bookings": 1})

    def test_somebody_with_an_exception_books_for_many(self, office, tenant_client):
        add_exception(label="Pflegeheim", email=HOME.upper(), max_open_bookings=3, actor=None)

        states = [confirmed(tenant_client, office, hour, email=HOME).state for hour in (9, 10, 11)]

        assert states == [State.CONFIRMED] * 3

    def test_the_exception_has_a_limit_too(self, office, tenant_client):
        add_exception(label="Pflegeheim", email=HOME, max_open_bookings=2, actor=None)
        booked = [confirmed(tenant_client, office, hour, email=HOME) for hour in (9, 10)]

        with pytest.raises(TooManyBookingsError):
            refuse_too_many(Booking(email=HOME, contact_hash=booked[0].contact_hash))

    def test_without_the_exception_the_limit_holds_again(self, office, tenant_client):
        exception = add_exception(label="Pflegeheim", email=HOME, max_open_bookings=3, actor=None)
        booked = confirmed(tenant_client, office, email=HOME)
        remove_exception(exception=exception, actor=None)

        with pytest.raises(TooManyBookingsError):
            refuse_too_many(Booking(email=HOME, contact_hash=booked.contact_hash))

    def test_a_renewed_key_forgets_no_open_booking(self, office, tenant_client, settings):
        confirmed(tenant_client, office)
        renew_key(settings)

        with pytest.raises(TooManyBookingsError):
            refuse_too_many(
                Booking(
                    email="mirela.brandt@post.example",
                    contact_hash=contact_hash(email="mirela.brandt@post.example", phone=""),
                )
            )


class TestExceptions:
    def test_a_telephone_number_is_the_same_however_it_is_written(self):
        add_exception(label="Anwältin", phone="+49 3931 700 800", max_open_bookings=9, actor=None)

        assert open_bookings_allowed(contact_hashes(email="", phone="03931/700800")) == 9

    def test_neither_address_nor_number_is_kept(self):
        exception = add_exception(label="Pflegeheim", email=HOME, max_open_bookings=9, actor=None)

        assert HOME not in str(ContactException.objects.values().get(pk=exception.pk))
        assert HOME not in str(list(AuditEntry.objects.values()))

    def test_the_same_contact_is_refused_twice_even_after_the_key_was_renewed(self, settings):
        add_exception(label="Pflegeheim", email=HOME, max_open_bookings=9, actor=None)
        renew_key(settings)

        with pytest.raises(SetupError):
            add_exception(label="Noch einmal", email=HOME, max_open_bookings=9, actor=None)

    def test_nobody_has_an_exception_without_an_address(self):
        with pytest.raises(SetupError):
            add_exception(label="Niemand", max_open_bookings=9, actor=None)

    def test_one_that_is_used_outlives_the_key_it_was_made_with(self, settings):
        add_exception(label="Pflegeheim", email=HOME, max_open_bookings=9, actor=None)
        renew_key(settings)
        open_bookings_allowed(contact_hashes(email=HOME, phone=""))
        settings.SECRET_KEY_FALLBACKS = []

        assert open_bookings_allowed(contact_hashes(email=HOME, phone="")) == 9


class TestMailsToOneAddress:
    @pytest.fixture(autouse=True)
    def _two_a_day(self, monkeypatch):
        """Let a stranger book as often as they like, so that only the mails are limited."""
        AppointmentSettings.objects.update_or_create(defaults={"max_open_bookings": 0})
        monkeypatch.setattr(confirming, "MAILS_PER_ADDRESS", 2)
        for module in ("confirming", "details"):
            monkeypatch.setattr(f"modules.appointments.services.{module}.refuse_too_many", lambda _booking: None)

    def test_codes_are_counted_across_bookings(self, office, tenant_client):
        states = [unconfirmed(tenant_client, office, hour).state for hour in (9, 10, 11)]

        assert states == [State.UNCONFIRMED, State.UNCONFIRMED, State.HELD]
        assert OutboxMessage.objects.filter(kind="appointments.code").count() == 2

    def test_the_third_one_is_told_to_call(self, office, tenant_client):
        *_two, last = [unconfirmed(tenant_client, office, hour) for hour in (9, 10, 11)]

        assert "Bitte rufen Sie uns an." in text_of(tenant_client.post(page_of(last, "pruefen/")))

    def test_a_mail_that_was_not_sent_does_not_count(self, office, tenant_client, monkeypatch):
        booking = held(tenant_client, office)
        tenant_client.post(page_of(booking), DETAILS)
        with monkeypatch.context() as broken:
            broken.setattr(confirming.mails, "send_code", lambda _booking: 1 / 0)
            for _ in range(3):
                with pytest.raises(ZeroDivisionError):
                    confirming.request_confirmation(booking=booking)

        assert confirming.request_confirmation(booking=booking).state == State.UNCONFIRMED


def test_a_code_mailed_before_the_key_was_renewed_still_works(settings):
    booking = Booking(email="mirela.brandt@post.example")
    code = confirmation_code(booking.pk, booking.email)
    renew_key(settings)

    assert is_confirmation_code(booking.pk, booking.email, code)
    assert not is_confirmation_code(booking.pk, "other@post.example", code)
