"""What is missing before people can use their BundID: the module's part of the start checklist."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from modules.bundid.models import Environment
from modules.bundid.selectors.setup import find_entity, must_change_keys, provider_in_use
from rathaus.registry import SetupStep


def setup_checks() -> Iterator[SetupStep]:
    """Yield the set-up and the certificates that run out within 60 days: three queries."""
    provider = provider_in_use()
    yield SetupStep(
        title=_("BundID anbinden"),
        is_done=find_entity() is not None and provider is not None and provider.environment == Environment.LIVE,
        url_name="bundid_staff:overview",
        hint=_("Die Registrierung bei der BundID dauert einige Wochen. Bis dahin geht alles andere ohne sie."),
        is_required=False,
    )
    if must_change_keys(timezone.now()):
        yield SetupStep(
            title=_("Zertifikate der BundID wechseln"),
            is_done=False,
            url_name="bundid_staff:overview",
            hint=_("Sie laufen in weniger als 60 Tagen ab. Danach kann sich niemand mehr mit der BundID anmelden."),
        )
