"""What helps before citizens open accounts: the module's part of the start checklist."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rathaus.registry import SetupStep
from tenants.municipality.models import Locality
from tenants.municipality.selectors import get_profile


def setup_checks() -> Iterator[SetupStep]:
    """Yield localities for the addresses, and the telephone for those whose account is in danger: two queries."""
    yield SetupStep(
        title=_("Ortschaften eintragen"),
        is_done=Locality.objects.exists(),
        url_name="portal_staff:localities",
        hint=_("Bürgerinnen und Bürger wählen ihre Ortschaft im Profil."),
        is_required=False,
    )
    yield SetupStep(
        title=_("Telefonnummer für Fragen zum Konto eintragen"),
        is_done=bool(get_profile().phone),
        url_name="portal_staff:contact",
        hint=_("Wer glaubt, dass jemand anders im Konto war, ruft diese Nummer an."),
    )
