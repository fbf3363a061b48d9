"""What tenancy costs per request, against the same Django with the same middleware but no tenancy."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import ClassVar

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from rathaus.tenancy import context
from tenants.models import Tenant
from tenants.municipality.models import Locality
from tests.bench.crowd import crowd
from tests.bench.measure import Finding, at_most, interleaved, keep_connected

HOSTS = 100
REQUESTS = 300  # in one round: each host three times, and each once before the first round
ROUNDS = 7
PLAIN = "plain"


def ask(queries: int) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view that reads one small table so many times, over the connection that the request came for."""

    def view(request: HttpRequest) -> HttpResponse:
        alias = PLAIN if getattr(request, "is_plain", False) else "default"
        for number in range(queries):
            list(Locality.objects.using(alias).filter(position=number)[:20])
        return HttpResponse("ok")

    return view


class NoTenancy:
    """Stands where the tenant middleware stands: one fixed municipality, no look-up, no schema to enter."""

    tenant: ClassVar[Tenant]

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the request, so that the view takes the plain connection."""
        request.tenant, request.is_plain = self.tenant, True
        context._current.set(self.tenant)
        return self.get_response(request)


urlpatterns = [path("one/", ask(1)), path("ten/", ask(10))]


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the ratio for a view with one query and for one with ten."""
    tenants = crowd(HOSTS)
    _add_plain_connection(tenants[0].schema_name)
    with override_settings(ROOT_URLCONF=__name__):
        handler = WSGIHandler()
        NoTenancy.tenant = tenants[0]
        replaced = {"tenants.middleware.TenantMiddleware": f"{__name__}.NoTenancy"}
        with override_settings(MIDDLEWARE=[replaced.get(name, name) for name in settings.MIDDLEWARE]):
            plain = WSGIHandler()
        for where, limit in (("one", 1.3), ("ten", 1.1)):
            ours = _requests(handler, where, [tenant.primary_domain for tenant in tenants])
            theirs = _requests(plain, where, ["localhost"])
            taxed, baseline = interleaved(ours, theirs, rounds=ROUNDS, aliases=("default", PLAIN))
            detail = f"{taxed / REQUESTS * 1e6:.0f} µs against {baseline / REQUESTS * 1e6:.0f} µs"
            yield at_most(
                f"tenant tax, {where} quer{'y' if where == 'one' else 'ies'}, {HOSTS} hosts",
                taxed / baseline,
                limit,
                detail,
            )
    connections[PLAIN].close()


def _add_plain_connection(schema_name: str) -> None:
    plain = {**connection.settings_dict, "ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None}
    plain["OPTIONS"] = {"options": f"-c search_path={schema_name}"}
    connections.databases[PLAIN] = plain
    keep_connected()


def _requests(handler: WSGIHandler, where: str, hosts: list[str]) -> Callable[[], None]:
    factory = RequestFactory()
    turn = cycle(hosts)

    def send() -> None:
        for _ in range(REQUESTS):
            environ = factory.get(f"/{where}/", headers={"host": next(turn)}).environ
            response = handler(environ, lambda *_args: None)
            assert response.status_code == 200, response.content[:300]

    return send
