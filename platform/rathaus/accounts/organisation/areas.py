"""Names people for restricted areas. Nobody names themself, and no substitute names anybody."""

from django.db import transaction

from rathaus.accounts.areas import UnknownAreaError, all_areas
from rathaus.accounts.errors import OwnRightsError
from rathaus.accounts.models import RestrictedAreaMember, StaffMembership, User
from rathaus.accounts.organisation.errors import NotYoursError
from rathaus.accounts.rights import rights_of
from rathaus.audit.services import record

NAMES_PEOPLE = "platform.areas"


@transaction.atomic
def name_for_area(*, membership: StaffMembership, area: str, actor: User | None) -> RestrictedAreaMember:
    """Open the area for the person from the next click on; naming somebody twice changes nothing.

    Raises UnknownAreaError, OwnRightsError when somebody names themself, and NotYoursError when the right to name
    people is only lent by a substitution.
    """
    if area not in {known.code for known in all_areas()}:
        raise UnknownAreaError(area)
    _guard_naming(membership, actor)
    row, is_new = RestrictedAreaMember.objects.get_or_create(
        membership=membership, area=area, defaults={"named_by": actor}
    )
    if is_new:
        record(action="accounts.area_opened", actor=actor, target=membership, details={"area": area})
    return row


@transaction.atomic
def remove_from_area(*, member: RestrictedAreaMember, actor: User | None) -> None:
    """Close the area for the person at once; one may give up one's own naming."""
    record(action="accounts.area_closed", actor=actor, target=member.membership, details={"area": member.area})
    member.delete()


def _guard_naming(membership: StaffMembership, actor: User | None) -> None:
    if actor is None:
        return
    if membership.user_id == actor.pk:
        raise OwnRightsError
    if NAMES_PEOPLE not in rights_of(actor).own_permissions:
        raise NotYoursError
