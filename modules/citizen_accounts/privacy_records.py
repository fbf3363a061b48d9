"""What the module tells somebody who asks what is kept about them (Art. 15 DSGVO), line by line."""

from modules.citizen_accounts.iban import unseal
from modules.citizen_accounts.models import CitizenInvitation, CitizenProfile, Membership, Representation
from rathaus.privacy.protocol import Record


def profile_record(profile: CitizenProfile) -> Record:
    """Return the profile; the IBAN in full, since it is the person's own copy."""
    return {
        "kind": "profile",
        "street": profile.street,
        "postal_code": profile.postal_code,
        "city": profile.city,
        "locality": profile.locality.name if profile.locality else "",
        "birth_date": profile.birth_date.isoformat() if profile.birth_date else None,
        "phone": profile.phone,
        "iban": unseal(profile.iban_encrypted),
        "language": profile.language,
        "since": profile.created_at.isoformat(),
    }


def membership_record(membership: Membership) -> Record:
    """Return in which organisation the person has which role."""
    return {
        "kind": "membership",
        "organisation": membership.organisation.name,
        "role": str(membership.get_role_display()),
        "since": membership.created_at.isoformat(),
    }


def representation_record(representation: Representation) -> Record:
    """Return for whom the person acts or acted."""
    return {
        "kind": "acting_for",
        "relation": str(representation.get_relation_display()),
        "first_name": representation.first_name,
        "last_name": representation.last_name,
        "birth_date": representation.birth_date.isoformat(),
        "email": representation.email,
        "proof": str(representation.get_proof_state_display()),
        "document": representation.file_name,
        "valid_until": representation.valid_until.isoformat() if representation.valid_until else None,
        "ended_at": representation.ended_at.isoformat() if representation.ended_at else None,
        "since": representation.created_at.isoformat(),
    }


def represented_record(representation: Representation) -> Record:
    """Return who acts or acted for the person."""
    return representation_record(representation) | {
        "kind": "represented_by",
        "representative": representation.representative.full_name,
    }


def invitation_record(invitation: CitizenInvitation) -> Record:
    """Return what the municipality knew when it invited the person."""
    return {
        "kind": "invitation",
        "first_name": invitation.first_name,
        "last_name": invitation.last_name,
        "email": invitation.email,
        "street": invitation.street,
        "postal_code": invitation.postal_code,
        "city": invitation.city,
        "birth_date": invitation.birth_date.isoformat() if invitation.birth_date else None,
        "phone": invitation.phone,
        "sent": invitation.created_at.isoformat(),
    }
