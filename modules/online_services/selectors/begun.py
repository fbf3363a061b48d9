"""What a citizen's first page says about forms that were begun."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from modules.online_services.selectors.drafts import drafts_of
from rathaus.accounts.models import User
from rathaus.registry import MyCard
from rathaus.web.wording import long_date

_LINES = 3


def my_cards(user: User) -> Sequence[MyCard]:
    """Return the forms that the person has begun, with the day until which each is kept: one query."""
    drafts = list(drafts_of(user)[: _LINES + 1])
    if not drafts:
        return []
    lines = [
        _("%(what)s, noch bis %(day)s")
        % {
            "what": draft.service.title if draft.service else draft.form_version.form.title,
            "day": long_date(draft.expires_at.date()),
        }
        for draft in drafts[:_LINES]
    ]
    url = (
        reverse("online_services:fill", args=[drafts[0].token])
        if len(drafts) == 1
        else reverse("online_services:begun")
    )
    return [MyCard(title=_("Angefangene Anträge"), lines=lines, url=url, action=_("Weiter ausfüllen"), order=30)]
