"""The filter of the list of people, kept in the URL."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from rathaus.web.navigation import Chip

STATES = {"": _("Alle"), "offen": _("Zugang offen"), "gesperrt": _("Gesperrt")}


@dataclass(frozen=True)
class StateFilter:
    """Which people to show: all, those who may sign in, those who may not."""

    value: str = ""

    @classmethod
    def chosen(cls, query: QueryDict) -> "StateFilter":
        """Return the filter of the address; an unknown one means all."""
        value = query.get("zustand", "")
        return cls(value if value in STATES else "")

    @property
    def only_active(self) -> bool | None:
        """Return what the selector needs: None for all."""
        return None if not self.value else self.value == "offen"

    def chips(self, search: str) -> list[Chip]:
        """Return the filter as links that keep the search."""
        return [Chip(label, _address(value, search), is_current=value == self.value) for value, label in STATES.items()]


def _address(state: str, search: str) -> str:
    query = {key: value for key, value in (("zustand", state), ("q", search)) if value}
    return f"?{urlencode(query)}"
