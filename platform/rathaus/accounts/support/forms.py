"""What an administrator says when they let operators in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.support.durations import DURATIONS
from rathaus.web.forms import EmailField, ErrorTexts, IdempotencyField


class GrantForm(ErrorTexts, forms.Form):
    """Whom to let in, why, for how long."""

    idem_key = IdempotencyField()
    reason = forms.CharField(
        label=_("Wobei soll der Betrieb helfen?"),
        help_text=_("Ein Satz genügt. Bitte ohne Namen von Bürgerinnen und Bürgern."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    operator_email = EmailField(
        label=_("E-Mail-Adresse der Person im Betrieb"),
        help_text=_("Leer: Jede Person im Betrieb darf den Zugang nutzen."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    duration = forms.ChoiceField(
        label=_("Wie lange?"),
        choices=[(code, label) for code, (_length, label) in DURATIONS.items()],
        initial="1h",
        widget=forms.RadioSelect,
    )
