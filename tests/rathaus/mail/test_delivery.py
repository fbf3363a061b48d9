import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as default_policy
from threading import Event, Thread

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection
from django.utils import timezone

from rathaus import settings as written
from rathaus.mail import delivery, tasks
from rathaus.mail.attachments import Attachment, calendar_attachment
from rathaus.mail.delivery import delay_after, deliver_message, give_up_on_old, waiting_ids, wipe_old
from rathaus.mail.models import OutboxMessage, State
from rathaus.tenancy import enter
from tenants.municipality.models import MunicipalityProfile

NOW = timezone.now


def deliver(message, now=None):
    return deliver_message(message_id=message.pk, now=now or NOW())


def fail_with(monkeypatch, error):
    def send(_self):
        raise error

    monkeypatch.setattr(delivery.EmailMultiAlternatives, "send", send)


def parsed(message):
    return message_from_bytes(message.message().as_bytes(), policy=default_policy)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def own_address() -> str:
    return "rathaus@musterstadt.example"


def test_a_message_comes_from_the_municipality_by_its_official_name(enqueue_one, tenant):
    message = enqueue_one(html="<p>Guten Tag</p>")

    assert deliver(message)

    (sent,) = mail.outbox
    (origin,) = parsed(sent)["From"].addresses
    assert (origin.display_name, origin.addr_spec) == (tenant.official_name, "noreply@rathaus.example")
    assert [part.get_content_type() for part in parsed(sent).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert parsed(sent)["Message-ID"] == f"<{message.pk}@rathaus.example>"


def test_answers_go_to_the_municipality(enqueue_one, tenant, settings, monkeypatch):
    monkeypatch.setattr("rathaus.mail.senders.import_string", lambda _: own_address)
    settings.MAIL_REPLY_TO = "any.function"

    deliver(enqueue_one())

    assert mail.outbox[0].reply_to == ["rathaus@musterstadt.example"]


def test_the_address_of_the_municipalitys_own_profile_is_used(enqueue_one, tenant, settings):
    MunicipalityProfile.objects.update(email="rathaus@musterstadt.example")
    settings.MAIL_REPLY_TO = written.MAIL_REPLY_TO

    deliver(enqueue_one())

    assert mail.outbox[0].reply_to == ["rathaus@musterstadt.example"]


def test_a_second_run_sends_nothing(enqueue_one, tenant):
    message = enqueue_one()

    assert [deliver(message), deliver(message)] == [True, False]
    assert len(mail.outbox) == 1


def test_two_workers_at_once_send_once(fresh_tenant, enqueue_one, settings, monkeypatch, django_db_blocker):
    """The first holds the row while it sends; the second sees nothing to do."""
    sending, may_finish, results = Event(), Event(), []
    sent = []

    def slow_send(_self):
        sent.append(1)
        sending.set()
        assert may_finish.wait(20)

    def work():
        try:
            with enter(fresh_tenant):
                results.append(deliver(message))
        finally:
            connection.close()

    with django_db_blocker.unblock():
        monkeypatch.setattr("rathaus.mail.services.enqueue", lambda *_args, **_kwargs: None)
        message = enqueue_one()
        monkeypatch.setattr(delivery.EmailMultiAlternatives, "send", slow_send)
        first = Thread(target=work)
        first.start()
        assert sending.wait(20)
        second = Thread(target=work)
        second.start()
        second.join(20)
        may_finish.set()
        first.join(20)

    assert sorted(results) == [False, True]
    assert sent == [1]


def test_a_worker_killed_while_sending_leaves_the_message_for_the_next(enqueue_one, tenant, monkeypatch):
    message = enqueue_one()
    fail_with(monkeypatch, SystemExit())

    with pytest.raises(SystemExit):
        deliver(message)

    monkeypatch.undo()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert deliver(message)


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("x"), OSError("down"), KeyError("provider")])
def test_a_failed_attempt_is_noted_without_its_text_and_tried_again_later(enqueue_one, tenant, monkeypatch, error):
    message, now = enqueue_one(), NOW()
    fail_with(monkeypatch, error)

    assert not deliver(message, now)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.QUEUED, 1, type(error).__name__)
    assert message.next_attempt_at == now + timedelta(minutes=1)
    assert not deliver(message, now + timedelta(seconds=59))
    monkeypatch.undo()
    assert message.pk in waiting_ids(now=now + timedelta(minutes=1))


def test_waiting_doubles_up_to_six_hours():
    minutes = [delay_after(attempts).total_seconds() / 60 for attempts in range(1, 12)]

    assert minutes[:4] == [1, 2, 4, 8]
    assert minutes[-1] == delay_after(10_000).total_seconds() / 60 == 360


def test_after_two_days_nobody_tries_any_more(enqueue_one, tenant, monkeypatch):
    message, now = enqueue_one(), NOW()
    fail_with(monkeypatch, OSError("down"))

    while message.state == State.QUEUED:
        deliver(message, now)
        message.refresh_from_db()
        now = message.next_attempt_at

    assert message.state == State.FAILED
    assert 10 < message.attempts < 25
    assert message.next_attempt_at - message.created_at > timedelta(days=2)


def test_what_waited_out_a_suspension_is_not_sent_in_a_burst(enqueue_one, tenant):
    old, young = enqueue_one(), enqueue_one()
    OutboxMessage.objects.filter(pk=old.pk).update(created_at=NOW() - timedelta(days=3))

    assert give_up_on_old(now=NOW()) == 1
    assert waiting_ids(now=NOW()) == [young.pk]


def test_the_sweep_sends_what_was_never_tried(enqueue_one, tenant, django_capture_on_commit_callbacks):
    lost = enqueue_one()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep.delay(tenant_slug=tenant.slug)

    lost.refresh_from_db()
    assert lost.state == State.SENT
    assert len(mail.outbox) == 1


def test_a_calendar_entry_keeps_its_method(enqueue_one, tenant):
    deliver(enqueue_one(attachments=[calendar_attachment(content=b"BEGIN:VCALENDAR", method="CANCEL")]))

    (part,) = [part for part in parsed(mail.outbox[0]).walk() if part.get_content_type() == "text/calendar"]
    assert dict(part["Content-Type"].params) == {"method": "CANCEL", "charset": "utf-8"}
    assert part.get_filename() == "termin.ics"
    assert part.get_content() == "BEGIN:VCALENDAR"


def test_other_attachments_arrive_byte_by_byte(enqueue_one, tenant):
    content = bytes(range(256))

    deliver(enqueue_one(attachments=[Attachment(name="Bescheid.pdf", mime="application/pdf", content=content)]))

    (part,) = parsed(mail.outbox[0]).iter_attachments()
    assert (part.get_content_type(), part.get_filename(), part.get_content()) == (
        "application/pdf",
        "Bescheid.pdf",
        content,
    )


def test_recipient_and_content_are_forgotten_after_thirty_days(enqueue_one, tenant):
    sent, recent, waiting = enqueue_one(html="<p>x</p>"), enqueue_one(), enqueue_one()
    for message in (sent, recent):
        deliver(message)
    month_ago = NOW() - timedelta(days=31)
    OutboxMessage.objects.filter(pk__in=[sent.pk, waiting.pk]).update(created_at=month_ago)

    assert wipe_old(now=NOW()) == 1
    assert wipe_old(now=NOW()) == 0
    for message in (sent, recent, waiting):
        message.refresh_from_db()
    assert (sent.to, sent.subject, sent.text, sent.html, sent.attachments) == ("", "", "", "", [])
    assert sent.kind == "appointments.confirmation"
    assert recent.text == waiting.text == "Guten Tag"


def test_a_message_reaches_a_real_mail_server(enqueue_one, tenant, settings):
    class Catcher:
        received = []

        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  aiosmtpd's name
            self.received.append(envelope)
            return "250 OK"

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    controller = Controller(Catcher(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        assert deliver(enqueue_one(text="Grüße aus Tangerhütte"))
    finally:
        controller.stop()

    (envelope,) = Catcher.received
    received = message_from_bytes(envelope.content, policy=default_policy)
    assert envelope.rcpt_tos == ["erika.muster@buerger.example"]
    assert received.get_content().strip() == "Grüße aus Tangerhütte"
