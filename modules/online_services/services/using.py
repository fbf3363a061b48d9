"""Remember how much each service was used, for the order in which people see them."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone

from modules.cases.api import service_figures
from modules.online_services.models import PublicService


def count_uses() -> None:
    """Write down how many cases of each service came in the last twelve months; a second time changes nothing."""
    today = timezone.localdate()
    used: dict[str, int] = defaultdict(int)
    for row in service_figures(first=today - timedelta(days=364), last=today):
        used[row.service_key] += row.opened
    for service in PublicService.objects.only("key", "uses"):
        if service.uses != used[service.key]:
            PublicService.objects.filter(pk=service.pk).update(uses=used[service.key])
