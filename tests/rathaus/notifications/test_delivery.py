"""What leaves for a device is encrypted for it alone, signed, without content; what never arrives becomes a mail."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.utils import timezone

from rathaus.mail.models import OutboxMessage
from rathaus.notifications import delivery, services
from rathaus.notifications.endpoints import decoded
from rathaus.notifications.models import Notification, PushDelivery, PushState, PushSubscription
from rathaus.notifications.selectors import Ways
from tests.rathaus.notifications.conftest import Device

pytestmark = pytest.mark.django_db


class PushService(ThreadingHTTPServer):
    """A push service on this machine that keeps what it gets and answers as it is told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), PushHandler)
        self.status, self.received = 201, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return f"http://localhost:{self.server_port}"


class PushHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "https://boese.example/")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def push_service(settings):
    settings.DEBUG = True
    settings.PUSH_HOSTS = [*settings.PUSH_HOSTS, "localhost"]
    service = PushService()
    yield service
    service.shutdown()
    service.server_close()


@pytest.fixture
def device(push_service):
    return Device(endpoint=f"{push_service.origin}/push/geheim")


@pytest.fixture
def on_its_way(person, device):
    """Return a function that tells the person of something, on the device only, and returns the message to it."""

    def tell(kind="letters.message"):
        device.add(person)
        services.save_preferences(person=person, ways={kind: Ways(mail=False, push=True)})
        services.notify(
            person=person,
            kind=kind,
            key="schluessel",
            subject="Der Bescheid über Ihre Hundesteuer",
            text="Frau Beispiel, Ihr Hund Bello kostet 60 Euro.",
            path="/postfach/42/",
        )
        return PushDelivery.objects.get()

    return tell


def deliver(push, *, after=timedelta()):
    return delivery.deliver(delivery_id=push.pk, now=timezone.now() + after)


def test_the_device_reads_who_has_something_of_which_kind_and_where_and_nothing_else(
    on_its_way, device, push_service, tenant
):
    push = on_its_way()

    assert deliver(push)

    path, headers, body = push_service.received[0]
    assert path == "/push/geheim"
    assert json.loads(device.read(body)) == {
        "title": tenant.short_name,
        "body": "Neue Nachrichten",
        "path": "/postfach/42/",
        "tag": str(push.notification_id),
    }
    for secret in (b"Hundesteuer", b"Bello", b"anna.beispiel", b"Neue Nachrichten"):
        assert secret not in body + str(headers).encode()
    assert headers["Content-Encoding"] == "aes128gcm"
    assert (headers["Ttl"] if "Ttl" in headers else headers["TTL"], headers["Urgency"]) == ("86400", "normal")
    push.refresh_from_db()
    assert push.state == PushState.SENT
    assert PushSubscription.objects.get().last_success_at
    assert not OutboxMessage.objects.exists()


def test_the_signature_is_the_municipalitys_for_this_service_and_half_a_day(on_its_way, push_service, settings):
    deliver(on_its_way())

    scheme, _space, rest = push_service.received[0][1]["Authorization"].partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert parts["k"] == services.push_key().public_key
    public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decoded(parts["k"]))
    claims = jwt.decode(parts["t"], key=public, algorithms=["ES256"], audience=push_service.origin)
    assert claims["sub"] == f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    assert 0 < claims["exp"] - timezone.now().timestamp() <= 12 * 60 * 60


def test_an_urgent_kind_wakes_the_device_and_is_worth_nothing_after_an_hour(on_its_way, push_service):
    deliver(on_its_way("letters.offer"))

    headers = {name.lower(): value for name, value in push_service.received[0][1].items()}
    assert (headers["ttl"], headers["urgency"]) == ("3600", "high")


def test_a_message_leaves_once_however_often_its_job_runs(on_its_way, push_service):
    push = on_its_way()

    assert deliver(push)
    assert not deliver(push)
    assert len(push_service.received) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_ended_is_removed_and_a_mail_goes_instead(on_its_way, push_service, status):
    push = on_its_way()
    push_service.status = status

    assert not deliver(push)

    assert not PushSubscription.objects.exists()
    push.refresh_from_db()
    assert push.state == PushState.FAILED
    message = OutboxMessage.objects.get()
    assert message.subject == "Der Bescheid über Ihre Hundesteuer"
    assert "/postfach/42/" in message.text


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again_later_and_later(on_its_way, push_service, status):
    push = on_its_way()
    push_service.status = status

    waits = []
    for _attempt in range(3):
        before = timezone.now()
        PushDelivery.objects.update(next_attempt_at=before)
        deliver(push)
        push.refresh_from_db()
        waits.append(round((push.next_attempt_at - before) / timedelta(minutes=1)))

    assert waits == [1, 5, 15]
    assert push.state == PushState.QUEUED
    assert push.last_error == f"HTTP {status}"
    assert not OutboxMessage.objects.exists()
    assert delivery.due_ids(now=timezone.now()) == []
    assert delivery.due_ids(now=timezone.now() + timedelta(minutes=16)) == [push.pk]


def test_a_service_that_does_not_answer_is_asked_again(on_its_way, push_service):
    push = on_its_way()
    push_service.shutdown()
    push_service.server_close()

    assert not deliver(push)

    push.refresh_from_db()
    assert push.state == PushState.QUEUED
    assert push.last_error == "ConnectionRefusedError"


@pytest.mark.parametrize(("kind", "hours"), [("letters.message", 4.1), ("letters.offer", 0.3)])
def test_when_time_runs_out_a_mail_goes_instead(on_its_way, push_service, kind, hours):
    push = on_its_way(kind)
    push_service.status = 503
    deliver(push)

    assert not deliver(push, after=timedelta(hours=hours))

    push.refresh_from_db()
    assert push.state == PushState.FAILED
    assert OutboxMessage.objects.count() == 1
    assert len(push_service.received) == 1


@pytest.mark.parametrize("status", [302, 400, 413])
def test_an_answer_that_will_not_change_ends_in_a_mail_and_no_redirect_is_followed(on_its_way, push_service, status):
    push = on_its_way()
    push_service.status = status

    assert not deliver(push)

    push.refresh_from_db()
    assert push.state == PushState.FAILED
    assert OutboxMessage.objects.count() == 1
    assert PushSubscription.objects.exists()


def test_no_mail_goes_while_another_device_was_reached(on_its_way, person, push_service):
    push = on_its_way()
    second = Device(endpoint=f"{push_service.origin}/push/zweites").add(person)
    other = PushDelivery.objects.create(notification=push.notification, subscription=second)

    assert deliver(push)
    push_service.status = 410
    deliver(other)

    assert not OutboxMessage.objects.exists()


def test_a_device_that_was_removed_meanwhile_gets_nothing_and_a_mail_goes(on_its_way, push_service):
    push = on_its_way()
    PushSubscription.objects.all().delete()

    assert not deliver(push)

    assert push_service.received == []
    assert OutboxMessage.objects.count() == 1


def test_a_host_that_is_not_listed_any_more_is_not_asked(on_its_way, push_service, settings):
    push = on_its_way()
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]

    assert not deliver(push)

    assert push_service.received == []
    assert OutboxMessage.objects.count() == 1


def test_where_a_mail_went_already_none_follows(person, device, push_service):
    device.add(person)
    services.notify(person=person, kind="letters.message", key="k", subject="s", text="t", path="/")
    push_service.status = 410

    deliver(PushDelivery.objects.get())

    assert OutboxMessage.objects.count() == 1


def test_what_people_were_told_is_forgotten_after_ninety_days(person):
    services.notify(person=person, kind="letters.message", key="k", subject="s", text="t", path="/")

    assert delivery.forget_old(now=timezone.now() + timedelta(days=89)) == 0
    assert delivery.forget_old(now=timezone.now() + timedelta(days=91)) == 1
    assert not Notification.objects.exists()
