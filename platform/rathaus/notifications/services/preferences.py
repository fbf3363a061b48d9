"""How a person wants to be told of what."""

from collections.abc import Mapping

from django.db import transaction

from rathaus.accounts.models import User
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.notifications.models import NotificationPreference
from rathaus.notifications.selectors import Ways, choices_of


@transaction.atomic
def save_preferences(*, person: User, ways: Mapping[str, Ways]) -> list[str]:
    """Keep the ways by the code of the kind and return which kinds changed; mail that a law wants stays on.

    What the person never changed follows the kind, also when a later release thinks otherwise.
    """
    known = {choice.kind.code: choice for group in choices_of(person) for choice in group.choices}
    changed = []
    for code in sorted(known.keys() & ways.keys()):
        wanted = Ways(mail=ways[code].mail or known[code].kind.needs_mail, push=ways[code].push)
        if wanted != known[code].ways:
            _store(person, code, wanted)
            changed.append(code)
    if changed:
        record(
            action="notifications.preferences_changed",
            actor=person,
            actor_kind=ActorKind.CITIZEN,
            details={"kinds": changed},
        )
    return changed


def _store(person: User, code: str, wanted: Ways) -> None:
    NotificationPreference.objects.update_or_create(
        person=person, kind=code, defaults={"mail": wanted.mail, "push": wanted.push}
    )
