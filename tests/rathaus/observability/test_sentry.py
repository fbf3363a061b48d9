"""What leaves the process in an error report, read from the envelope itself."""

import json
import logging

import pytest
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import path
from sentry_sdk.transport import Transport

from rathaus.observability.sentry import client_options, start_error_reports

TOKEN = "q9Xw2LkPz0aB7cD3eF5gHj"
SECRETS = ("erika", "max@", "123456", "DE02120300000000202051", TOKEN, "geheim", "Mustermann")


class Envelopes(Transport):
    """Keeps what would have been sent."""

    def __init__(self, options=None):
        super().__init__(options)
        self.events = []

    def capture_envelope(self, envelope):
        self.events += [item.payload.json for item in envelope.items if item.type in ("event", "transaction")]


def fail(request, token):
    last_name = "Mustermann"
    logging.getLogger("shop").warning("called by %s", "max@stadt.example")
    raise ValueError(f"erika@stadt.example phoned 03931 123456 from DE02120300000000202051 {last_name and ''}")


urlpatterns = [path("termine/<str:token>/", fail)]


@pytest.fixture
def reports():
    transport = Envelopes()
    options = client_options(dsn="https://key@sentry.example/1", environment="test")
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(sentry_sdk.Client(**options, transport=transport))
        scope.set_tag("tenant", "stendal")
        yield transport.events
        scope.get_client().close()


def ask_for_failure(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["rathaus.observability.middleware.RequestIdMiddleware"]
    environ = (
        RequestFactory(headers={"referer": f"http://x.example/{TOKEN}", "cookie": "rathaus_session=geheim"})
        .post(f"/termine/{TOKEN}/?email=erika@stadt.example", {"name": "geheim"})
        .environ
    )
    logging.disable(logging.NOTSET)
    return b"".join(WSGIHandler()(environ, lambda *_: None))


def test_a_report_of_a_failed_page_names_the_municipality_and_no_person(reports, settings):
    ask_for_failure(settings)

    (event,) = [event for event in reports if "exception" in event]
    sent = json.dumps(reports)
    assert event["tags"]["tenant"] == "stendal"
    assert event["tags"]["request_id"]
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert "[email]" in event["exception"]["values"][0]["value"]
    assert [secret for secret in SECRETS if secret in sent] == []


def test_a_report_carries_no_local_variables_no_source_lines_and_no_request_content(reports, settings):
    ask_for_failure(settings)

    (event,) = [event for event in reports if "exception" in event]
    frames = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert frames
    assert not any({"vars", "context_line", "pre_context", "post_context"} & set(frame) for frame in frames)
    assert event["request"] == {"method": "POST", "url": "http://testserver/termine/[token]/"}


def test_the_ids_that_sentry_needs_stay_whole(reports):
    sentry_sdk.capture_message("hello")

    (event,) = reports
    assert len(event["event_id"]) == 32
    assert len(event["contexts"]["trace"]["trace_id"]) == 32


def test_nothing_is_started_without_a_dsn(monkeypatch):
    monkeypatch.setattr(sentry_sdk, "init", lambda **_: pytest.fail("started"))

    start_error_reports(dsn="", environment="test")


def test_a_dsn_starts_reports_with_every_protection(monkeypatch):
    started = []
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: started.append(options))

    start_error_reports(dsn="https://key@sentry.example/1", environment="production", traces_sample_rate=0.1)

    (options,) = started
    assert not options.get("send_default_pii")
    assert options["include_local_variables"] is False
    assert options["include_source_context"] is False
    assert options["max_request_body_size"] == "never"
    assert options["traces_sample_rate"] == 0.1
