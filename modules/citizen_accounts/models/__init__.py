"""The tables of the module, split by noun: who somebody is, with whom they act, for whom they act."""

from modules.citizen_accounts.models.invitation import CitizenInvitation
from modules.citizen_accounts.models.organisation import (
    MemberRole,
    Membership,
    MembershipInvitation,
    Organisation,
    OrganisationKind,
)
from modules.citizen_accounts.models.profile import CitizenProfile, EmailChange
from modules.citizen_accounts.models.representation import EndedBy, ProofState, Relation, Representation

__all__ = [
    "CitizenInvitation",
    "CitizenProfile",
    "EmailChange",
    "EndedBy",
    "MemberRole",
    "Membership",
    "MembershipInvitation",
    "Organisation",
    "OrganisationKind",
    "ProofState",
    "Relation",
    "Representation",
]
