import pytest

from tests.factories.accounts import StaffFactory
from tests.factories.inbox import make_citizen


@pytest.fixture
def sabine():
    return make_citizen()


@pytest.fixture
def clerk():
    return StaffFactory().user
