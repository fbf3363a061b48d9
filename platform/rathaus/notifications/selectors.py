"""Reads how people want to be told and on which devices; writes nothing."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from rathaus.accounts.models import User
from rathaus.accounts.rights import rights_of
from rathaus.notifications.kinds import active_groups
from rathaus.notifications.models import NotificationPreference, PushSubscription
from rathaus.registry import NotificationKind
from rathaus.tenancy import current_tenant


@dataclass(frozen=True)
class Ways:
    """How somebody is told of one kind of thing; neither means not at all."""

    mail: bool
    push: bool


@dataclass(frozen=True)
class Choice:
    """A kind with the ways that hold for a person."""

    kind: NotificationKind
    ways: Ways


@dataclass(frozen=True)
class ChoiceGroup:
    """The choices about one module."""

    label: str
    choices: tuple[Choice, ...]


def ways_for(person: User, kind: NotificationKind) -> Ways:
    """Return how the person is told of this kind; one query."""
    chosen = NotificationPreference.objects.filter(person=person, kind=kind.code).first()
    return _ways(kind, chosen)


def choices_of(person: User) -> list[ChoiceGroup]:
    """Return every kind of the active modules that this person may be told of, with the ways that hold for them."""
    is_staff = rights_of(person).is_staff
    chosen = {preference.kind: preference for preference in NotificationPreference.objects.filter(person=person)}
    groups = [
        (group.label, [kind for kind in group.kinds if is_staff or not kind.for_staff])
        for group in active_groups(current_tenant())
    ]
    return [
        ChoiceGroup(label, tuple(Choice(kind, _ways(kind, chosen.get(kind.code))) for kind in kinds))
        for label, kinds in groups
        if kinds
    ]


def _ways(kind: NotificationKind, chosen: NotificationPreference | None) -> Ways:
    mail = chosen.mail if chosen else kind.mail
    return Ways(mail=mail or kind.needs_mail, push=chosen.push if chosen else kind.push)


def devices_of(person: User) -> QuerySet[PushSubscription]:
    """Return the person's browsers that take messages, the oldest first."""
    return PushSubscription.objects.filter(person=person)


def find_device(person: User, device_id: uuid.UUID) -> PushSubscription | None:
    """Return the person's own browser with this id."""
    return devices_of(person).filter(pk=device_id).first()
