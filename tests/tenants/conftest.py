"""People and rows that the tests of the operators' side need."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tenants.models import DailyFigures, Domain, MigrationRun, Tenant
from tenants.schemas import fingerprint


@pytest.fixture
def operator(db) -> User:
    """An operator with an account in `public`."""
    with enter_public():
        return User.objects.create_user("ines.falk@betrieb.example", first_name="Ines", last_name="Falk")


@pytest.fixture
def console(operator, operator_client) -> Client:
    """The operator's browser on the base domain, signed in with the second factor."""
    with enter_public():
        operator_client.force_login(operator)
        session = operator_client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session.save()
    return operator_client


def make_tenant(slug: str, **fields: object) -> Tenant:
    """Add a municipality's row without a schema of its own."""
    values = {
        "schema_name": f"t_{slug}",
        "official_name": f"Gemeinde {slug.title()}",
        "short_name": slug.title(),
        "kind": "einheitsgemeinde",
        "state": "ST",
        "plan": "full",
        "schema_fingerprint": fingerprint(),
        **fields,
    }
    with enter_public():
        tenant = Tenant.objects.create(slug=slug, **values)
        Domain.objects.create(tenant=tenant, domain=f"{slug}.localhost", is_primary=True)
    return tenant


def add_figures(tenant: Tenant, *, bookings: list[int], storage: int = 2_100_000) -> None:
    """Add figure rows for the days up to today, the oldest first."""
    today = timezone.localdate()
    with enter_public():
        for back, count in enumerate(reversed(bookings)):
            DailyFigures.objects.create(
                tenant=tenant,
                day=today - timedelta(days=back),
                counts={"bookings": count, "storage_bytes": storage},
            )


def add_run(tenant: Tenant, *, error: str = "") -> MigrationRun:
    """Add a migration that went well, or not."""
    with enter_public():
        return MigrationRun.objects.create(
            tenant=tenant, fingerprint=fingerprint(), finished_at=timezone.now(), error=error
        )
