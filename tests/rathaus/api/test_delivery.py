"""Messages to other programs: signed, repeated for three days, sent again on request, forgotten after 30 days."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.api import delivery, tasks, transport
from rathaus.api.errors import AlreadyCreatedError, UnfitAddressError, UnknownCodeError
from rathaus.api.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from rathaus.api.services import (
    announce,
    change_webhook,
    create_webhook,
    delete_webhook,
    renew_secret,
    replay_delivery,
    replay_since,
    resume_webhook,
    send_test,
)
from rathaus.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

MOVED = "appointments.booking_moved"
URL = "https://programm.example/empfang"


class Mailbox:
    """What the other program got, and what it answers."""

    def __init__(self) -> None:
        self.got = []
        self.answer = transport.Answer(status=204)

    def post(self, url, *, body, headers):
        self.got.append((url, json.loads(body), headers, body))
        return self.answer


@pytest.fixture
def mailbox(monkeypatch):
    box = Mailbox()
    monkeypatch.setattr(transport, "post", box.post)
    return box


def listening(**further):
    values = {"name": "App", "url": URL, "events": [MOVED], "actor": None}
    return create_webhook(**values | further)


def told(**payload):
    """Announce something and return its message; without a commit nothing is sent."""
    announce(event=MOVED, payload=payload or {"id": "7"})
    return WebhookDelivery.objects.order_by("occurred_at", "pk").last()


def send(message):
    """Send a message now and return it as it is then."""
    delivery.deliver(delivery_id=message.pk, now=timezone.now())
    message.refresh_from_db()
    return message


def is_signed(secret, got):
    _url, _json, headers, body = got
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return expected in headers["webhook-signature"].split()


def test_a_message_says_what_happened_and_when(mailbox, clock):
    _endpoint, secret = listening()
    message = send(told(id="7", state="confirmed"))

    [(url, said, headers, _body)] = mailbox.got
    assert url == URL
    assert said == {
        "type": MOVED,
        "timestamp": message.occurred_at.isoformat(),
        "data": {"id": "7", "state": "confirmed"},
    }
    assert headers["webhook-id"] == str(message.event_id)
    assert headers["webhook-timestamp"] == str(int(timezone.now().timestamp()))
    assert is_signed(secret, mailbox.got[0])
    assert not is_signed("whsec_" + base64.b64encode(b"x" * 32).decode(), mailbox.got[0])
    assert (message.state, message.response_status, message.attempts) == (DeliveryState.DELIVERED, 204, 1)


def test_it_leaves_only_after_the_change_has_become_true(mailbox, django_capture_on_commit_callbacks):
    listening()
    with django_capture_on_commit_callbacks(execute=True):
        told()
        assert mailbox.got == []

    assert len(mailbox.got) == 1


def test_only_those_who_asked_for_it_are_told(mailbox):
    listening(events=["appointments.booking_done"])
    _off, _secret = listening(name="Aus")
    change_webhook(endpoint=_off, name="Aus", url=URL, events=[MOVED], is_active=False, actor=None)

    announce(event=MOVED, payload={})

    assert WebhookDelivery.objects.count() == 0


def test_all_who_asked_get_the_same_number(mailbox):
    listening()
    listening(name="Noch eine")
    announce(event=MOVED, payload={})

    assert len(set(WebhookDelivery.objects.values_list("event_id"))) == 1
    assert WebhookDelivery.objects.count() == 2


def test_where_nobody_listens_an_event_costs_one_query(django_assert_num_queries):
    announce(event=MOVED, payload={})
    with django_assert_num_queries(1):
        announce(event=MOVED, payload={})


def test_an_event_that_no_module_declares_is_a_mistake_of_ours():
    with pytest.raises(LookupError):
        announce(event="appointments.booking_eaten", payload={})


def test_the_secret_is_kept_encrypted(tenant):
    endpoint, secret = listening()

    assert secret.startswith("whsec_")
    assert secret not in str(WebhookEndpoint.objects.values().get(pk=endpoint.pk))


def test_after_a_renewal_both_secrets_sign_for_a_day(mailbox, clock):
    endpoint, old = listening()
    new = renew_secret(endpoint=endpoint, actor=None)
    send(told())
    clock(timezone.now() + timedelta(hours=24, seconds=1))
    send(told())

    assert [(is_signed(old, got), is_signed(new, got)) for got in mailbox.got] == [(True, True), (False, True)]


def test_what_does_not_arrive_is_tried_later_and_later(mailbox, clock):
    listening()
    mailbox.answer = transport.Answer(status=500, text="kaputt")
    message, begin = told(), timezone.now()

    waits = []
    while message.state == DeliveryState.QUEUED:
        send(message)
        waits.append(message.next_attempt_at - timezone.now())
        clock(message.next_attempt_at)

    assert waits[:4] == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]
    assert waits == sorted(waits)
    assert message.state == DeliveryState.FAILED
    assert timedelta(days=2) < message.next_attempt_at - begin < timedelta(days=4)
    assert (message.response_status, message.response_text) == (500, "kaputt")


def test_the_same_id_is_sent_each_time(mailbox, clock):
    listening()
    mailbox.answer = transport.Answer(error="TimeoutError")
    message = send(told())
    clock(message.next_attempt_at)
    mailbox.answer = transport.Answer(status=200)
    send(message)

    assert len({got[2]["webhook-id"] for got in mailbox.got}) == 1
    assert (message.state, message.attempts, message.last_error) == (DeliveryState.DELIVERED, 2, "")


def test_nothing_is_sent_before_its_time_or_twice(mailbox, clock):
    listening()
    mailbox.answer = transport.Answer(error="TimeoutError")
    message = send(told())
    send(message)
    assert len(mailbox.got) == 1

    clock(message.next_attempt_at)
    mailbox.answer = transport.Answer(status=200)
    send(message)
    send(message)
    assert len(mailbox.got) == 2


def test_a_worker_that_dies_lets_go_of_its_message(mailbox, clock, monkeypatch):
    listening()
    message = told()

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(transport, "post", die)
    with pytest.raises(KeyboardInterrupt):
        send(message)
    monkeypatch.setattr(transport, "post", mailbox.post)

    assert delivery.due_ids(now=timezone.now()) == []
    clock(timezone.now() + timedelta(minutes=3))
    assert delivery.due_ids(now=timezone.now()) == [message.pk]


def test_the_sweep_finds_what_got_lost(mailbox, django_capture_on_commit_callbacks):
    listening()
    message = told()  # its job was lost with the queue

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep.run(tenant_slug="musterstadt")

    message.refresh_from_db()
    assert message.state == DeliveryState.DELIVERED


def dead(mailbox, clock):
    """Return an address that has not answered for three days, and its message."""
    endpoint, _secret = listening()
    mailbox.answer = transport.Answer(error="TimeoutError")
    message = told()
    while message.state == DeliveryState.QUEUED:
        send(message)
        clock(message.next_attempt_at)
    endpoint.refresh_from_db()
    return endpoint, message


def test_an_address_that_never_answers_is_paused_and_the_record_says_so(mailbox, clock):
    endpoint, _message = dead(mailbox, clock)

    assert endpoint.paused_at
    assert AuditEntry.objects.filter(action="api.webhook_paused").count() == 1


def test_while_an_address_is_paused_messages_wait_and_nothing_is_lost(
    mailbox, clock, django_capture_on_commit_callbacks
):
    endpoint, _message = dead(mailbox, clock)
    mailbox.got.clear()
    mailbox.answer = transport.Answer(status=200)
    with django_capture_on_commit_callbacks(execute=True):
        waits = told()
        tasks.sweep.run(tenant_slug="musterstadt")
    assert mailbox.got == []

    with django_capture_on_commit_callbacks(execute=True):
        resume_webhook(endpoint=endpoint, actor=None)

    waits.refresh_from_db()
    assert waits.state == DeliveryState.DELIVERED
    assert len(mailbox.got) == 1


def test_one_message_that_is_refused_pauses_nobody_who_answers_otherwise(mailbox, clock):
    endpoint, _secret = listening()
    refused = told()
    while refused.state == DeliveryState.QUEUED:
        mailbox.answer = transport.Answer(status=422)
        send(refused)
        clock(refused.next_attempt_at)
        mailbox.answer = transport.Answer(status=200)
        send(told())

    endpoint.refresh_from_db()
    assert (refused.state, endpoint.paused_at) == (DeliveryState.FAILED, None)


def test_a_hundred_failures_in_a_row_are_enough(mailbox, monkeypatch):
    monkeypatch.setattr(delivery, "PAUSE_AFTER", 3)
    endpoint, _secret = listening()
    mailbox.answer = transport.Answer(status=500)
    for _number in range(3):
        send(told())

    endpoint.refresh_from_db()
    assert endpoint.paused_at


def test_one_message_is_sent_again_under_its_number(mailbox, django_capture_on_commit_callbacks):
    listening()
    message = send(told())

    with django_capture_on_commit_callbacks(execute=True):
        replay_delivery(delivery=message, actor=None)

    assert [got[2]["webhook-id"] for got in mailbox.got] == [str(message.event_id)] * 2


def test_all_of_a_time_are_sent_again_or_only_the_failed_ones(mailbox, clock, django_capture_on_commit_callbacks):
    endpoint, _secret = listening()
    begin = timezone.now()
    send(told())
    clock(begin + timedelta(hours=1))
    failed = told()
    WebhookDelivery.objects.filter(pk=failed.pk).update(state=DeliveryState.FAILED)
    mailbox.got.clear()

    with django_capture_on_commit_callbacks(execute=True):
        assert replay_since(endpoint=endpoint, since=begin, only_failed=True, actor=None) == 1
        assert replay_since(endpoint=endpoint, since=begin, only_failed=False, actor=None) == 2
        assert replay_since(endpoint=endpoint, since=begin + timedelta(hours=2), only_failed=False, actor=None) == 0

    assert len({got[2]["webhook-id"] for got in mailbox.got}) == 2


def test_an_address_can_be_tried(mailbox, django_capture_on_commit_callbacks):
    endpoint, _secret = listening()

    with django_capture_on_commit_callbacks(execute=True):
        send_test(endpoint=endpoint)

    assert mailbox.got[0][1]["type"] == "api.test"


def test_messages_are_forgotten_after_30_days(mailbox, clock):
    listening()
    told()
    clock(timezone.now() + timedelta(days=29))
    assert delivery.forget_old(now=timezone.now()) == 0

    clock(timezone.now() + timedelta(days=2))
    assert delivery.forget_old(now=timezone.now()) == 1


def test_an_address_is_deleted_with_its_messages_even_while_one_is_sent(mailbox, monkeypatch):
    endpoint, _secret = listening()
    message = told()

    def delete_meanwhile(*_args, **_kwargs):
        delete_webhook(endpoint=endpoint, actor=None)
        return transport.Answer(status=200)

    monkeypatch.setattr(transport, "post", delete_meanwhile)
    assert not delivery.deliver(delivery_id=message.pk, now=timezone.now())

    assert WebhookDelivery.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"url": "http://programm.example"}, UnfitAddressError),
        ({"events": []}, UnknownCodeError),
        ({"events": ["fun.had"]}, UnknownCodeError),
    ],
)
def test_an_address_without_sense_is_refused(tenant, changes, error):
    with pytest.raises(error):
        listening(**changes)


def test_the_same_form_makes_one_address(tenant):
    endpoint, _secret = listening()

    with pytest.raises(AlreadyCreatedError):
        listening(idem_key=endpoint.pk)
