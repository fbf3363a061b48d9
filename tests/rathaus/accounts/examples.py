"""Objects for the contract tests: one of each kind that an address can show."""

from typing import Any
from uuid import uuid4

from rathaus.accounts import services
from rathaus.accounts.areas import TAX
from rathaus.accounts.organisation import roles
from rathaus.accounts.support.services import Operator, hand_over
from tests.factories.accounts import StaffFactory
from tests.factories.organisation import DepartmentFactory, SubstitutionFactory, SupportGrantFactory, open_area


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Create a person and an invitation full of the marker; return the arguments of each address."""
    slug = marker.lower().replace(" ", "-")
    member = StaffFactory(user__first_name=marker, user__last_name=marker, user__email=f"{slug}@stadt.example")
    invitation = services.invite_staff(
        email=f"eingeladen-{slug}@stadt.example",
        roles=["front_desk"],
        actor=None,
        first_name=marker,
        last_name=marker,
    )
    department = DepartmentFactory(name=marker, short_name=marker[:20], head=member)
    role = roles.add_role(name=marker, description=marker, permissions=[], actor=None)
    substitution = SubstitutionFactory(absent=member, substitute=StaffFactory(user__last_name=marker))
    grant = SupportGrantFactory(reason=marker)
    operator = Operator(uuid4(), f"{slug}@betrieb.example", marker, marker)
    one_department, one_role = {"department_id": department.pk}, {"role_id": role.pk}
    one_person = {"membership_id": member.pk}
    one_invitation = {"invitation_id": invitation.pk}
    return {
        "staff:department": one_department,
        "staff:move_department": one_department,
        "staff:delete_department": one_department,
        "staff:role": one_role,
        "staff:reset_role": one_role,
        "staff:delete_role": one_role,
        "staff:close_area": {"member_id": open_area(member, TAX).pk},
        "staff:end_substitution": {"substitution_id": substitution.pk},
        "staff:revoke_support": {"grant_id": grant.pk},
        "support:enter": {"token": hand_over(operator=operator)},
        "staff:person": one_person,
        "staff:deactivate": one_person,
        "staff:reactivate": one_person,
        "staff:reset_second_factor": one_person,
        "staff:sign_out_person": one_person,
        "staff:resend_invitation": one_invitation,
        "staff:withdraw_invitation": one_invitation,
    }
