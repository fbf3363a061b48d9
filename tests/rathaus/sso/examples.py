"""A provider, a mapping and a link; every text of them carries the marker (see tests/contracts)."""

from typing import Any

from rathaus.accounts.models import Role
from rathaus.sso.models import GroupMapping, LinkedIdentity
from tests.factories.accounts import StaffFactory
from tests.factories.sso import saml_provider
from tests.rathaus.sso.saml_provider import SamlProvider


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Create one object of each kind; return the arguments of each address."""
    provider = saml_provider(SamlProvider().certificate, name=marker, groups_claim=marker)
    mapping = GroupMapping.objects.create(group=marker, role=Role.objects.get(slug="case_worker"))
    user = StaffFactory(user__last_name=marker).user
    link = LinkedIdentity.objects.create(user=user, issuer=provider.issuer, subject=marker)
    return {
        "sso_staff:remove_mapping": {"mapping_id": mapping.pk},
        "sso_staff:unlink": {"link_id": link.pk},
    }
