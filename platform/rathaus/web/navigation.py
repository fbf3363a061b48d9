"""The dashboard's left navigation and other lists of links, as templates expect them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

Text = Any  # str or a lazy translation
COUNTED: Final = 99  # more is not counted, only said


@dataclass(frozen=True)
class Link:
    """A link with its words, for crumbs, legal pages and menus. Without an address it is plain text."""

    label: Text
    url: str = ""


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation. `is_exact` marks a page whose address begins many others ("Heute").

    `count_words` says to those who do not see the number what it means ("3 neue Vorgänge").
    """

    label: Text
    url: str
    icon: str = "dehaze"
    count: int = 0
    is_exact: bool = False
    count_words: Text = ""

    @property
    def count_figure(self) -> str:
        """The number as it is shown: two digits at most."""
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


@dataclass(frozen=True)
class NavGroup:
    """Lines that belong together under a small heading; the first group has none."""

    label: Text
    items: tuple[NavItem, ...]


@dataclass(frozen=True)
class Chip:
    """A filter that lives in the URL."""

    label: Text
    url: str
    is_current: bool = False
    count: int | None = None
    icon: str = ""


def current_url(path: str, groups: Iterable[NavGroup]) -> str:
    """Return the address of the line that the page belongs to: the longest that begins the path, or ""."""
    items = [item for group in groups for item in group.items]
    matching = [item.url for item in items if path == item.url or (not item.is_exact and path.startswith(item.url))]
    return max(matching, key=len, default="")
