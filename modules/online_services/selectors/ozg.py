"""The OZG page: how far each service is online, and how much it is used."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from modules.cases.api import service_figures
from modules.online_services.catalogue.maturity import Maturity, maturity_of
from modules.online_services.models import FormVersion, PublicService, Stage
from modules.online_services.selectors.catalogue import GENERIC
from modules.online_services.selectors.versions import current_version
from modules.online_services.selectors.ways import LETTER
from modules.online_services.statistics.reading import ONLINE
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import current_tenant


@dataclass(frozen=True, slots=True)
class OzgLine:
    """One service as the OZG counts it; `used` are the cases of the last twelve months, `online` those sent here."""

    service: PublicService
    maturity: Maturity
    trust: int
    used: int
    online: int


def ozg_lines() -> Sequence[OzgLine]:
    """Return all services for citizens, by name, those that are switched off as well: three queries and sign-in's."""
    live = FormVersion.objects.filter(form__service=OuterRef("pk"), stage=Stage.LIVE, number__gt=0)
    listed = PublicService.objects.filter(audience="public").exclude(content__contains={"is_listed": False})
    services = listed.select_related("department").order_by("name", "id")
    used, online = _uses()
    can_ask, trust = current_version(GENERIC) is not None, trust_here()
    return [
        OzgLine(
            service=one,
            maturity=maturity_of(
                one.description,
                is_active=one.is_active,
                has_own_form=one.has_form or one.channel == LETTER,
                can_be_sent=one.has_form or one.channel == LETTER or can_ask,
                trust_here=trust,
            ),
            trust=one.description.assurance_level,
            used=used.get(one.key, 0),
            online=online.get(one.key, 0),
        )
        for one in services.annotate(has_form=Exists(live)).defer("accepted", "own", "search", "terms")
    ]


def trust_here() -> int:
    """Return the highest level that somebody can prove here by signing in, 0 without accounts."""
    tenant = current_tenant()
    offered = [methods() for spec in active_modules(tenant) if (methods := contribution(spec, "sign_in_methods"))]
    levels: list[int] = [method.level for methods in offered for method in methods]
    return max([*levels, int(tenant.has_module("citizen_accounts"))])


def _uses() -> tuple[Mapping[str, int], Mapping[str, int]]:
    today = timezone.localdate()
    used: dict[str, int] = defaultdict(int)
    online: dict[str, int] = defaultdict(int)
    for row in service_figures(first=today - timedelta(days=364), last=today):
        used[row.service_key] += row.opened
        online[row.service_key] += row.opened if row.channel == ONLINE else 0
    return used, online
