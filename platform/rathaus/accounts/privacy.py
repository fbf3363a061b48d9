"""What accounts keep about people: who may sign in, who was invited, and from which devices."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q

from rathaus.accounts.models import Invitation, User
from rathaus.privacy.protocol import Record

KEEP_INVITATIONS: Final = timedelta(days=90)
KEEP_DEVICES: Final = timedelta(days=30)


class AccountsPersonalData:
    """Accounts, invitations and devices. The account of working staff is kept as long as they are staff."""

    models: tuple[type[Model], ...] = (User, Invitation, EmailAddress, UserSession)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return account, devices and invitations of the person with this address."""
        people = [
            {"kind": "account", "email": user.email, "name": user.full_name, "since": user.created_at.isoformat()}
            for user in User.objects.filter(email=email)
        ]
        devices = [
            {"kind": "device", "at": device.last_seen_at.isoformat(), "ip": device.ip, "browser": device.user_agent}
            for device in UserSession.objects.filter(user__email=email)
        ]
        invitations = [
            {"kind": "invitation", "email": invitation.email, "name": invitation.full_name,
             "at": invitation.created_at.isoformat()}
            for invitation in Invitation.objects.filter(email=email)
        ]  # fmt: skip
        return [*people, *devices, *invitations]

    def erase(self, *, email: str) -> int:
        """Delete invitations, and the account with its devices unless it is one of working staff."""
        invitations, _ = Invitation.objects.filter(email=email).delete()
        gone = User.objects.filter(email=email).exclude(staff_membership__is_active=True)
        people = gone.count()
        gone.delete()
        return invitations + people

    def apply_retention(self, *, now: datetime) -> int:
        """Delete invitations closed or run out 90 days ago and devices not seen for 30 days."""
        closed_before = now - KEEP_INVITATIONS
        closed = Q(accepted_at__lt=closed_before) | Q(withdrawn_at__lt=closed_before) | Q(expires_at__lt=closed_before)
        invitations, _ = Invitation.objects.filter(closed).delete()
        devices, _ = UserSession.objects.filter(last_seen_at__lt=now - KEEP_DEVICES).delete()
        return invitations + devices


PERSONAL_DATA = AccountsPersonalData()
