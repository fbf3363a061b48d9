"""Search for what one colleague did: asked for with a reason, decided by a second person, visible for a week.

Technical means that can watch people at work need the consent of the staff council (§ 87 (1) no. 6 BetrVG; for
municipalities the same rule in the Land's law, for example § 69 no. 2 PersVG LSA): nobody looks alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.accounts.models import User
from rathaus.audit.errors import OwnSearchError, SearchedPersonError, SearchOverError, SearchUnclearError
from rathaus.audit.models import SearchState, StaffSearch
from rathaus.audit.selectors import deciders
from rathaus.audit.services import record
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant

WAITS_FOR: Final = timedelta(days=14)
VISIBLE_FOR: Final = timedelta(days=7)
LEAST_OF_A_REASON: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to know: what a colleague did, or who of the house did something to an object."""

    first_on: date
    last_on: date
    reason: str
    about: User | None = None
    object_id: str = ""

    @property
    def is_clear(self) -> bool:
        """Return whether somebody else can decide on it."""
        names_something = self.about is not None or bool(self.object_id.strip())
        return names_something and len(self.reason.strip()) >= LEAST_OF_A_REASON and self.first_on <= self.last_on


@transaction.atomic
def request_search(*, question: Question, actor: User) -> StaffSearch:
    """Ask for a search and mail those who may decide; it shows nothing yet. Raises SearchUnclearError."""
    if not question.is_clear:
        raise SearchUnclearError
    search = StaffSearch.objects.create(
        requested_by=actor.pk,
        about=question.about.pk if question.about else None,
        object_id=question.object_id.strip(),
        first_on=question.first_on,
        last_on=question.last_on,
        reason=question.reason.strip(),
        requested_at=timezone.now(),
    )
    record(action="audit.search_requested", actor=actor, target=search)
    _ask(deciders(search), search)
    return search


@transaction.atomic
def approve_search(*, search: StaffSearch, actor: User) -> StaffSearch:
    """Let who asked see the result for a week. Raises OwnSearchError, SearchedPersonError, SearchOverError."""
    locked = _decidable(search, actor)
    now = timezone.now()
    locked.state, locked.decided_by, locked.decided_at = SearchState.APPROVED, actor.pk, now
    locked.visible_until = now + VISIBLE_FOR
    locked.save()
    record(action="audit.search_approved", actor=actor, target=locked)
    return locked


@transaction.atomic
def refuse_search(*, search: StaffSearch, actor: User) -> StaffSearch:
    """Refuse it: nothing is shown. Raises as `approve_search` does."""
    locked = _decidable(search, actor)
    locked.state, locked.decided_by, locked.decided_at = SearchState.REFUSED, actor.pk, timezone.now()
    locked.save()
    record(action="audit.search_refused", actor=actor, target=locked)
    return locked


@transaction.atomic
def withdraw_search(*, search: StaffSearch, actor: User) -> StaffSearch:
    """Take one's own request back, or end its result before the week is over. Raises SearchOverError."""
    locked = _lock(search)
    if locked.requested_by != actor.pk or locked.state not in (SearchState.OPEN, SearchState.APPROVED):
        raise SearchOverError
    locked.state, locked.visible_until = SearchState.WITHDRAWN, None
    locked.save()
    record(action="audit.search_withdrawn", actor=actor, target=locked)
    return locked


def is_waiting(search: StaffSearch, now: datetime) -> bool:
    """Return whether somebody may still decide."""
    return search.state == SearchState.OPEN and search.requested_at > now - WAITS_FOR


def can_decide(search: StaffSearch, user: User) -> bool:
    """Return whether this person is a second one: neither who asked nor who is searched for."""
    return user.pk not in (search.requested_by, search.about)


def _decidable(search: StaffSearch, actor: User) -> StaffSearch:
    locked = _lock(search)
    if actor.pk == locked.requested_by:
        raise OwnSearchError
    if actor.pk == locked.about:
        raise SearchedPersonError
    if not is_waiting(locked, timezone.now()):
        raise SearchOverError
    return locked


def _lock(search: StaffSearch) -> StaffSearch:
    return StaffSearch.objects.select_for_update().get(pk=search.pk)


def _ask(people: Iterable[User], search: StaffSearch) -> None:
    """Mail that a decision waits; whom and what it is about stands behind the sign-in alone."""
    url = current_tenant().url(reverse("audit:search", args=[search.pk]))
    text = _("Jemand möchte im Protokoll nach einer Person suchen. Bitte entscheiden Sie:")
    for person in people:
        enqueue_mail(
            to=person.email,
            subject=_("Eine Suche im Protokoll wartet auf Sie"),
            text=f"{text}\n\n{url}",
            kind="audit.search_requested",
            reference=str(search.pk),
        )
