"""Whether a domain is ours: the answer to the reverse proxy, which gets certificates for nothing else."""

from django.conf import settings

from tenants import directory
from tenants.models import Status
from tenants.names import canonical_host


def is_known(domain: str) -> bool:
    """Return whether the base domain or a municipality that is not archived answers there.

    A suspended one counts: its page that says so needs a certificate too.
    """
    host = canonical_host(domain)
    if host == settings.BASE_DOMAIN:
        return True
    entry = directory.find(host)
    return entry is not None and entry.tenant.status != Status.ARCHIVED
