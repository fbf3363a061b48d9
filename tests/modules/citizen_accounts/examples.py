"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from modules.citizen_accounts.letters import ENDING
from modules.citizen_accounts.models import MemberRole, MembershipInvitation, ProofState, Relation
from rathaus.accounts.tokens import hash_of
from rathaus.files.attachments import check_file, keep_file
from rathaus.signing import sign
from tests.factories.citizens import (
    CitizenFactory,
    CitizenInvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from tests.modules.citizen_accounts.papers import SCAN


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    user = CitizenFactory(user__first_name=marker, user__last_name=marker, street=marker, city=marker).user
    return _organisation_examples(user, marker) | _representation_examples(user, marker) | _welcome_example(marker)


def _organisation_examples(user: Any, marker: str) -> dict[str, dict[str, Any]]:
    organisation = OrganisationFactory(name=f"{marker} Verein", register_number=marker, street=marker)
    member = MembershipFactory(user=user, organisation=organisation, role=MemberRole.OWNER)
    token = f"beitritt-{organisation.pk}"
    invitation = MembershipInvitation.objects.create(
        organisation=organisation,
        email="kennwort@post.example",
        role=MemberRole.READER,
        token_hash=hash_of(token),
        invited_by=user,
        expires_at=timezone.now() + timedelta(days=14),
    )
    by_organisation = ("organisation", "edit_organisation", "close_organisation", "invite_member")
    by_member = ("member_role", "hand_over", "remove_member")
    return (
        {f"citizen_accounts:{name}": {"organisation_id": organisation.pk} for name in by_organisation}
        | {f"citizen_accounts:{name}": {"membership_id": member.pk} for name in by_member}
        | {"citizen_accounts:withdraw_invitation": {"invitation_id": invitation.pk}}
        | {"citizen_accounts:join": {"token": token}}
    )


def _representation_examples(user: Any, marker: str) -> dict[str, dict[str, Any]]:
    proof = keep_file(check_file(ContentFile(SCAN, name=f"{marker}.png")))
    representation = RepresentationFactory(
        representative=user,
        relation=Relation.WARD,
        first_name=marker,
        last_name=marker,
        birth_date=date(1950, 1, 1),
        proof_state=ProofState.WAITING,
        stored_as=proof.stored,
        file_name=proof.filename,
    )
    by_id = {"representation_id": representation.pk}
    token = sign(purpose=ENDING, value=str(representation.pk))
    return {
        "citizen_accounts:with_proof": {"relation": "parent"},
        "citizen_accounts:end_representation": by_id,
        "citizen_accounts:end_by_link": {"token": token},
        **{f"citizen_accounts_staff:{name}": by_id for name in ("representation", "proof", "accept", "refuse", "end")},
    }


def _welcome_example(marker: str) -> dict[str, dict[str, Any]]:
    invitation = CitizenInvitationFactory(
        token=f"willkommen-{marker}", first_name=marker, last_name=marker, email="willkommen@post.example"
    )
    assert invitation.is_open
    return {"citizen_accounts:welcome": {"token": f"willkommen-{marker}"}}
