import json

import pytest
import structlog
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from structlog.testing import capture_logs

from rathaus.observability import readiness
from rathaus.observability.middleware import HealthMiddleware, RequestIdMiddleware

CHECKS = f"{__name__}"


def passes() -> bool:
    return True


def fails() -> bool:
    return False


def breaks() -> bool:
    raise RuntimeError("erika@stadt.example")


def ask(path="/", headers=None, address="127.0.0.1", view=lambda _request: HttpResponse("ok")):
    request = RequestFactory().get(path, headers=headers, REMOTE_ADDR=address)
    return request, RequestIdMiddleware(view)(request)


def test_each_answer_carries_the_reference_number_that_the_page_may_show():
    request, response = ask()

    assert response["X-Request-ID"] == request.request_id


def test_a_number_from_a_trusted_proxy_is_kept(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]

    _, response = ask(headers={"X-Request-ID": "caddy-1234567"}, address="10.0.0.1")

    assert response["X-Request-ID"] == "caddy-1234567"


@pytest.mark.parametrize(("given", "address"), [("caddy-1234567", "192.0.2.1"), ("<b>1234567</b>", "10.0.0.1")])
def test_a_number_from_anybody_else_or_a_malformed_one_is_replaced(settings, given, address):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]

    _, response = ask(headers={"X-Request-ID": given}, address=address)

    assert response["X-Request-ID"] != given


def test_lines_within_a_request_carry_its_number_and_later_ones_do_not():
    seen = []

    def view(_request):
        seen.append(structlog.contextvars.get_contextvars()["request_id"])
        return HttpResponse()

    _, response = ask(view=view)

    assert seen == [response["X-Request-ID"]]
    assert structlog.contextvars.get_contextvars() == {}


def test_the_access_line_tells_method_masked_path_status_and_duration():
    with capture_logs() as lines:
        ask("/termine/t/q9Xw2LkPz0aB7cD3eF5gHj/?code=123456")

    (line,) = lines
    assert (line["method"], line["path"], line["status"]) == ("GET", "/termine/t/[token]/", 200)
    assert line["duration_ms"] >= 0
    assert "123456" not in str(line)


def health(path, settings, checks=()):
    settings.READINESS_CHECKS = [f"{CHECKS}.{name}" for name in checks]

    def nobody(_request):
        raise Http404

    return HealthMiddleware(nobody)(RequestFactory().get(path, headers={"host": "unknown.example"}))


def test_a_living_process_says_ok_on_any_host(settings):
    response = health("/healthz", settings, ["fails"])

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.fixture(autouse=True)
def _importable_checks(monkeypatch):
    known = {f"{CHECKS}.{check.__name__}": check for check in (passes, fails, breaks)}
    original = readiness.import_string
    monkeypatch.setattr(readiness, "import_string", lambda path: known.get(path) or original(path))


@pytest.mark.parametrize(
    ("checks", "status"),
    [([], 200), (["passes"], 200), (["passes", "fails"], 503), (["breaks", "passes"], 503)],
)
def test_ready_means_that_every_check_passes(settings, checks, status):
    response = health("/readyz", settings, checks)

    assert response.status_code == status
    assert json.loads(response.content) == {"ready": status == 200}
    assert response["Cache-Control"] == "no-store"


def test_what_is_wrong_stands_in_the_log_and_not_in_the_answer(settings):
    with capture_logs() as lines:
        response = health("/readyz", settings, ["fails"])

    assert [line["failed"] for line in lines] == [[f"{CHECKS}.fails"]]
    assert b"fails" not in response.content


def test_other_pages_pass_through(settings):
    with pytest.raises(Http404):
        health("/healthz/", settings)


def test_the_database_is_ready_when_it_answers(db):
    assert readiness.database()


def test_every_check_of_the_settings_exists(settings):
    assert all(callable(readiness.import_string(path)) for path in settings.READINESS_CHECKS)


def test_requests_to_a_municipality_name_it_on_their_lines(tenant_client, tenant, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "rathaus.observability.middleware._write_access_line",
        lambda *_: seen.append(structlog.contextvars.get_contextvars()),
    )

    tenant_client.get("/gibt-es-nicht/")

    assert seen[0]["tenant"] == tenant.slug
    assert seen[0]["request_id"]
