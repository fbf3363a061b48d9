"""Views of the list that people name for themselves."""

from typing import Final

from django.db import transaction

from modules.cases.models import SavedView
from rathaus.accounts.models import User

MOST: Final = 30


@transaction.atomic
def save_view(*, owner: User, name: str, query: str) -> SavedView:
    """Keep a filter under a name and return it; the same name again replaces the filter.

    Nobody keeps more than thirty.
    """
    view, _is_new = SavedView.objects.update_or_create(owner=owner, name=name.strip(), defaults={"query": query})
    for extra in SavedView.objects.filter(owner=owner).exclude(pk=view.pk)[MOST - 1 :]:
        extra.delete()
    return view


def remove_view(*, view: SavedView) -> None:
    """Forget a view."""
    view.delete()
