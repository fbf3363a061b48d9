"""How much waits behind the entries of the navigation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.module_loading import import_string

from rathaus.accounts.models import User
from rathaus.registry import NavCount, NavEntry
from rathaus.web.navigation import COUNTED


def waiting_counts(user: User, entries: Sequence[NavEntry]) -> Mapping[str, int]:
    """Return how much waits behind the entries that count something, by their URL names: one query for all.

    Of no entry more than COUNTED + 1 rows are read, so that a full inbox makes no page slow.
    """
    counting = {entry.url_name: entry.count for entry in entries if entry.count}
    if not counting:
        return {}
    first, *others = (_rows(count, user, place) for place, count in enumerate(counting.values()))
    found = Counter(first.union(*others, all=True) if others else first)
    return {url_name: found[place] for place, url_name in enumerate(counting)}


def _rows(count: NavCount, user: User, place: int) -> QuerySet[Any, Any]:
    rows = import_string(count.rows)(user).order_by()
    marked: QuerySet[Any, Any] = rows.values_list(Value(place), flat=True)[: COUNTED + 1]
    return marked
