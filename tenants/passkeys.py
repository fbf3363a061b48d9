"""What a change of domain does to passkeys: a passkey belongs to the host name it was made for. See ADR 0014.

While a former domain still answers, browsers ask it which other origins may use its passkeys (Related Origin Requests,
Web Authentication 3, section 5.11), so people keep theirs. When it is removed they are lost, and operators are told how
many before that happens.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from rathaus.accounts.factors import passkey_counts
from rathaus.tenancy import current_tenant, enter, enter_public
from tenants.models import DailyFigures, Domain, Tenant
from tenants.schemas import schema_exists

PASSKEYS = "passkeys"  # the figure: host name -> number
_FRESH_SECONDS = 600


@require_safe
def related_origins(_request: HttpRequest) -> HttpResponse:
    """Return at which addresses the passkeys of this municipality may be used: at all its own, at no other's."""
    tenant = current_tenant()
    with enter_public():
        domains = Domain.objects.filter(tenant_id=tenant.id).order_by("-is_primary", "domain")
        hosts = list(domains.values_list("domain", flat=True))
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    response = JsonResponse({"origins": [f"{settings.PUBLIC_SCHEME}://{host}{port}" for host in hosts]})
    response["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    return response


def count_at(tenant: Tenant, host: str) -> int:
    """Return how many passkeys belong to this host name now; enters the municipality, so not for the console."""
    if not schema_exists(tenant.schema_name):
        return 0
    with enter(tenant):
        return passkey_counts().get(host, 0)


def last_count_at(tenant: Tenant, host: str) -> int:
    """Return how many there were when the last figures were written: one query in `public`."""
    row = DailyFigures.objects.filter(tenant=tenant).order_by("-day").first()
    return int(row.counts.get(PASSKEYS, {}).get(host, 0)) if row else 0
