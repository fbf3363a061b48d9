"""The list of the day: encrypted, once a day, with all that is needed when the network is down."""

import base64
import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.appointments.errors import DayListPasswordError
from modules.appointments.models import AppointmentSettings, Channel, FurtherConcern, Support
from modules.appointments.selectors.day_list import TEMPLATE, day_list, day_list_data
from modules.appointments.services import cancel_booking, save_closure
from modules.appointments.services.day_list import make_day_list, save_day_list, send_day_list, try_day_list
from modules.appointments.tasks import send_day_list as job
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.pdf import render_pdf
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import TUESDAY, ClosureFactory, ConcernFactory, hold_at
from tests.modules.appointments.staff import booked, clock_time, text_of

PAGE = "/verwaltung/termine/einrichten/tagesliste/"
PASSWORD = "Ein Hund im Archiv"
SIX = clock_time(6)

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(office, clock):
    """Tuesday at six, with a mailbox and a password; tests book before."""
    clock(SIX)
    settings = AppointmentSettings(day_list_email="empfang@stadt.example")
    save_day_list(settings=settings, password=PASSWORD, actor=StaffFactory().user)
    return office


def lists():
    return list(OutboxMessage.objects.filter(kind="appointments.day_list"))


def text_in(pdf, password=PASSWORD):
    """Return the raw drawing of an encrypted document, to see that it opens."""
    with pikepdf.open(io.BytesIO(pdf), password=password) as document:
        return len(document.pages), str(document.docinfo.get("/Title", ""))


def attachment(message):
    (file,) = message.attachments
    return file["name"], base64.b64decode(file["content"])


def test_the_list_leaves_once_a_day_encrypted_and_without_its_password(morning):
    booked(morning)
    assert send_day_list(now=SIX)
    assert not send_day_list(now=SIX + timedelta(minutes=15))
    (message,) = lists()
    assert message.to == "empfang@stadt.example"
    assert "1 Termin" in message.subject
    assert PASSWORD not in message.text + message.html + message.subject
    assert "Brandt" not in message.text + message.html + message.subject
    name, pdf = attachment(message)
    assert name == "tagesliste-2026-11-24.pdf"
    with pytest.raises(pikepdf.PasswordError):
        text_in(pdf, "")
    assert text_in(pdf)[0] == 1
    assert AuditEntry.objects.filter(action="appointments.day_list_sent").count() == 1


def test_the_next_day_gets_its_own_list(morning):
    booked(morning)
    booked(morning, day=TUESDAY + timedelta(days=1))
    send_day_list(now=SIX)
    assert send_day_list(now=SIX + timedelta(days=1))
    assert len(lists()) == 2


def test_a_list_that_could_not_be_written_is_not_counted_as_sent(morning, monkeypatch):
    booked(morning)

    def fail(**_kwargs):
        raise RuntimeError("no room")

    with monkeypatch.context() as patch:
        patch.setattr("modules.appointments.services.day_list.enqueue_mail", fail)
        with pytest.raises(RuntimeError):
            send_day_list(now=SIX)
    assert AppointmentSettings.objects.get().day_list_sent_on is None
    assert send_day_list(now=SIX)


def test_the_job_sends_the_list(morning, tenant):
    booked(morning)
    job(tenant_slug=tenant.slug)
    assert len(lists()) == 1


def test_a_day_without_appointments_is_silent(morning):
    assert not send_day_list(now=SIX)
    cancel_booking(booking=booked(morning), actor=StaffFactory().user, reason="krank")
    assert not send_day_list(now=SIX)
    assert lists() == []


def test_whoever_wants_to_hear_that_there_is_nothing_does_so_on_open_days_only(morning):
    AppointmentSettings.objects.update(day_list_when_empty=True)
    assert send_day_list(now=SIX)
    (message,) = lists()
    assert "keine Termine" in message.subject
    assert message.attachments == []
    assert not send_day_list(now=SIX + timedelta(days=4))  # Saturday


def test_a_closed_day_is_silent(morning, administrator):
    AppointmentSettings.objects.update(day_list_when_empty=True)
    save_closure(closure=ClosureFactory.build(), actor=administrator)
    assert not send_day_list(now=SIX)


@pytest.mark.parametrize("hour", [4, 12, 18])
def test_no_list_comes_by_night_or_when_the_morning_is_over(morning, hour):
    booked(morning, 11, 20)
    assert not send_day_list(now=clock_time(hour))


def test_without_an_address_nothing_leaves(office, clock):
    clock(SIX)
    booked(office)
    assert not send_day_list(now=SIX)
    AppointmentSettings.objects.create()
    assert not send_day_list(now=SIX)


def test_the_list_holds_all_that_the_day_needs(morning):
    late = booked(morning, 10, 40)
    early = booked(morning, 9, 0)
    early.support, early.channel, early.for_name = [Support.STEP_FREE], Channel.PHONE, "Erna Brandt"
    early.save()
    FurtherConcern.objects.create(booking=early, concern=ConcernFactory(name="Meldebescheinigung"))
    hold_at(morning, 11)
    (team,) = day_list_data(day_list(day=TUESDAY, now=SIX), now=SIX)["teams"]
    first, second = team["rows"]
    assert (first["time"], first["code"], first["phone"]) == ("9:00–9:20", early.code, "03935 1234")
    assert first["name"] == "Mirela Brandt (für Erna Brandt)"
    assert first["concern"] == f"{morning.concern.name} + Meldebescheinigung (am Telefon)"
    assert first["support"] == "Weg ohne Stufen"
    assert second["code"] == late.code


def test_the_number_of_queries_does_not_grow_with_the_bookings(morning):
    def count():
        with CaptureQueriesContext(connection) as queries:
            day_list_data(day_list(day=TUESDAY, now=SIX), now=SIX)
        return len(queries)

    booked(morning, 9, 0)
    one = count()
    for minute in (20, 40):
        booked(morning, 9, minute)
        booked(morning, 10, minute)
    assert count() == one


def test_the_document_is_accessible_and_survives_any_name(morning):
    booking = booked(morning)
    booking.last_name = "محمد 🎉 #panic() $x$"
    booking.save()
    pdf = render_pdf(TEMPLATE, day_list_data(day_list(day=TUESDAY, now=SIX), now=SIX))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Dienstag, 24. November 2026"


def test_the_page_keeps_the_password_secret_and_encrypted(office, signed_in_administrator):
    answer = signed_in_administrator.post(
        PAGE, {"day_list_email": "empfang@stadt.example", "password": PASSWORD, "day_list_when_empty": "on"}
    )
    assert answer.status_code == 302
    settings = AppointmentSettings.objects.get()
    assert settings.day_list_when_empty
    assert PASSWORD not in settings.day_list_password
    page = signed_in_administrator.get(PAGE).content.decode()
    assert PASSWORD not in page
    assert "Probe senden" in page


def test_an_empty_password_keeps_the_one_there_is(morning, signed_in_administrator):
    before = AppointmentSettings.objects.get().day_list_password
    signed_in_administrator.post(PAGE, {"day_list_email": "neu@stadt.example", "password": ""})
    settings = AppointmentSettings.objects.get()
    assert (settings.day_list_email, settings.day_list_password) == ("neu@stadt.example", before)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("", "Bitte legen Sie ein Kennwort fest"), ("kurz", "mindestens 10 Zeichen")],
)
def test_an_address_needs_a_good_password(office, signed_in_administrator, password, sentence):
    answer = signed_in_administrator.post(PAGE, {"day_list_email": "empfang@stadt.example", "password": password})
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    settings = AppointmentSettings(day_list_email="empfang@stadt.example")
    actor = StaffFactory().user
    with pytest.raises(DayListPasswordError):
        save_day_list(settings=settings, password="", actor=actor)


def test_a_try_leaves_at_once_and_does_not_replace_the_list(morning, signed_in_administrator):
    booked(morning)
    signed_in_administrator.post(f"{PAGE}probe/")
    assert len(lists()) == 1
    assert send_day_list(now=SIX)
    assert AuditEntry.objects.filter(action="appointments.day_list_tried").exists()


def test_the_list_of_today_can_be_downloaded_encrypted_which_is_recorded(morning, signed_in_administrator):
    booked(morning)
    answer = signed_in_administrator.post(f"{PAGE}herunterladen/")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert text_in(answer.content)[0] == 1
    assert AuditEntry.objects.filter(action="appointments.day_list_downloaded").exists()


def test_a_password_that_no_key_opens_asks_for_a_new_one(morning, settings, signed_in_administrator):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, []
    with pytest.raises(DayListPasswordError):
        make_day_list(actor=StaffFactory().user, now=SIX)


def test_the_password_moves_to_the_key_of_today_with_the_next_list(morning, settings):
    booked(morning)
    before = AppointmentSettings.objects.get().day_list_password
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert send_day_list(now=SIX)
    assert AppointmentSettings.objects.get().day_list_password != before
    settings.SECRET_KEY_FALLBACKS = []
    assert text_in(make_day_list(actor=StaffFactory().user, now=SIX))[0] == 1


def test_without_a_password_there_is_nothing_to_try_or_download(office, administrator):
    with pytest.raises(DayListPasswordError):
        try_day_list(actor=administrator)
    with pytest.raises(DayListPasswordError):
        make_day_list(actor=administrator)
    assert lists() == []


@pytest.mark.parametrize("page", ["", "probe/", "herunterladen/"])
def test_only_who_sets_up_sees_the_page(page, case_worker, signed_in):
    browser = signed_in(case_worker)
    assert (browser.post if page else browser.get)(PAGE + page).status_code == 403
