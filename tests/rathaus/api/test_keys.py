"""Who may come in: keys, their rights, their limits and their end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.api.credentials import new_key, prefix_of
from rathaus.api.errors import AlreadyCreatedError, UnfitOriginError, UnknownCodeError
from rathaus.api.models import ApiKey
from rathaus.api.services import create_key, revoke_key
from rathaus.audit.models import AuditEntry
from tests.factories.api import Program

pytestmark = pytest.mark.django_db

PAGE = "https://www.beispiel.example"


@pytest.fixture
def anonymous(tenant):
    return Program("")


def kind(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["type"].removeprefix("urn:rathaus:problem:")


def test_only_a_hash_of_a_key_is_kept(tenant):
    key, text = create_key(name="App", scopes=["appointments:read"], actor=None)

    stored = ApiKey.objects.values().get(pk=key.pk)
    assert prefix_of(text) == key.prefix
    assert text not in str(stored)
    assert len(text) > 50


def test_no_two_keys_are_alike():
    assert len({new_key().text for _number in range(50)}) == 50


def test_a_key_lets_in(program):
    assert program("appointments:read").get("concerns").status_code == 200


def test_without_key_nobody_comes_in(anonymous):
    answer = anonymous.get("concerns")

    assert (answer.status_code, kind(answer)) == (401, "unauthorized")
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer ",
        "Bearer rathaus_0123456789_" + "A" * 43,
        "Bearer \u00e4",
        "Basic dXNlcjpwYXNz",
        "rathaus_0123456789_" + "A" * 43,
        "Bearer " + "x" * 5000,
    ],
)
def test_a_wrong_key_is_refused(anonymous, authorization):
    anonymous.headers["Authorization"] = authorization

    answer = anonymous.get("concerns")

    assert (answer.status_code, kind(answer)) == (401, "unauthorized")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_the_right_prefix_with_another_secret_is_refused(anonymous, tenant):
    _key, text = create_key(name="App", scopes=["appointments:read"], actor=None)
    anonymous.headers["Authorization"] = f"Bearer {text[:-1]}{'A' if text[-1] != 'A' else 'B'}"

    assert anonymous.get("concerns").status_code == 401


def test_a_revoked_key_is_worth_nothing_from_the_next_request_on(administrator, tenant):
    key, text = create_key(name="App", scopes=["appointments:read"], actor=administrator)
    app = Program(text)
    assert app.get("concerns").status_code == 200

    revoke_key(key=key, actor=administrator)
    revoke_key(key=key, actor=administrator)

    assert app.get("concerns").status_code == 401
    actions = AuditEntry.objects.filter(action__startswith="api.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["api.key_created", "api.key_revoked"]


def test_a_key_runs_out(tenant, clock):
    _key, text = create_key(
        name="App", scopes=["appointments:read"], actor=None, expires_at=timezone.now() + timedelta(hours=1)
    )
    app = Program(text)
    assert app.get("concerns").status_code == 200

    clock(timezone.now() + timedelta(hours=1))

    assert app.get("concerns").status_code == 401


def test_a_missing_right_is_named(program):
    answer = program("appointments:book").get("concerns")

    assert (answer.status_code, kind(answer)) == (403, "missing-scope")
    assert answer.json()["scope"] == "appointments:read"


def test_a_key_asks_no_more_often_than_agreed(program, clock):
    app = program("appointments:read", rate_limit=2)

    answers = [app.get("concerns") for _number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"per-minute";q=2;w=60'
    assert [answer["RateLimit"] for answer in answers] == [f'"per-minute";r={left};t=60' for left in (1, 0, 0)]
    assert answers[2]["Retry-After"] == "60"
    assert kind(answers[2]) == "too-many-requests"

    clock(timezone.now() + timedelta(seconds=61))
    assert app.get("concerns").status_code == 200


def test_one_programs_haste_is_not_anothers(program):
    hasty, calm = (program("appointments:read", rate_limit=1) for _number in range(2))
    hasty.get("concerns")

    assert hasty.get("concerns").status_code == 429
    assert calm.get("concerns").status_code == 200


def test_the_use_of_a_key_is_noted_every_five_minutes(program, clock):
    app = program("appointments:read")
    begin = timezone.now()

    def used():
        app.get("concerns")
        return ApiKey.objects.get().last_used_at - begin

    assert used() == timedelta(0)
    clock(begin + timedelta(minutes=4))
    assert used() == timedelta(0)
    clock(begin + timedelta(minutes=6))
    assert used() == timedelta(minutes=6)


def test_a_key_has_rights_that_exist(tenant):
    for scopes in ([], ["appointments:read", "everything:all"]):
        with pytest.raises(UnknownCodeError):
            create_key(name="App", scopes=scopes, actor=None)


def test_the_same_form_makes_one_key(tenant):
    key, _text = create_key(name="App", scopes=["appointments:read"], actor=None)

    with pytest.raises(AlreadyCreatedError):
        create_key(name="App", scopes=["appointments:read"], actor=None, idem_key=key.pk)


@pytest.mark.parametrize("origin", ["http://www.beispiel.example", "https://", "*", "null", "https://x.example/pfad"])
def test_an_origin_is_a_secure_page_and_nothing_else(tenant, origin):
    with pytest.raises(UnfitOriginError):
        create_key(name="App", scopes=["appointments:read"], actor=None, origins=[origin])


def test_a_page_reads_answers_only_with_a_key_of_its_own(program):
    app = program("appointments:read", origins=["https://WWW.beispiel.example:443/"])

    own = app.ask("GET", "concerns", headers={"Origin": PAGE})
    foreign = app.ask("GET", "concerns", headers={"Origin": "https://boese.example"})
    on_a_server = app.ask("GET", "concerns")

    assert (own.status_code, own["Access-Control-Allow-Origin"]) == (200, PAGE)
    assert (foreign.status_code, kind(foreign)) == (403, "origin-not-allowed")
    assert not foreign.has_header("Access-Control-Allow-Origin")
    assert on_a_server.status_code == 200


def test_no_page_reads_answers_by_default(program):
    answer = program("appointments:read").ask("GET", "concerns", headers={"Origin": PAGE})

    assert not answer.has_header("Access-Control-Allow-Origin")


def test_a_browser_asks_before_it_sends(program, anonymous):
    program("appointments:read", origins=[PAGE])
    question = {"Access-Control-Request-Method": "GET", "Origin": PAGE}

    yes = anonymous.ask("OPTIONS", "concerns", headers=question)
    no = anonymous.ask("OPTIONS", "concerns", headers=question | {"Origin": "https://boese.example"})

    assert (yes.status_code, yes["Access-Control-Allow-Origin"]) == (204, PAGE)
    assert (no.status_code, no.has_header("Access-Control-Allow-Origin")) == (204, False)


def test_a_session_in_the_browser_is_no_key(signed_in_administrator):
    assert signed_in_administrator.get("/api/v1/appointments/concerns").status_code == 401
