from datetime import UTC, datetime

import pytest
from django.utils import timezone

from rathaus.tenancy import enter, enter_public

JUST_BEFORE_MIDNIGHT_IN_BERLIN = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)


@pytest.fixture
def elsewhere(tenant):
    """The municipality as if it lay an hour further east."""
    tenant.time_zone = "Europe/Helsinki"
    return tenant


def test_days_are_those_of_the_entered_municipality(elsewhere):
    with enter(elsewhere):
        assert timezone.localdate(JUST_BEFORE_MIDNIGHT_IN_BERLIN).day == 25
        with enter_public():
            assert timezone.localdate(JUST_BEFORE_MIDNIGHT_IN_BERLIN).day == 24
        assert timezone.localdate(JUST_BEFORE_MIDNIGHT_IN_BERLIN).day == 25


def test_nothing_of_it_is_left_behind(elsewhere):
    with enter_public():
        with enter(elsewhere):
            pass
        assert timezone.get_current_timezone_name() == "Europe/Berlin"
