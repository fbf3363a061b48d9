"""More people than connections: a calm page instead of an error."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from psycopg import errors
from psycopg_pool import PoolTimeout

from rathaus.web import views
from rathaus.web.rush import is_rush


def wrapped(cause):
    error = OperationalError("no connection")
    error.__cause__ = cause
    return error


def answer_to(error, method="get"):
    """Return the answer of the handler, called as Django calls it: while the error is handled."""
    request = getattr(RequestFactory(), method)("/termine/zeit/?anliegen=1")

    def fail():
        raise error

    try:
        fail()
    except Exception:  # noqa: BLE001 - any
        return views.server_error(request)


@pytest.mark.parametrize("cause", [PoolTimeout("10 s"), errors.TooManyConnections("full")])
def test_no_connection_is_no_error_of_ours(cause):
    answer = answer_to(wrapped(cause))

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (429, "8", "no-store")
    assert "Gerade gibt es viele Anfragen" in answer.content.decode()
    assert '<meta http-equiv="refresh" content="8">' in answer.content.decode()


def test_what_was_sent_is_not_sent_again_without_being_asked():
    page = answer_to(wrapped(PoolTimeout("10 s")), "post").content.decode()

    assert "http-equiv" not in page
    assert "Ihr Browser schickt Ihre Angaben noch einmal" in page


@pytest.mark.parametrize("error", [ValueError("x"), OperationalError("server closed"), wrapped(errors.DiskFull("x"))])
def test_any_other_error_stays_one(error):
    assert not is_rush(error)
    assert answer_to(error).status_code == 500


def test_the_page_knows_the_telephone_without_asking_the_database(settings):
    settings.PORTAL_PHONE = "tests.rathaus.web.test_rush.phone"
    assert (
        '<a class="kern-link nowrap" href="tel:+493931650">03931 650</a>'
        in answer_to(wrapped(PoolTimeout("10 s"))).content.decode()
    )


def phone():
    return "03931 650"


def test_the_phone_is_what_this_process_has_shown_before(tenant_client, settings, django_assert_num_queries):
    from tenants.municipality.frame import current_frame, known_phone

    settings.ROOT_URLCONF = "rathaus.urls_tenant"
    assert known_phone() == ""
    tenant_client.get("/")
    shown = current_frame().municipality.phone
    with django_assert_num_queries(0):
        assert known_phone() == shown
