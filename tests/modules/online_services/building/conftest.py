import pytest

from tests.factories.accounts import StaffFactory


@pytest.fixture
def builder():
    return StaffFactory(roles=["administrator"]).user


@pytest.fixture
def browser(builder, signed_in):
    return signed_in(builder)
