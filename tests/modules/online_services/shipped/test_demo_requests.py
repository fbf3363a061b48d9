"""The demonstration has requests that real forms were filled in with."""

import pytest
from django.utils import timezone

from modules.cases.models import Case
from modules.online_services.demo_requests import create_demo_requests
from modules.online_services.models import Draft, ServiceRequest
from modules.online_services.services.seeding import sync_shipped_services

pytestmark = pytest.mark.django_db


def test_each_request_is_a_case_and_a_second_time_changes_nothing() -> None:
    sync_shipped_services()
    for _again in range(2):
        create_demo_requests(timezone.now())
    keys = sorted(ServiceRequest.objects.values_list("service__key", flat=True))
    assert keys == ["ausweis-verloren", "brauchtumsfeuer", "brauchtumsfeuer", "gewerbe-anmelden", "hund-abmelden"]
    assert Case.objects.count() == len(keys)
    assert not Draft.objects.exists()
