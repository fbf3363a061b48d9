"""First texts of the three legal pages, made from the profile; the administrator checks and changes them.

Imprint: § 5 DDG and § 18 MStV. Privacy notice: Art. 13 DSGVO. Accessibility statement: § 12b BGG with the law of
the Bundesland, in the order of the model statement of Implementing Decision (EU) 2018/1523.
"""

import re

from django.template.loader import render_to_string
from django.utils import timezone

from rathaus.tenancy import Tenant
from tenants.municipality.models import LegalKind, MunicipalityProfile
from tenants.municipality.states import state_law

TEMPLATES = {
    LegalKind.IMPRINT: "municipality/drafts/imprint.txt",
    LegalKind.PRIVACY_NOTICE: "municipality/drafts/privacy_notice.txt",
    LegalKind.ACCESSIBILITY_STATEMENT: "municipality/drafts/accessibility_statement.txt",
}


def draft_text(*, kind: LegalKind, tenant: Tenant, profile: MunicipalityProfile) -> str:
    """Return the draft in the small markup; what the profile lacks stands as "[bitte ergänzen: …]"."""
    body, _dash, authority = tenant.official_name.partition(" – ")
    values = {
        "body": body,  # the corporation without its authority, which stands on a line of its own
        "authority": profile.authority or authority,
        "profile": profile,
        "state": state_law(tenant.state),
        "website": tenant.url("/"),
        "today": timezone.localdate(timezone=tenant.zone),
    }
    text = render_to_string(TEMPLATES[kind], values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
