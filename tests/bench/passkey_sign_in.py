"""What signing in by passkey asks of the database, for somebody who has signed in often before."""

from collections.abc import Iterator
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.accounts.models import User
from rathaus.tenancy import enter
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, at_most, keep_connected
from tests.bench.office import host_of
from tests.clients import browser_for
from tests.factories.accounts import sign_in
from tests.factories.passkeys import SIGN_IN, add_to, ask, origin_of, sign_in_with

NO_QUERIES: Final = ("SET ", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
EARLIER: Final = 20  # sessions of the same person


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield the number of statements between the click and the redirect."""
    tenant = live_tenant("fingerabdruck")
    keep_connected()
    with enter(tenant):
        person = User.objects.create_user("mirela.brandt@post.example")
        key = add_to(sign_in(browser_for(host_of(tenant)), person, second_factor=False))
        for _ in range(EARLIER):
            sign_in_with(key, browser_for(host_of(tenant)))
        browser = browser_for(host_of(tenant))
        credential = key.sign(ask(browser, "sign_in"), origin_of(browser))
        with CaptureQueriesContext(connection) as statements:
            answer = browser.post(SIGN_IN, {"credential": credential})
        assert answer.status_code == 302, answer.content[:300]
    queries = [one["sql"] for one in statements if not one["sql"].startswith(NO_QUERIES)]
    yield at_most("queries of a sign-in by passkey", len(queries), 12, f"{EARLIER} earlier sessions")
