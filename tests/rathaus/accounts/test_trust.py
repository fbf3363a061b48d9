"""Trust levels as the platform keeps them, whatever proves them, and ways back that stay on this site."""

import time
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from rathaus.accounts import trust
from rathaus.accounts.redirects import own_path
from rathaus.accounts.trust import TrustLevel, demand_trust, level_of, note_trust, trust_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def request_of(user, path="/antrag/7/?seite=2", method="get"):
    """Return a request of this person with an empty session."""
    request = getattr(RequestFactory(), method)(path)
    request.user, request.session = user, {}
    return request


@pytest.fixture
def citizen():
    """Somebody who is signed in."""
    return UserFactory()


def test_nobody_has_no_level_and_whoever_is_signed_in_the_basic_one(citizen):
    assert trust_of(request_of(AnonymousUser())) == TrustLevel.NONE
    assert trust_of(request_of(citizen)) == TrustLevel.BASIC
    assert demand_trust(request_of(citizen), TrustLevel.BASIC) is None


def test_a_level_is_of_this_person_and_lasts_half_an_hour(citizen, monkeypatch):
    request = request_of(citizen)
    note_trust(request, TrustLevel.HIGH)
    assert trust_of(request) == TrustLevel.HIGH

    request.user = UserFactory()
    assert trust_of(request) == TrustLevel.BASIC

    request.user = citizen
    later = time.time() + trust.LASTS_SECONDS
    monkeypatch.setattr("time.time", lambda: later)
    assert trust_of(request) == TrustLevel.BASIC


def test_a_level_can_be_noted_for_who_is_about_to_be_signed_in(citizen):
    request = request_of(AnonymousUser())
    note_trust(request, TrustLevel.SUBSTANTIAL, user=citizen)
    assert trust_of(request) == TrustLevel.NONE

    request.user = citizen
    assert trust_of(request) == TrustLevel.SUBSTANTIAL


def test_a_page_that_is_asked_for_is_where_the_person_comes_back(citizen):
    answer = demand_trust(request_of(citizen), TrustLevel.HIGH)

    assert answer.headers["Location"] == "/konto/nachweis/?next=%2Fantrag%2F7%2F%3Fseite%3D2&level=4"


def test_a_form_that_was_sent_too_late_leads_back_to_the_page_it_stood_on(citizen):
    answer = demand_trust(request_of(citizen, method="post"), TrustLevel.HIGH)

    assert answer.headers["Location"] == "/konto/nachweis/?next=%2Fantrag%2F7%2F&level=4"


def test_htmx_loads_the_page_of_proofs_whole(citizen):
    request = request_of(citizen)
    request.htmx = SimpleNamespace(current_url_abs_path="/antrag/7/")

    assert demand_trust(request, TrustLevel.HIGH).headers["HX-Redirect"].startswith("/konto/nachweis/?next=%2Fantrag")


def test_the_decorator_lets_only_those_see_the_step_who_have_proven_enough(citizen):
    step = trust.trust_required(TrustLevel.SUBSTANTIAL)(lambda _request: HttpResponse("Schritt"))
    request = request_of(citizen)
    assert step(request).status_code == 302

    note_trust(request, TrustLevel.HIGH)
    assert step(request).content == b"Schritt"


@pytest.mark.parametrize(("text", "level"), [("", 1), ("3", 3), ("4", 4), ("0", 1), ("2", 4), ("9", 4), ("x", 4)])
def test_a_level_in_an_address_is_never_read_as_less_than_it_could_mean(text, level):
    assert level_of(text) == level


def test_where_nothing_reaches_the_level_the_page_says_so(tenant_client):
    page = tenant_client.get("/konto/nachweis/?level=4&next=/mein/").content.decode()

    assert "Das geht hier noch nicht online" in page


def test_where_the_basic_level_is_enough_the_page_leads_to_the_sign_in(tenant_client):
    page = tenant_client.get("/konto/nachweis/?next=/mein/").content.decode()

    assert "/konto/anmelden/?next=%2Fmein%2F" in page


@pytest.mark.parametrize("path", ["/mein/", "/en/mein/?seite=2", "/a b/"])
def test_a_way_back_on_this_site_is_taken(path):
    assert own_path(RequestFactory().get("/"), path, "/start/") == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        None,
        "mein/",
        "https://betrug.example/",
        "https:///betrug.example",
        "//betrug.example",
        "///x.example",
        "/\\betrug.example",
        "\\\\betrug.example",
        "javascript:alert(1)",
        "/" + "a" * 2000,
    ],
)
def test_a_way_back_to_anywhere_else_is_not(path):
    assert own_path(RequestFactory().get("/"), path, "/start/") == "/start/"
