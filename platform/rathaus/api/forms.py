"""What administrators say about keys and webhooks."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.api.addresses import clean_origin, clean_webhook_url
from rathaus.api.errors import ApiError
from rathaus.api.models import WebhookEndpoint
from rathaus.api.models.keys import DEFAULT_RATE, HIGHEST_RATE
from rathaus.api.scopes import offered_events, offered_scopes
from rathaus.tenancy import current_tenant
from rathaus.web.forms import ErrorTexts, IdempotencyField


class ScopesField(forms.MultipleChoiceField):
    """The rights of a key as boxes to tick, each with what it is for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_scope_choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def _scope_choices() -> list[tuple[str, str]]:
    scopes = offered_scopes(current_tenant())
    return [(scope.code, f"{scope.label} – {scope.hint}" if scope.hint else str(scope.label)) for scope in scopes]


def _event_choices() -> list[tuple[str, Any]]:
    return [(event.code, event.label) for event in offered_events(current_tenant())]


class KeyForm(ErrorTexts, forms.Form):
    """A new key."""

    idem_key = IdempotencyField()
    name = forms.CharField(
        label=_("Wofür ist der Schlüssel?"), max_length=100, help_text=_("Zum Beispiel: Homepage, Bürger-App, Pforte")
    )
    scopes = ScopesField(
        label=_("Was darf das Programm?"), error_messages={"required": _("Bitte wählen Sie mindestens ein Recht aus.")}
    )
    rate_limit = forms.IntegerField(
        label=_("Höchstens so viele Anfragen je Minute"), min_value=1, max_value=HIGHEST_RATE, initial=DEFAULT_RATE
    )
    expires_on = forms.DateField(
        label=_("Gilt bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leer lassen, wenn der Schlüssel gilt, bis Sie ihn sperren."),
    )
    origins = forms.CharField(
        label=_("Internetseiten, auf denen der Schlüssel im Browser benutzt wird"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Eine je Zeile, zum Beispiel https://www.stadt.example. Meist bleibt das leer: Programme auf Servern "
            "brauchen es nicht, und im Browser kann jede Person den Schlüssel lesen."
        ),
    )

    def clean_expires_on(self) -> datetime | None:
        """Return the end of that day; raises ValidationError for a day that is over."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("Bitte geben Sie einen Tag an, der noch kommt."))
        return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone()).astimezone(UTC)

    def clean_origins(self) -> list[str]:
        """Return the origins; raises ValidationError for anything else."""
        try:
            return [clean_origin(line) for line in self.cleaned_data["origins"].split()]
        except ApiError as error:
            raise ValidationError(str(error)) from None


class WebhookForm(ErrorTexts, forms.Form):
    """An address and what it is told."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Zum Beispiel: Bürger-App"))
    url = forms.CharField(
        label=_("Adresse"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("Beginnt mit https:// und ist aus dem Internet erreichbar."),
    )
    events = forms.MultipleChoiceField(
        label=_("Worüber wird das Programm benachrichtigt?"),
        widget=forms.CheckboxSelectMultiple,
        choices=_event_choices,
        error_messages={"required": _("Bitte wählen Sie mindestens ein Ereignis aus.")},
    )

    def clean_url(self) -> str:
        """Return the address; raises ValidationError where nothing may be sent."""
        try:
            return clean_webhook_url(self.cleaned_data["url"])
        except ApiError as error:
            raise ValidationError(str(error)) from None


class NewWebhookForm(WebhookForm):
    """A new address."""

    idem_key = IdempotencyField()


class EditWebhookForm(WebhookForm):
    """An address that exists, with its switch."""

    is_active = forms.BooleanField(label=_("Benachrichtigungen senden"), required=False)

    @classmethod
    def of(cls, endpoint: WebhookEndpoint, data: Any = None) -> "EditWebhookForm":
        """Return the form with what is stored."""
        stored = {name: getattr(endpoint, name) for name in ("name", "url", "events", "is_active")}
        return cls(data, initial=stored)


class ReplayForm(ErrorTexts, forms.Form):
    """From which day on messages are sent again."""

    since = forms.DateField(
        label=_("Ab Tag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )
    only_failed = forms.BooleanField(label=_("Nur fehlgeschlagene"), required=False, initial=True)

    def since_instant(self) -> datetime:
        """Return the beginning of the day."""
        return datetime.combine(self.cleaned_data["since"], time.min, tzinfo=timezone.get_current_timezone())
