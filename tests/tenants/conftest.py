"""An operator and their browser."""

import pytest

from rathaus.accounts.models import User
from rathaus.tenancy import enter_public
from tests.clients import Browser
from tests.factories.accounts import sign_in


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
