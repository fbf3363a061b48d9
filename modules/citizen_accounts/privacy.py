"""What the module keeps about people: profiles, whom they act for, invitations, each only as long as needed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Model, Q, QuerySet

from modules.citizen_accounts.models import (
    CitizenInvitation,
    CitizenProfile,
    EmailChange,
    MemberRole,
    Membership,
    MembershipInvitation,
    Organisation,
    Representation,
)
from modules.citizen_accounts.privacy_records import (
    invitation_record,
    membership_record,
    profile_record,
    representation_record,
    represented_record,
)
from modules.citizen_accounts.services.telling import untell
from rathaus.files.services import delete_file
from rathaus.privacy.protocol import Record

_DOCUMENT_KEPT: Final = timedelta(days=30)  # after the decision: as long as somebody may ask about it
_ENDED_KEPT: Final = timedelta(days=365)
_LINK_KEPT: Final = timedelta(days=30)


class CitizenAccountsPersonalData:
    """Profiles of citizens, their organisations, and representations with their documents."""

    models: tuple[type[Model], ...] = (
        CitizenProfile,
        EmailChange,
        CitizenInvitation,
        Membership,
        MembershipInvitation,
        Representation,
    )

    def export(self, *, email: str) -> Sequence[Record]:
        """Return profile, memberships, representations on either side, and invitations."""
        return list(_export(email))

    def erase(self, *, email: str) -> int:
        """Delete all of it with the documents; an organisation goes on with its other members, or ends."""
        acts = Q(representative__email=email) | Q(email=email)
        count = _delete_representations(Representation.objects.filter(acts))
        count += _leave_organisations(email)
        count += CitizenProfile.objects.filter(user__email=email).delete()[0]
        count += EmailChange.objects.filter(user__email=email).delete()[0]
        count += MembershipInvitation.objects.filter(email=email).delete()[0]
        return count + CitizenInvitation.objects.filter(email=email).delete()[0]

    def apply_retention(self, *, now: datetime) -> int:
        """Delete documents 30 days after the decision, what ended a year ago, and links that have run out."""
        over = now - _ENDED_KEPT
        ended = Q(ended_at__lt=over) | Q(proof_state="refused", decided_at__lt=over) | Q(valid_until__lt=over.date())
        count = _delete_representations(Representation.objects.filter(ended))
        decided = Representation.objects.filter(Q(decided_at__lt=now - _DOCUMENT_KEPT) | Q(ended_at__isnull=False))
        for representation in decided.exclude(stored_as=""):
            delete_file(name=representation.stored_as)
            representation.stored_as = representation.file_name = ""
            representation.save(update_fields=["stored_as", "file_name"])
            count += 1
        count += EmailChange.objects.filter(expires_at__lt=now).delete()[0]
        count += MembershipInvitation.objects.filter(expires_at__lt=now).delete()[0]
        old = now - _LINK_KEPT
        done = Q(expires_at__lt=old) | Q(accepted_at__lt=old)
        return count + CitizenInvitation.objects.filter(done).delete()[0]


def _export(email: str) -> Iterator[Record]:
    for profile in CitizenProfile.objects.filter(user__email=email).select_related("locality"):
        yield profile_record(profile)
    for membership in Membership.objects.filter(user__email=email).select_related("organisation"):
        yield membership_record(membership)
    for representation in Representation.objects.filter(representative__email=email):
        yield representation_record(representation)
    for representation in Representation.objects.filter(email=email).select_related("representative"):
        yield represented_record(representation)
    for invitation in CitizenInvitation.objects.filter(email=email):
        yield invitation_record(invitation)


def _delete_representations(representations: QuerySet[Representation]) -> int:
    found = list(representations)
    for name in (entry.stored_as for entry in found if entry.stored_as):
        delete_file(name=name)
    untell(found)
    return representations.delete()[0]


def _leave_organisations(email: str) -> int:
    """Take the person out; whoever has been there longest manages the account where nobody else does."""
    count = 0
    for membership in Membership.objects.filter(user__email=email).select_related("organisation"):
        organisation = membership.organisation
        membership.delete()
        count += 1
        _keep_managed(organisation)
    return count


def _keep_managed(organisation: Organisation) -> None:
    members = organisation.memberships.order_by("created_at")
    if not members.exists():
        organisation.delete()
    elif not members.filter(role=MemberRole.OWNER).exists():
        heir = members.filter(role=MemberRole.ACTING).first() or members[0]
        heir.role = MemberRole.OWNER
        heir.save(update_fields=["role"])


PERSONAL_DATA: Final = CitizenAccountsPersonalData()
