"""Forms of the waiting room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.appointments.models import Pool, QueueTicket
from modules.appointments.selectors.day import counter_pools
from rathaus.web.forms import ErrorTexts

_MAX_NOTE = 500


class NoteForm(ErrorTexts, forms.Form):
    """What colleagues should know about somebody who waits."""

    note = forms.CharField(
        label=_("Notiz"), required=False, max_length=_MAX_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class ForwardForm(ErrorTexts, forms.Form):
    """To which other team of the house somebody goes, and what it should know."""

    team = forms.ModelChoiceField(label=_("Weiter an"), queryset=Pool.objects.none(), empty_label=None)
    note = forms.CharField(label=_("Nachricht an das Team"), required=False, max_length=_MAX_NOTE)

    def __init__(self, *args: Any, ticket: QueueTicket, **kwargs: Any) -> None:
        super().__init__(*args, prefix="weiter", **kwargs)
        teams = counter_pools(ticket.location_id)
        if ticket.pool_id:
            teams = teams.exclude(pk=ticket.pool_id)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
