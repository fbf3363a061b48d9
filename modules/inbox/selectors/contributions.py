"""What the module contributes elsewhere: a citizen's first page, dashboard, search, figures."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.citizen_accounts.api import find_citizens
from modules.inbox.filters import ConversationFilter, State
from modules.inbox.models import Document, Message
from modules.inbox.permissions import READ
from modules.inbox.selectors.mine import conversations_of, documents_of
from modules.inbox.selectors.work import listed, text_modules
from rathaus.accounts.permissions import has_permission
from rathaus.registry import DashboardCard, MyCard, SearchHit, SetupStep
from rathaus.web.wording import short_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rathaus.accounts.models import User

_LINES: Final = 5


def my_cards(user: "User") -> Sequence[MyCard]:
    """Return new messages, and documents that wait to be fetched: two queries."""
    cards = []
    if documents := list(documents_of(user).filter(first_retrieved_at=None)[:_LINES]):
        cards.append(_documents_card(documents))
    if new := list(conversations_of(user).filter(is_new_for_person=True)[:_LINES]):
        cards.append(
            MyCard(
                title=_("Neue Nachrichten"),
                lines=[conversation.subject for conversation in new],
                url=reverse("inbox:start"),
                action=_("Nachrichten lesen"),
                is_waiting=True,
                order=20,
            )
        )
    return cards


def _documents_card(documents: Sequence[Document]) -> MyCard:
    return MyCard(
        title=_("Dokumente für Sie"),
        lines=[document.title for document in documents],
        url=reverse("inbox:documents") if len(documents) > 1 else reverse("inbox:document", args=[documents[0].pk]),
        action=_("Dokumente abrufen"),
        is_waiting=True,
        order=10,
    )


def dashboard_cards(user: "User") -> Sequence[DashboardCard]:
    """Return the messages that wait longest for an answer, for somebody who works with them."""
    if not has_permission(user, READ):
        return []
    waiting = list(listed(user, ConversationFilter(state=State.WAITING))[:_LINES])
    if not waiting:
        return []
    lines = [f"{short_date(timezone.localtime(one.last_at))} {one.person.full_name}, {one.subject}" for one in waiting]
    url = reverse("inbox_staff:conversations")
    return [DashboardCard(title=_("Nachrichten ohne Antwort"), lines=lines, url=url, action=_("Nachrichten ansehen"))]


def search_hits(query: str, user: "User") -> Sequence[SearchHit]:
    """Return citizens and conversations that match, for whoever may see them."""
    if not has_permission(user, READ):
        return []
    people = [
        SearchHit(
            title=citizen.user.full_name,
            detail=citizen.address or _("Bürgerin oder Bürger"),
            url=reverse("inbox_staff:person", args=[citizen.user.pk]),
        )
        for citizen in find_citizens(query)[:10]
    ]
    return people + [
        SearchHit(
            title=found.subject,
            detail=f"{found.person.full_name}, {short_date(timezone.localtime(found.last_at))}",
            url=reverse("inbox_staff:conversation", args=[found.pk]),
        )
        for found in listed(user, ConversationFilter(state=State.OPEN, query=query))[:10]
    ]


def activity() -> str:
    """Return how many messages were written within seven days, for the modules page."""
    count = Message.objects.filter(at__gte=timezone.now() - timedelta(days=7)).count()
    return ngettext("%(count)s Nachricht in 7 Tagen", "%(count)s Nachrichten in 7 Tagen", count) % {"count": count}


def counts() -> Mapping[str, int]:
    """Return the figures of the last 24 hours for the operators."""
    since = timezone.now() - timedelta(hours=24)
    return {
        "messages": Message.objects.filter(at__gte=since).count(),
        "documents": Document.objects.filter(provided_at__gte=since).count(),
    }


def setup_checks() -> "Iterator[SetupStep]":
    """Yield what helps before citizens write: texts to answer with."""
    yield SetupStep(
        title=_("Textbausteine anlegen"),
        is_done=text_modules().exists(),
        url_name="inbox_staff:text_modules",
        hint=_("Damit antworten Sie schneller und einheitlich."),
        is_required=False,
    )
