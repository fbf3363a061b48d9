"""Which rows a clerk may see at all: those of no restricted area, and those of areas they are named for."""

from django.db.models import Q

from rathaus.accounts.areas import areas_here, may_open
from rathaus.accounts.models import User
from rathaus.registry import RestrictedAreaSpec


def open_areas(user: User) -> list[RestrictedAreaSpec]:
    """Return the restricted areas that the person is named for; costs nothing beside the rights."""
    return [area for area in areas_here() if may_open(user, area.code)]


def open_codes(user: User) -> list[str]:
    """Return their codes."""
    return [area.code for area in open_areas(user)]


def within(user: User, path: str = "area") -> Q:
    """Return the condition for what the clerk may see; `path` leads to the area of the row."""
    return Q(**{f"{path}__in": ["", *open_codes(user)]})
