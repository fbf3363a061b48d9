"""What a private device may keep, and when a browser is told to forget."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from rathaus.web.keeping import LeavingMiddleware, kept_on_private_devices, person_mark
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    """Return a function that asks in a session of one person a view that leaves it to another."""

    def send(method, *, before, after, cookie=True):
        request = getattr(RequestFactory(), method)("/")
        request.session = SessionStore()
        if before:
            request.session[SESSION_KEY] = before
        if cookie:
            request.COOKIES["rathaus_session"] = "irgendeine"

        def view(request):
            request.session.pop(SESSION_KEY, None)
            if after:
                request.session[SESSION_KEY] = after
            return HttpResponse("ok")

        return LeavingMiddleware(view)(request)

    return send


@pytest.mark.parametrize(
    ("before", "after", "is_emptied"),
    [
        ("anna", None, True),  # signed out, or the account is gone
        ("anna", "bert", True),  # changed the person
        ("anna", "anna", False),
        (None, "anna", False),  # signed in
        (None, None, False),
    ],
)
def test_the_browsers_store_is_emptied_when_a_person_leaves(ask, before, after, is_emptied):
    answer = ask("post", before=before, after=after)

    assert answer.headers.get("Clear-Site-Data") == ('"storage"' if is_emptied else None)


def test_reading_a_page_empties_nothing_and_no_session_is_read_without_a_cookie(ask):
    assert "Clear-Site-Data" not in ask("get", before="anna", after=None).headers
    assert "Clear-Site-Data" not in ask("post", before="anna", after=None, cookie=False).headers


@pytest.fixture
def request_of():
    """Return a function that makes a request of a person."""

    def make(user, method="get"):
        request = getattr(RequestFactory(), method)("/")
        request.user = user
        return request

    return make


def test_only_a_page_that_was_shown_to_somebody_may_be_kept_and_for_them_alone(tenant, request_of):
    anna, bert = UserFactory(), UserFactory()
    page = kept_on_private_devices(lambda _request: HttpResponse("meine Termine"))
    elsewhere = kept_on_private_devices(lambda _request: HttpResponse(status=302))

    assert page(request_of(anna))["Rathaus-Keep"] == person_mark(anna)
    assert person_mark(anna) != person_mark(bert)
    assert "Rathaus-Keep" not in page(request_of(anna, "post")).headers
    assert "Rathaus-Keep" not in page(request_of(AnonymousUser())).headers
    assert "Rathaus-Keep" not in elsewhere(request_of(anna)).headers


def test_the_pseudonym_is_another_one_in_each_municipality(tenant):
    from rathaus.tenancy import enter_public

    anna = UserFactory()
    here = person_mark(anna)
    with enter_public():
        assert person_mark(anna) != here
