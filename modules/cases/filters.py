"""The filter of the list of cases, kept in the address: what makes no sense there counts as not said."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.cases.models import Channel, Status
from rathaus.web.navigation import Chip

_LONGEST: Final = 100


class Scope(StrEnum):
    """Which cases at all; the values stand in addresses."""

    OPEN = "offen"
    MINE = "meine"
    DEPARTMENT = "abteilung"
    CLOSED = "fertig"


class Flag(StrEnum):
    """What is true of a case; several together mean all of them."""

    NEW = "neu"
    OVERDUE = "ueberfaellig"
    RESUBMIT = "wiedervorlage"
    WAITING = "wartet"
    UNASSIGNED = "offen"
    URGENT = "eilt"


class Order(StrEnum):
    """In which order."""

    LATEST = "neueste"
    DUE = "frist"
    OLDEST = "aelteste"


SCOPES: Final[Mapping[Scope, Any]] = {
    Scope.OPEN: _("Alle offenen"),
    Scope.MINE: _("Meine"),
    Scope.DEPARTMENT: _("Meine Abteilung"),
    Scope.CLOSED: pgettext_lazy("Vorgänge", "Abgeschlossen"),
}
FLAGS: Final[Mapping[Flag, Any]] = {
    Flag.NEW: pgettext_lazy("Vorgänge", "Neu"),
    Flag.OVERDUE: _("Überfällig"),
    Flag.RESUBMIT: _("Wiedervorlage fällig"),
    Flag.WAITING: _("Wartet auf Bürger"),
    Flag.UNASSIGNED: _("Nicht zugewiesen"),
    Flag.URGENT: _("Eilig"),
}
ORDERS: Final[Mapping[Order, Any]] = {
    Order.LATEST: _("Neueste zuerst"),
    Order.DUE: _("Nächste Frist zuerst"),
    Order.OLDEST: _("Älteste zuerst"),
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list shows, in which order, and after which row (`after` is the text of a cursor)."""

    scope: Scope = Scope.OPEN
    flags: frozenset[Flag] = frozenset()
    kind: str = ""
    service: str = ""
    locality: uuid.UUID | None = None
    department: uuid.UUID | None = None
    channel: str = ""
    status: str = ""
    query: str = ""
    order: Order = Order.LATEST
    after: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "CaseFilter":
        """Return the filter of an address."""
        scope, order = query.get("sicht", ""), query.get("ordnung", "")
        return cls(
            scope=Scope(scope) if scope in set(Scope) else Scope.OPEN,
            flags=frozenset(Flag(one) for one in query.getlist("nur") if one in set(Flag)),
            kind=query.get("art", "")[:_LONGEST],
            service=query.get("leistung", "")[:_LONGEST],
            locality=_uuid(query.get("ortschaft", "")),
            department=_uuid(query.get("stelle", "")),
            channel=_one_of(Channel.values, query.get("weg", "")),
            status=_one_of(Status.values, query.get("stand", "")),
            query=query.get("q", "").strip()[:_LONGEST],
            order=Order(order) if order in set(Order) else Order.LATEST,
            after=query.get("ab", "")[:_LONGEST],
        )

    def but(self, **changes: Any) -> "CaseFilter":
        """Return the same with something else in it, from the first page on."""
        return replace(self, **{"after": "", **changes})

    def scope_chips(self) -> list[Chip]:
        """Return the choices of cases at all as links that keep the rest."""
        return [
            Chip(words, self.but(scope=scope).address(), is_current=scope == self.scope)
            for scope, words in SCOPES.items()
        ]

    def flag_chips(self, counts: Mapping[Flag, int]) -> list[Chip]:
        """Return the flags as links that switch one on or off, with how many there are."""
        return [
            Chip(words, self.but(flags=self.flags ^ {flag}).address(), flag in self.flags, counts.get(flag) or None)
            for flag, words in FLAGS.items()
        ]

    @property
    def locality_text(self) -> str:
        """The locality's id as it stands in a form."""
        return str(self.locality or "")

    @property
    def is_narrow(self) -> bool:
        """Whether more than scope and order was chosen."""
        return self.but(scope=Scope.OPEN, order=Order.LATEST) != CaseFilter()

    @property
    def has_details(self) -> bool:
        """Whether one of the choices below "Weitere Filter" was made."""
        details = (self.kind, self.service, self.locality, self.department, self.channel, self.status)
        return any(details) or self.order != Order.LATEST

    def hidden(self) -> list[tuple[str, str]]:
        """Return what a search form carries along: everything but words, details and page."""
        kept = CaseFilter(scope=self.scope, flags=self.flags)
        return kept.pairs()

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values as they stand in an address, without what goes without saying."""
        said = [
            ("sicht", "" if self.scope == Scope.OPEN else str(self.scope)),
            *(("nur", str(flag)) for flag in sorted(self.flags)),
            ("art", self.kind),
            ("leistung", self.service),
            ("ortschaft", self.locality_text),
            ("stelle", str(self.department or "")),
            ("weg", self.channel),
            ("stand", self.status),
            ("q", self.query),
            ("ordnung", "" if self.order == Order.LATEST else str(self.order)),
            ("ab", self.after),
        ]
        return [(name, value) for name, value in said if value]

    def address(self) -> str:
        """Return the query of an address that says the same."""
        return "?" + urlencode(self.pairs())


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _one_of(values: list[str], text: str) -> str:
    return text if text in values else ""
