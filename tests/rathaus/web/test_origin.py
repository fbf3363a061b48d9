import pytest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory

from rathaus.web.origin import cookieless_post, has_own_origin

HOST = "musterstadt.localhost"


@cookieless_post
def view(request):
    return HttpResponse("getan")


def send(method="post", **headers):
    return getattr(RequestFactory(), method)("/", HTTP_HOST=HOST, **headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": f"https://{HOST}"},
        {"HTTP_ORIGIN": f"https://{HOST.upper()}"},
        {"HTTP_REFERER": f"https://{HOST}/barrierefreiheit/melden/"},
    ],
)
def test_a_form_of_the_own_host_is_taken_without_a_cookie(headers):
    assert view(send(**headers)).content == b"getan"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://["},
        {"HTTP_REFERER": "https://[nichts]/"},
        {"HTTP_ORIGIN": "https://angreifer.example"},
        {"HTTP_ORIGIN": f"https://{HOST}.angreifer.example"},
        {"HTTP_ORIGIN": f"https://{HOST}@angreifer.example"},
        {"HTTP_ORIGIN": f"https://{HOST}:8443"},
        {"HTTP_ORIGIN": "https://angreifer.example", "HTTP_REFERER": f"https://{HOST}/"},
        {"HTTP_REFERER": f"https://angreifer.example/{HOST}/"},
    ],
)
def test_any_other_form_is_refused(headers):
    assert view(send(**headers)).status_code == 403


def test_reading_needs_no_origin():
    assert view(send("get", HTTP_ORIGIN="https://angreifer.example")).content == b"getan"


def test_a_port_belongs_to_the_host():
    request = RequestFactory().post("/", HTTP_HOST=f"{HOST}:8000", HTTP_ORIGIN=f"http://{HOST}:8000")
    assert has_own_origin(request)


def test_the_csrf_middleware_leaves_the_decision_to_the_decorator():
    middleware = CsrfViewMiddleware(lambda _request: HttpResponse())
    assert middleware.process_view(send(), view, (), {}) is None
