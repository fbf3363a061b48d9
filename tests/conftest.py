"""Fixtures for all tests: a database of their own, a municipality to stand in, clients that speak to its host."""

import gc
import os
from collections.abc import Iterator

import hypothesis
import pytest

from rathaus.embedded import Server, drop_database, running
from rathaus.tenancy import enter
from tests.clients import Browser, browser_for
from tests.database import MUSTERSTADT, database_for, point_connections_at
from tests.environment import LOCAL

# Examples are judged by what they do, never by how long a busy machine takes for them.
_WITHOUT_CLOCK = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("everyday", _WITHOUT_CLOCK, max_examples=40)
hypothesis.settings.register_profile("thorough", _WITHOUT_CLOCK, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

pytest_plugins = ["tests.factories.fixtures", "tests.chromium"]


def pytest_collection_finish() -> None:
    """Leave out of garbage collection what stays until the end: it was a tenth of all the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The embedded server of the tests, without safety against power loss."""
    with running(LOCAL / "postgres", durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(postgres, django_db_blocker) -> Iterator[None]:
    """Replace pytest-django's test database: ours has schemas, roles and a municipality."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", f"pid{os.getpid()}")
    with django_db_blocker.unblock():
        database = database_for(postgres, worker)
        point_connections_at(postgres, database)
        os.environ["DATABASE_URL"] = postgres.url(database)
        os.environ["DATABASE_OWNER_URL"] = postgres.url(database, role="owner")
        yield
        point_connections_at(postgres, "postgres")
    drop_database(postgres, database)


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """No test sees what another one left in the process: its language, hosts with their switches, headers, footers."""
    from django.utils import translation

    from tenants import directory
    from tenants.municipality import frame

    translation.deactivate()
    directory.forget_all()
    frame.forget_all()
    yield
    directory.forget_all()
    frame.forget_all()


@pytest.fixture(scope="session", autouse=True)
def _settings_for_tests() -> Iterator[None]:
    """Set once what every test wants; one that wants something else says so for itself.

    Pages name static files without hashes, so that no test waits for collectstatic. Hashing that costs an attacker a
    second costs each test one as well.
    """
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def _jobs_run_at_once() -> None:
    """Where a test commits, what it enqueues runs in the test itself and its errors are the test's."""
    from rathaus.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)


@pytest.fixture
def tenant(db) -> Iterator[object]:
    """The municipality Musterstadt, live, every module on; what the test writes is rolled back."""
    from tenants.models import Tenant

    found = Tenant.objects.get(slug=MUSTERSTADT)
    with enter(found):
        yield found


@pytest.fixture(autouse=True)
def _inside_musterstadt(request) -> None:
    """Tests with a database stand inside Musterstadt unless they ask for something else."""
    wants_database = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if wants_database and "fresh_tenant" not in request.fixturenames:
        request.getfixturevalue("tenant")


@pytest.fixture
def fresh_tenant(django_db_setup, django_db_blocker) -> Iterator[object]:
    """A municipality of the test's own, committed; for concurrency, workers and browsers."""
    from tests.municipalities import new_tenants

    make = new_tenants(django_db_blocker)
    yield next(make)
    make.close()


@pytest.fixture
def tenant_client(tenant) -> Browser:
    """A browser on Musterstadt's host."""
    return browser_for(f"{tenant.slug}.localhost")


@pytest.fixture
def operator_client(db) -> Browser:
    """A browser on the base domain."""
    return browser_for("localhost")
