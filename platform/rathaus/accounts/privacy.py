"""Personal data of people who sign in: what is kept, how it is erased, when it is forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from rathaus.accounts.factors import passkeys_of
from rathaus.accounts.models import CodeTries, Invitation, StaffMembership, SupportGrant, User
from rathaus.accounts.privacy_organisation import forget_organisation, organisation_records, support_records
from rathaus.accounts.services import end_sessions
from rathaus.privacy.protocol import Kept, Record

INVITATION_KEPT: Final = timedelta(days=90)
TRIES_KEPT: Final = timedelta(days=1)


class AccountsPersonalData:
    """Names and addresses of people with an access, their invitations and sessions."""

    # What hangs on the access (address, second factor, devices, tries) goes with it, by its foreign key.
    models: tuple[type[Model], ...] = (
        User,
        Invitation,
        StaffMembership,
        CodeTries,
        SupportGrant,
        UserSession,
        Authenticator,
        EmailAddress,
    )

    def export(self, *, email: str) -> Sequence[Record]:
        """Return access, invitations, sessions and place in the town hall; secrets are never part of it."""
        user = User.objects.filter(email=email).first()
        records = [_invitation(invitation) for invitation in Invitation.objects.filter(email=email)]
        records += support_records(email)
        if user is None:
            return records
        sessions = UserSession.objects.filter(user_id=user.pk)
        keys = [_passkey(row) for row in passkeys_of(user)]
        return [_access(user), *organisation_records(user), *records, *keys, *(_session(row) for row in sessions)]

    def erase(self, *, email: str) -> int:
        """Erase invitations, and the access of whoever is not staff any more.

        Working staff keep theirs: the municipality must know who acts for it (§ 26 BDSG, Art. 17 (3) b DSGVO).
        What a former colleague did stays, under an id that leads nowhere any more.
        """
        count = Invitation.objects.filter(email=email).delete()[0]
        user = User.objects.filter(email=email).first()
        if user is None or StaffMembership.objects.filter(user=user, is_active=True).exists():
            return count
        end_sessions(user=user)
        user.delete()
        return count + 1

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return the access of working staff."""
        if not StaffMembership.objects.filter(user__email=email, is_active=True).exists():
            return ()
        why = _("Die Kommune muss wissen, wer für sie handelt (§ 26 BDSG).")
        return (Kept(_("Ihr Zugang zur Verwaltung"), why),)

    def apply_retention(self, *, now: datetime) -> int:
        """Forget invitations 90 days after they ended, run-out sessions at once, counted tries after a day."""
        ended = now - INVITATION_KEPT
        over = Q(accepted_at__lt=ended) | Q(withdrawn_at__lt=ended) | Q(expires_at__lt=ended)
        count = forget_organisation(now=now)
        count += Invitation.objects.filter(over).delete()[0]
        count += CodeTries.objects.filter(since__lt=now - TRIES_KEPT).delete()[0]
        count += Session.objects.filter(expire_date__lt=now).delete()[0]
        running = Session.objects.values("session_key")
        gone: int = UserSession.objects.exclude(session_key__in=running).delete()[0]
        return count + gone


def _access(user: User) -> Record:
    return {
        "kind": "access",
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "since": user.created_at.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
    }


def _invitation(invitation: Invitation) -> Record:
    return {
        "kind": "invitation",
        "email": invitation.email,
        "first_name": invitation.first_name,
        "last_name": invitation.last_name,
        "sent": invitation.created_at.isoformat(),
    }


def _passkey(row: Authenticator) -> Record:
    return {
        "kind": "passkey",
        "name": str(row.data["name"]),
        "made": row.created_at.isoformat(),
        "last_used": row.last_used_at.isoformat() if row.last_used_at else None,
        "address": str(row.data.get("rp_id", "")),
    }


def _session(session: UserSession) -> Record:
    return {
        "kind": "session",
        "started": session.created_at.isoformat(),
        "network_address": session.ip,
        "browser": session.user_agent,
    }


PERSONAL_DATA: Final = AccountsPersonalData()
