"""The page "Schnittstelle": keys and webhooks in the hands of administrators."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rathaus.api import transport
from rathaus.api.models import ApiKey, DeliveryState, WebhookDelivery, WebhookEndpoint
from rathaus.api.services import announce, create_key, create_webhook
from rathaus.audit.models import AuditEntry
from tests.factories.api import Program

pytestmark = pytest.mark.django_db

PAGE = "/verwaltung/schnittstelle/"
EVENTS = ["appointments.booking_moved", "appointments.booking_confirmed"]


def key_form(**changes):
    values = {"idem_key": uuid.uuid4(), "name": "Bürger-App", "scopes": ["appointments:read"], "rate_limit": "60"}
    return values | changes


def webhook_form(**changes):
    values = {"idem_key": uuid.uuid4(), "name": "App", "url": "https://programm.example/empfang", "events": EVENTS}
    return values | changes


@pytest.fixture
def desk(signed_in_administrator):
    return signed_in_administrator


@pytest.fixture
def endpoint(tenant):
    return create_webhook(name="App", url="https://programm.example/empfang", events=EVENTS, actor=None)[0]


@pytest.fixture
def message(endpoint):
    announce(event=EVENTS[0], payload={"id": "7"})
    return WebhookDelivery.objects.get()


def page_of(endpoint, below=""):
    return f"{PAGE}webhooks/{endpoint.pk}/{below}"


def shown_secret(answer):
    return re.search(r'<code id="geheimnis">([^<]+)</code>', answer.content.decode())[1]


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").split())


def test_the_page_stands_in_the_navigation_and_says_what_to_do(desk):
    text = text_of(desk.get(PAGE))

    assert "Schnittstelle" in text_of(desk.get("/verwaltung/"))
    assert "Noch kein Schlüssel" in text
    assert "Noch kein Webhook" in text


def test_a_new_key_is_shown_once_and_works(desk, tenant):
    answer = desk.post(f"{PAGE}schluessel/neu/", key_form())

    text = shown_secret(answer)
    assert answer["Cache-Control"] == "no-store, private"
    assert "curl" in text_of(answer)
    assert Program(text).get("concerns").status_code == 200
    key = ApiKey.objects.get()
    for path in (PAGE, f"{PAGE}schluessel/{key.pk}/"):
        page = desk.get(path).content.decode()
        assert key.prefix in page
        assert text not in page
    assert AuditEntry.objects.get(action="api.key_created").actor_id == key.created_by


def test_sending_the_form_twice_makes_one_key(desk):
    form = key_form()
    desk.post(f"{PAGE}schluessel/neu/", form)
    again = desk.post(f"{PAGE}schluessel/neu/", form, follow=True)

    assert ApiKey.objects.count() == 1
    assert "Das ist schon angelegt." in text_of(again)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scopes": []}, "Bitte wählen Sie mindestens ein Recht aus."),
        ({"name": ""}, "Wofür ist der Schlüssel?"),
        ({"expires_on": "2020-01-01"}, "Bitte geben Sie einen Tag an, der noch kommt."),
        ({"origins": "http://x.example"}, "Bitte schreiben Sie jede Seite wie https://www.stadt.example"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(desk, changes, sentence):
    answer = desk.post(f"{PAGE}schluessel/neu/", key_form(**changes))

    assert sentence in text_of(answer)
    assert 'value="60"' in answer.content.decode()
    assert ApiKey.objects.count() == 0


def test_a_key_that_runs_out_is_valid_until_the_end_of_that_day(desk, clock):
    desk.post(f"{PAGE}schluessel/neu/", key_form(expires_on="2026-11-30"))

    assert timezone.localtime(ApiKey.objects.get().expires_at).strftime("%d.%m.%Y %H:%M") == "30.11.2026 23:59"


def test_a_key_is_revoked_by_a_button(desk, tenant):
    key, text = create_key(name="App", scopes=["appointments:read"], actor=None)

    answer = desk.post(f"{PAGE}schluessel/{key.pk}/sperren/", follow=True)

    assert "Der Schlüssel ist gesperrt." in text_of(answer)
    assert Program(text).get("concerns").status_code == 401
    assert "Schlüssel sperren" not in text_of(desk.get(f"{PAGE}schluessel/{key.pk}/"))


def test_a_key_keeps_its_rights_names_when_the_module_is_gone(desk):
    key, _text = create_key(name="App", scopes=["appointments:read"], actor=None)
    ApiKey.objects.update(scopes=["gone:read"])

    assert "gone:read" in text_of(desk.get(f"{PAGE}schluessel/{key.pk}/"))


def test_a_new_webhook_shows_its_secret_once(desk):
    answer = desk.post(f"{PAGE}webhooks/neu/", webhook_form())

    secret = shown_secret(answer)
    endpoint = WebhookEndpoint.objects.get()
    assert secret.startswith("whsec_")
    assert secret not in desk.get(page_of(endpoint)).content.decode()


def test_a_webhook_leads_nowhere_inside(desk):
    answer = desk.post(f"{PAGE}webhooks/neu/", webhook_form(url="https://127.0.0.1/"))

    assert "Bitte geben Sie eine öffentliche Adresse an" in text_of(answer)
    assert WebhookEndpoint.objects.count() == 0


def test_a_webhook_is_changed_and_switched_off(desk, endpoint):
    form = webhook_form(name="Neue App", events=EVENTS[:1])
    desk.post(page_of(endpoint, "aendern/"), form)

    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.events, endpoint.is_active) == ("Neue App", EVENTS[:1], False)


def test_a_new_secret_is_shown_once(desk, endpoint):
    answer = desk.post(page_of(endpoint, "geheimnis/"))

    endpoint.refresh_from_db()
    assert shown_secret(answer).startswith("whsec_")
    assert endpoint.former_until


def test_a_webhook_is_deleted_after_a_question(desk, endpoint):
    assert "Auch die Liste der gesendeten Nachrichten wird gelöscht." in text_of(
        desk.get(page_of(endpoint, "loeschen/"))
    )

    desk.post(page_of(endpoint, "loeschen/"))
    assert WebhookEndpoint.objects.count() == 0


def test_messages_are_listed_with_their_answer_and_filtered(desk, endpoint, message):
    WebhookDelivery.objects.update(state=DeliveryState.FAILED, response_status=503, attempts=9)

    everything, failed, waiting = (
        text_of(desk.get(page_of(endpoint) + query)) for query in ("", "?stand=failed", "?stand=queued")
    )

    assert "Termin verschoben" in everything
    assert "503" in failed
    assert "Keine Nachrichten" in waiting
    assert text_of(desk.get(page_of(endpoint) + "?stand=unfug&seite=zwei")).count("Termin verschoben") > 0


def test_a_message_shows_what_was_sent_and_what_came_back(desk, endpoint, message):
    WebhookDelivery.objects.update(response_status=500, response_text="<b>kaputt</b>")

    page = desk.get(page_of(endpoint, f"nachrichten/{message.pk}/")).content.decode()

    assert "&quot;id&quot;: &quot;7&quot;" in page
    assert "&lt;b&gt;kaputt&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ForbiddenAddressError", "Adresse liegt nicht im öffentlichen Internet"),
        ("gaierror", "Name nicht gefunden"),
        ("TimeoutError", "keine Antwort in 10 Sekunden"),
        ("SSLCertVerificationError", "Zertifikat gilt nicht"),
        ("RemoteDisconnected", "keine Antwort"),
    ],
)
def test_what_went_wrong_is_said_in_words(desk, endpoint, message, error, words):
    WebhookDelivery.objects.update(last_error=error)

    assert words in text_of(desk.get(page_of(endpoint)))


def test_buttons_send_again_and_try_the_address(
    desk, endpoint, message, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []

    def post(url, *, body, headers):
        sent.append(headers)
        return transport.Answer(status=200)

    monkeypatch.setattr(transport, "post", post)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(page_of(endpoint, f"nachrichten/{message.pk}/wiederholen/"))
        desk.post(page_of(endpoint, "wiederholen/"), {"since": timezone.localdate().isoformat()})
        desk.post(page_of(endpoint, "probe/"))

    assert len(sent) >= 2
    assert WebhookDelivery.objects.filter(event="api.test").count() == 1


def test_a_day_that_is_none_is_refused(desk, endpoint):
    answer = desk.post(page_of(endpoint, "wiederholen/"), {"since": "gestern"})

    assert answer.status_code == 200
    assert 'href="#id_since"' in answer.content.decode()


def test_a_paused_webhook_says_why_and_goes_on_by_a_button(desk, endpoint):
    WebhookEndpoint.objects.update(paused_at=timezone.now(), failures_in_row=100)

    assert "Wir haben das Senden angehalten" in text_of(desk.get(page_of(endpoint)))
    assert "angehalten" in text_of(desk.get(PAGE))

    desk.post(page_of(endpoint, "fortsetzen/"))
    endpoint.refresh_from_db()
    assert (endpoint.paused_at, endpoint.failures_in_row) == (None, 0)


@pytest.mark.parametrize(("below", "expected"), [("", 2), ("webhook", 3)])
def test_lists_ask_for_keys_and_webhooks_a_fixed_number_of_times(desk, endpoint, below, expected):
    path = page_of(endpoint) if below else PAGE
    for number in range(5):
        create_key(name=f"App {number}", scopes=["appointments:read"], actor=None)
        create_webhook(name=f"App {number}", url="https://programm.example/", events=EVENTS, actor=None)
        announce(event=EVENTS[0], payload={})

    with CaptureQueriesContext(connection) as context:
        assert desk.get(path).status_code == 200

    assert sum('FROM "api_' in query["sql"] for query in context.captured_queries) == expected
