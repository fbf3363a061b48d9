"""Take over what a newer shipped description says, or keep what stands there now; each text alone or all at once."""

from collections.abc import Iterable

from django.db import transaction

from modules.online_services.catalogue.differences import Difference, differences
from modules.online_services.catalogue.layers import Layer, get_part, shipped_layer, with_part
from modules.online_services.models import PublicService
from modules.online_services.services.describing import refresh
from modules.online_services.shipped.loading import shipped_services
from rathaus.accounts.models import User
from rathaus.audit.services import record


def open_differences(service: PublicService) -> list[Difference]:
    """Return what the shipped description says differently now than when it was last accepted: no query."""
    shipped = shipped_services().get(service.shipped_key)
    return differences(service.accepted, shipped_layer(shipped), service.own) if shipped else []


@transaction.atomic
def accept(*, service: PublicService, paths: Iterable[str], actor: User) -> None:
    """Take over these parts of the newer description; an own text over one of them stays on top."""
    _settle(service, paths, actor, decision="accepted")


@transaction.atomic
def accept_over_own(*, service: PublicService, path: str, actor: User) -> None:
    """Take over this part and take the own text away, so that the newer one is read."""
    _settle(service, [path], actor, decision="replaced")


@transaction.atomic
def keep(*, service: PublicService, path: str, actor: User) -> None:
    """Go on saying what is said now: the present text becomes the municipality's own, and the question is settled."""
    _settle(service, [path], actor, decision="kept")


def _settle(service: PublicService, paths: Iterable[str], actor: User, *, decision: str) -> None:
    locked = PublicService.objects.select_for_update(of=("self",)).get(pk=service.pk)
    shipped = shipped_layer(shipped_services()[locked.shipped_key])
    known = {difference.path for difference in open_differences(locked)}
    settled = [path for path in paths if path in known]
    for path in settled:
        locked.own = _own_after(locked, path, decision)
        locked.accepted = with_part(locked.accepted, path, get_part(shipped, path))
    locked.accepted["version"] = shipped.get("version", 1)
    refresh(service=locked)
    details = {"parts": settled, "decision": decision}
    record(action="online_services.update_reviewed", actor=actor, target=locked, details=details)


def _own_after(service: PublicService, path: str, decision: str) -> Layer:
    own: Layer = service.own
    if decision == "replaced":
        return with_part(service.own, path, None)
    if decision == "kept" and get_part(service.own, path) is None:
        return with_part(service.own, path, get_part(service.accepted, path))
    return own
