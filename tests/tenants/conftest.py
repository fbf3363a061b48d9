"""An operator and their browser; a database in which a test may create and destroy municipalities."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections

from rathaus.accounts.models import User
from rathaus.embedded import drop_database
from rathaus.tenancy import enter_public
from tests.clients import Browser
from tests.database import database_for, point_connections_at
from tests.factories.accounts import sign_in

VARIABLES = {"DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner"}


@pytest.fixture
def operator(db) -> User:
    """An operator with an account in `public`."""
    with enter_public():
        return User.objects.create_user("ines.falk@betrieb.example", first_name="Ines", last_name="Falk")


@pytest.fixture
def console(operator, operator_client) -> Browser:
    """The operator's browser on the base domain, signed in with the second factor."""
    with enter_public():
        return sign_in(operator_client, operator)


@pytest.fixture
def own_database(postgres, django_db_setup, django_db_blocker) -> Iterator[str]:
    """A fresh copy of the prepared database with Musterstadt in it; what the test commits there is gone afterwards."""
    shared = str(connections["default"].settings_dict["NAME"])
    own = database_for(postgres, f"{os.environ.get('PYTEST_XDIST_WORKER', '')}pid{os.getpid()}own")
    with django_db_blocker.unblock():
        _use(postgres, own)
        yield own
        _use(postgres, shared)
    drop_database(postgres, own)


def _use(postgres, database: str) -> None:
    point_connections_at(postgres, database)
    for variable, role in VARIABLES.items():
        os.environ[variable] = postgres.url(database, role=role)
