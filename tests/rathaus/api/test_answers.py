"""Whatever goes wrong below /api/: programs read a problem, in their language, and never a page."""

import pytest
from django.test import Client

from rathaus.api.models import ApiKey
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Status, Tenant
from tests.factories.accounts import StaffFactory
from tests.factories.api import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def anonymous(tenant):
    return Program("")


def kind(answer):
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer.json()["status"] == answer.status_code
    return answer.json()["type"].removeprefix("urn:rathaus:problem:")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/concerns", "/api/v1/appointments/", "/api/v1/fun"])
def test_what_does_not_exist_is_a_problem(anonymous, path):
    answer = anonymous.ask("GET", path)

    assert (answer.status_code, kind(answer)) == (404, "not-found")


def test_another_method_is_a_problem_that_names_the_right_ones(anonymous):
    answer = anonymous.ask("PATCH", "concerns")

    assert (answer.status_code, kind(answer), answer["Allow"]) == (405, "method-not-allowed", "GET")


@pytest.mark.parametrize("body", ["{", "[1,", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 5000, "\x80"])
def test_what_is_no_json_is_a_problem(program, body):
    answer = program().browser.post(
        "/api/v1/appointments/holds",
        body.encode("latin-1"),
        content_type="application/json",
        headers=program().headers | {"Idempotency-Key": "12345678"},
    )

    assert (answer.status_code, kind(answer)) == (400, "bad-request")


def test_a_form_is_no_json(program):
    app = program()
    answer = app.browser.post("/api/v1/appointments/holds", {"persons": "1"}, headers=app.headers)

    assert (answer.status_code, kind(answer)) == (415, "unsupported-media-type")


def test_a_body_that_is_too_large_is_not_read(program):
    answer = program().post("holds", {"persons": "x" * 70_000})

    assert (answer.status_code, kind(answer)) == (413, "request-entity-too-large")


def test_a_nul_in_the_address_is_a_problem(program):
    assert kind(program().ask("GET", "concerns?limit=%00")) == "bad-request"


def test_a_crash_is_a_problem_and_not_a_page(program, monkeypatch):
    monkeypatch.setattr("modules.appointments.public_api.concerns._offered", lambda: 1 / 0)
    app = program()
    app.browser.raise_request_exception = False

    answer = app.get("concerns")

    assert (answer.status_code, kind(answer)) == (500, "internal-server-error")


@pytest.mark.parametrize(("status", "code"), [(Status.SUSPENDED, 503), (Status.ARCHIVED, 404), (Status.PREPARING, 503)])
def test_a_town_that_does_not_serve_says_so_as_a_problem(tenant, program, status, code):
    app = program()
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=status)
    directory.forget_all()

    answer = app.get("concerns")

    assert answer.status_code == code
    kind(answer)


def test_an_unknown_host_says_nothing_about_towns(db):
    answer = Client(HTTP_HOST="nirgendwo.localhost").get("/api/v1/appointments/concerns")

    assert (answer.status_code, kind(answer)) == (404, "not-found")


@pytest.mark.parametrize(
    ("wished", "language", "title"),
    [
        ("", "de", "Der Schlüssel fehlt oder gilt nicht."),
        ("en-US,en;q=0.5", "en", "The key is missing or not valid."),
        ("fr,en;q=0.5", "en", "The key is missing or not valid."),
        ("fr", "de", "Der Schlüssel fehlt oder gilt nicht."),
        ("x" * 9000, "de", "Der Schlüssel fehlt oder gilt nicht."),
    ],
)
def test_words_are_in_the_language_that_the_caller_asks_for(anonymous, wished, language, title):
    answer = anonymous.ask("GET", "concerns", headers={"Accept-Language": wished})

    assert (answer.json()["title"], answer["Content-Language"]) == (title, language)
    assert "Accept-Language" in answer["Vary"]


def test_nobody_needs_or_gets_a_cookie(program):
    assert not program().get("concerns").cookies


def test_the_description_is_open_to_everybody_and_names_each_operations_right(anonymous):
    answer = anonymous.ask("GET", "/api/v1/openapi.json")

    document = answer.json()
    assert (answer.status_code, document["openapi"], document["info"]["version"]) == (200, "3.1.0", "1.0")
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert {operation["x-scope"] for operation in operations} == {
        "appointments:read",
        "appointments:book",
        "appointments:book_confirmed",
        "cases:handover",
    }
    assert "Problem" in document["components"]["schemas"]


def test_the_description_speaks_english_too(anonymous):
    document = anonymous.ask("GET", "/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()

    assert document["paths"]["/api/v1/appointments/concerns"]["get"]["summary"] == "List concerns"


@pytest.mark.parametrize(("path", "heading"), [("/api/v1/docs/", "Schnittstelle"), ("/en/api/v1/docs/", "Interface")])
def test_the_documentation_is_a_plain_page_for_everybody(anonymous, path, heading):
    answer = anonymous.ask("GET", path)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'<h1 class="kern-heading-x-large">{heading}</h1>' in text
    assert "/api/v1/appointments/holds" in text
    assert "appointments.booking_moved" in text
    assert "http" not in "".join(part.split(">")[0] for part in text.split("<script")[1:] + text.split("<link")[1:])


def test_keys_of_one_town_are_nothing_in_another(tenant, program, django_db_blocker):
    """The tables are each town's own: what is no row of this schema opens nothing."""
    app = program()
    ApiKey.objects.all().delete()  # as if the key had been made elsewhere

    assert app.get("concerns").status_code == 401


def test_staff_pages_are_none_of_a_case_workers_business(signed_in, tenant):
    worker = signed_in(StaffFactory(roles=["case_worker"]).user)

    assert worker.get("/verwaltung/schnittstelle/").status_code == 403
