"""Objects for the contract tests: one of each kind that an address can show."""

from typing import Any

from rathaus.accounts import services
from tests.factories.accounts import StaffFactory


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
    one_person = {"membership_id": member.pk}
    one_invitation = {"invitation_id": invitation.pk}
    return {
        "staff:person": one_person,
        "staff:deactivate": one_person,
        "staff:reactivate": one_person,
        "staff:reset_second_factor": one_person,
        "staff:resend_invitation": one_invitation,
        "staff:withdraw_invitation": one_invitation,
    }
