"""What a browser sent, by name: QueryDict and plain mappings look alike here, and no sign breaks a database or PDF."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST: Final = 50_000  # signs of one answer; validation has sentences for what is too long before that
_MOST_VALUES: Final = 300


class Posted:
    """The values of a form that was sent."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def has(self, *names: str) -> bool:
        """Return whether one of these stood on the page."""
        return any(name in self._data for name in names)

    def one(self, name: str) -> str:
        """Return a line of text without spaces around it, "" for nothing; of several values the last one."""
        return " ".join(self.lines(name).split())

    def lines(self, name: str) -> str:
        """Return a text with its line breaks."""
        values = self.many(name)
        return values[-1] if values else ""

    def many(self, name: str) -> list[str]:
        """Return all values of a name."""
        read = getattr(self._data, "getlist", None)
        found = read(name) if read else self._data.get(name)
        values: Iterable[Any] = found if isinstance(found, list | tuple) else [] if found is None else [found]
        return [_clean(value) for value in list(values)[:_MOST_VALUES]]

    def rows(self, name: str, most: int) -> list[int]:
        """Return the numbers of the rows that stood on the page: 0 and 2 for "name/0/x" and "name/2/x"."""
        found = set()
        for key in self._data:
            number, slash, _rest = key[len(name) + 1 :].partition("/") if key.startswith(f"{name}/") else ("", "", "")
            if slash and number.isascii() and number.isdecimal() and len(number) <= 3 and int(number) < most:
                found.add(int(number))
        return sorted(found)


def _clean(value: Any) -> str:
    text = str(value)[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text).strip()
