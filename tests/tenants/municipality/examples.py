"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from typing import Any

from tenants.municipality.models import LegalKind, MunicipalityProfile
from tests.factories.municipality import (
    AccessibilityReportFactory,
    LegalPageFactory,
    LocalityFactory,
    LocationFactory,
    MemberMunicipalityFactory,
)


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the municipality's own addresses by their name."""
    MunicipalityProfile.objects.update(authority=marker, street=marker, greeting=marker, help_text=marker)
    LegalPageFactory(kind=LegalKind.IMPRINT, body=marker)
    locality = {"pk": LocalityFactory(name=f"{marker} Ortschaft").pk}
    member = {"pk": MemberMunicipalityFactory(name=f"{marker} Gemeinde").pk}
    location = {"pk": LocationFactory(name=f"{marker} Haus", street=marker, entrance=marker).pk}
    report = {"pk": AccessibilityReportFactory(page=marker, description=marker).pk}
    actions = {"edit": "", "delete": "", "move": ""}
    return {
        **{f"portal_staff:{action}_locality": locality for action in actions},
        **{f"portal_staff:{action}_member": member for action in actions},
        **{f"portal_staff:{action}_location": location for action in actions},
        "portal_staff:handle_barrier": report,
        "portal_staff:edit_text": {"kind": LegalKind.IMPRINT},
        "portal_staff:reset_text": {"kind": LegalKind.IMPRINT},
        "portal_staff:switch_module": {"slug": "appointments"},
        "portal:branding": {"digest": "0123456789ab"},
    }
