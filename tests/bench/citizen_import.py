"""`rathaus accounts import` with 2,000 citizens: dry run, invitations, and a second run that sends nothing."""

import io
import json
import os
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.citizen_accounts.cli import take_over
from modules.citizen_accounts.services.importing import import_citizens
from rathaus.mail.models import OutboxMessage
from rathaus.tenancy import Tenant, enter
from tenants.services import switch_module
from tests.bench.crowd import live_tenant
from tests.bench.measure import Finding, at_most, exactly, keep_connected

CITIZENS: Final = 2000
FEW: Final = 20


def measure(_server: object, _database: str) -> Iterator[Finding]:
    """Yield how many are invited by dry run, first and second run, and how the statements grow with the rows."""
    keep_connected()
    tenant = _tenant()
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"citizens-{os.getpid()}.csv"
        file.write_bytes(table(CITIZENS))
        yield exactly("accounts import, invited by the dry run", _run(tenant, file, dry_run=True), 0)
        started = time.perf_counter()
        report = _run(tenant, file)
        yield exactly("accounts import, invited", report, CITIZENS, f"{time.perf_counter() - started:.1f} s")
        yield exactly("accounts import, invited by the second run", _run(tenant, file), 0)
    few, many = (_queries(slug, rows) for slug, rows in (("wenige", FEW), ("viele", CITIZENS)))
    yield at_most(f"accounts import, queries of {CITIZENS} rows against {FEW}", many / few, 3, f"{many} against {few}")


def table(rows: int) -> bytes:
    """Return a file of invented citizens."""
    lines = [
        f"person{number}@post.example;Aylin;Demir-{number};21.09.1996;Bahnhofstraße {number};39517;Musterstadt"
        for number in range(rows)
    ]
    return "\n".join(["E-Mail;Vorname;Nachname;Geburtsdatum;Straße;PLZ;Ort", *lines]).encode()


def _tenant(slug: str = "einladung") -> Tenant:
    tenant = live_tenant(slug)
    switch_module(tenant=tenant, module="citizen_accounts", is_on=True)
    return tenant


def _run(tenant: Tenant, file: Path, *, dry_run: bool = False) -> int:
    """Return how many messages the command has put into the outbox."""
    before = _messages(tenant)
    said: Any = io.StringIO()
    with redirect_stdout(said):
        take_over(tenant.slug, file, dry_run=dry_run, as_json=True)
    assert json.loads(said.getvalue())["lines"] == CITIZENS
    return _messages(tenant) - before


def _messages(tenant: Tenant) -> int:
    with enter(tenant):
        return OutboxMessage.objects.filter(kind="citizen_accounts.invitation").count()


def _queries(slug: str, rows: int) -> int:
    with enter(_tenant(slug)), CaptureQueriesContext(connection) as queries:
        import_citizens(data=table(rows))
    return len(queries)
