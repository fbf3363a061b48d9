"""The filter of the list of conversations, kept in the URL."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import Department
from rathaus.web.navigation import Chip

_LONGEST_QUERY: Final = 100


class State(StrEnum):
    """Which conversations; the values stand in addresses."""

    WAITING = "antwort"
    MINE = "meine"
    UNREAD = "ungelesen"
    OPEN = "offen"
    CLOSED = "erledigt"


_WORDS: Final = {
    State.WAITING: _("Antwort fällig"),
    State.MINE: _("Meine"),
    State.UNREAD: _("Ungelesen"),
    State.OPEN: _("Alle offenen"),
    State.CLOSED: _("Erledigt"),
}


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """State, department and words; what makes no sense in an address counts as not said."""

    state: State = State.WAITING
    department: uuid.UUID | None = None
    query: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "ConversationFilter":
        """Return the filter of an address."""
        state = query.get("zustand", "")
        return cls(
            state=State(state) if state in set(State) else State.WAITING,
            department=_uuid(query.get("abteilung", "")),
            query=query.get("q", "").strip()[:_LONGEST_QUERY],
        )

    def chips(self) -> list[Chip]:
        """Return the states as links that keep the rest."""
        return [
            Chip(words, replace(self, state=state).address(), is_current=state == self.state)
            for state, words in _WORDS.items()
        ]

    def department_chips(self, departments: Iterable[Department]) -> list[Chip]:
        """Return the departments as links, all of them first."""
        chips = [Chip(_("Alle Abteilungen"), replace(self, department=None).address(), is_current=not self.department)]
        return chips + [
            Chip(
                one.short_name or one.name,
                replace(self, department=one.pk).address(),
                is_current=one.pk == self.department,
            )
            for one in departments
        ]

    def address(self) -> str:
        """Return the query of an address that says the same."""
        department = str(self.department) if self.department else ""
        said = {"zustand": str(self.state), "abteilung": department, "q": self.query}
        return "?" + urlencode({key: value for key, value in said.items() if value})


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
