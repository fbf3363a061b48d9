"""What the pages of a timeline show, for its citizen and for clerks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.accounts.models import User
from rathaus.registry import TimelineKind
from rathaus.timeline.cursors import Cursor
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.selectors import (
    MatterGroup,
    by_day,
    kind_of,
    matters_of,
    offered_kinds,
    page_of,
    timeline_of,
)
from rathaus.timeline.wishes import Wish
from rathaus.web.navigation import Chip
from rathaus.web.wording import long_date


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with what kind of thing it tells."""

    entry: TimelineEntry
    kind: TimelineKind

    @property
    def kind_words(self) -> str:
        """What kind it is, where the title does not say so already."""
        label = str(self.kind.label)
        return "" if label in self.entry.title else label


@dataclass(frozen=True, slots=True)
class Section:
    """A day or a matter with its entries; `url` leads to all of a matter's where there are more."""

    heading: str
    lines: list[Line]
    url: str = ""


def timeline_context(request: HttpRequest, person: User, *, areas: Collection[str] | None = None) -> dict[str, Any]:
    """Return the page of the timeline that the address names: one query by day, two to three by matter."""
    wish, after = Wish.of(request.GET), Cursor.read(request.GET.get("ab", ""))
    entries = timeline_of(person, wish, areas=areas)
    context: dict[str, Any] = {
        "wish": wish,
        "kinds": offered_kinds(),
        "groupings": _groupings(wish),
        "print_query": wish.but(grouping="day").address(),
        "is_first": after is None,
    }
    if wish.grouping == "matter" and not wish.matter_text:
        matters = matters_of(entries, after=after)
        sections, following = [_of_matter(group, wish) for group in matters.groups], matters.next
    else:
        page = page_of(entries, after=after)
        sections = [Section(day_words(day), _lines(rows)) for day, rows in by_day(page.entries)]
        following = page.next
        context["matter"] = _matter_label(wish, page.entries)
    return context | {"sections": sections, "next_url": wish.address(ab=str(following)) if following else ""}


def day_words(day: date) -> str:
    """Return "Heute", "Gestern" or the date."""
    today = timezone.localdate()
    near = {today: _("Heute"), today - timedelta(days=1): _("Gestern")}
    return f"{near[day]}, {long_date(day)}" if day in near else long_date(day)


def _of_matter(group: MatterGroup, wish: Wish) -> Section:
    narrow = wish.but(matter=group.id, is_without_matter=group.id is None)
    url = narrow.address() if group.has_more else ""
    return Section(group.label or _("Ohne Thema"), _lines(group.entries), url)


def _lines(entries: Iterable[TimelineEntry]) -> list[Line]:
    return [Line(entry, kind_of(entry)) for entry in entries]


def _groupings(wish: Wish) -> list[Chip]:
    is_by_matter = wish.grouping == "matter"
    return [
        Chip(gettext_lazy("Nach Tagen"), wish.but(grouping="day").address(), is_current=not is_by_matter),
        Chip(gettext_lazy("Nach Themen"), wish.but(grouping="matter").address(), is_current=is_by_matter),
    ]


def _matter_label(wish: Wish, entries: Collection[TimelineEntry]) -> str:
    if wish.is_without_matter:
        return _("Ohne Thema")
    return next((entry.matter_label for entry in entries), "") if wish.matter else ""
