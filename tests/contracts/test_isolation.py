"""No data crosses municipalities: another one's objects carry markers, and nobody from outside ever reads one."""

import pytest
from django.test import Client

from rathaus.registry import all_modules
from rathaus.tenancy import enter, enter_public
from tenants import directory
from tenants.models import Activation
from tests.contracts.routes import make_examples, tenant_routes

MARKER = "Kennwort-Ilsenburg-7731"
PLATFORM = ("tenants.municipality", "rathaus.accounts", "rathaus.api", "rathaus.sso")
PACKAGES = [*(f"modules.{spec.slug}" for spec in all_modules()), *PLATFORM]
DEVELOPMENT = "/entwicklung/"  # answers 404 everywhere but on a developer's machine, as its own test proves
INTERFACE = "/api/v1/"  # asks for keys, not for sessions; see test_public_api.py
OWN_SIGN_IN = "/konto/"  # some of these pages depend on how one signed in and on the state of the second factor
ANSWERS = {200, 302, 405}  # 405: an address that only takes POST; 302: a page that leads on


@pytest.fixture
def other(django_db_setup, django_db_blocker):
    """A second municipality, committed, with its own administrator's browser."""
    from tests.municipalities import new_tenants

    make = new_tenants(django_db_blocker)
    with django_db_blocker.unblock():
        tenant = next(make)
        with enter_public():
            for spec in all_modules():
                Activation.objects.update_or_create(tenant=tenant, module=spec.slug, defaults={"is_on": True})
        tenant.__dict__.pop("active_modules", None)
        directory.forget_all()
        yield tenant
        make.close()


def test_no_address_shows_another_municipalitys_data(other, sign_in_to, django_db_blocker):
    with enter(other):
        own = sign_in_to(other)  # first: pages behind sign-in show only what is one's own
        arguments = {}
        for package in PACKAGES:
            arguments |= make_examples(package, MARKER)
    routes = [route for route in tenant_routes() if not route.arguments or route.name in arguments]
    paths = [route.path(arguments.get(route.name)) for route in routes]
    paths = [path for path in paths if not path.startswith((DEVELOPMENT, INTERFACE))]

    shown, silent = 0, {}
    for path in paths:
        answer = own.get(path)
        if answer.status_code not in (ANSWERS | {403, 404} if path.startswith(OWN_SIGN_IN) else ANSWERS):
            silent[path] = answer.status_code
        shown += MARKER in text(answer)
    assert silent == {}, "each address must answer its own municipality first"
    assert shown > 10, "the markers must be on many pages, else their absence proves nothing"

    from tenants.models import Tenant
    from tests.database import MUSTERSTADT

    neighbour = Tenant.objects.get(slug=MUSTERSTADT)
    host = f"{neighbour.slug}.localhost"
    stolen = Client(HTTP_HOST=host)
    stolen.cookies = own.cookies
    for client in (Client(HTTP_HOST=host), stolen):
        for path in paths:
            answer = client.get(path)
            assert MARKER not in text(answer), f"{path} shows another municipality's data"
            assert not answer.has_header("X-Tenant")
    staff_page = stolen.get("/verwaltung/")
    assert staff_page.status_code == 302, "a session of one municipality is nothing in another"


def text(answer) -> str:
    """Return the body of any answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")
