"""What administrators say about their identity provider."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.models import Role
from rathaus.accounts.models_organisation import Department
from rathaus.accounts.selectors import all_roles
from rathaus.sso.models import IdentityProvider
from rathaus.sso.services import Details
from rathaus.web.forms import ErrorTexts

_DOMAIN: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
_COMMON: Final = (
    "name",
    "groups_claim",
    "domains",
    "creates_accounts",
    "trusts_second_factor",
    "strong_context",
)


class CommonForm(ErrorTexts, forms.Form):
    """What both protocols have in common."""

    name = forms.CharField(
        label=_("Name für den Knopf"),
        max_length=60,
        help_text=_("Zum Beispiel: Rathauskonto. Auf der Anmeldeseite steht dann „Mit Rathauskonto anmelden“."),
    )
    domains = forms.CharField(
        label=_("E-Mail-Domänen Ihrer Verwaltung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("Eine je Zeile, zum Beispiel stadt.example. Nur mit einer solchen Adresse kommt jemand herein."),
    )
    groups_claim = forms.CharField(
        label=_("Name der Angabe mit den Gruppen"),
        max_length=200,
        initial="groups",
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    creates_accounts = forms.BooleanField(
        label=_("Neue Zugänge bei der ersten Anmeldung anlegen"),
        required=False,
        initial=True,
        help_text=_("Nur für Personen, deren Gruppen zu einer Rolle führen. Sonst laden Sie jede Person selbst ein."),
    )
    trusts_second_factor = forms.BooleanField(
        label=_("Der zweite Faktor des Anmeldedienstes genügt"),
        required=False,
        help_text=_(
            "Wenn der Anmeldedienst uns sagt, dass er ihn geprüft hat, fragen wir nicht noch einmal. "
            "Sonst fragen wir immer."
        ),
    )
    strong_context = forms.CharField(
        label=_("Kennzeichen für den zweiten Faktor"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Nur wenn der Test den zweiten Faktor nicht erkennt: der Wert von acr oder AuthnContextClassRef."),
    )

    def clean_domains(self) -> list[str]:
        """Return the domains in lower case; raises ValidationError for anything else."""
        found = [word.lower().lstrip("@") for word in re.split(r"[\s,;]+", self.cleaned_data["domains"]) if word]
        if not found or not all(_DOMAIN.fullmatch(word) for word in found):
            raise ValidationError(_("Bitte geben Sie Domänen wie stadt.example ein, eine je Zeile."))
        return sorted(set(found))

    def details(self) -> Details:
        """Return what was said about both protocols."""
        return Details(**{name: self.cleaned_data[name] for name in _COMMON})


class OpenIdForm(CommonForm):
    """An identity provider that speaks OpenID Connect."""

    issuer = forms.CharField(
        label=_("Adresse des Anmeldedienstes (Issuer)"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Keycloak: https://anmeldung.stadt.example/realms/rathaus. "
            "Entra ID: https://login.microsoftonline.com/IHRE-MANDANTEN-ID/v2.0."
        ),
    )
    client_id = forms.CharField(
        label=_("Kennung (Client-ID)"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("In Entra ID heißt sie Anwendungs-ID."),
    )
    client_secret = forms.CharField(
        label=_("Geheimnis (Client Secret)"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Wir speichern es verschlüsselt und zeigen es nie wieder."),
    )
    field_order = ("name", "issuer", "client_id", "client_secret", "domains", "groups_claim")

    def __init__(self, *args: Any, needs_secret: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _may_stay(self.fields["client_secret"], is_known=not needs_secret)

    @classmethod
    def of(cls, row: IdentityProvider | None, data: Any) -> "OpenIdForm":
        """Return the form with what is stored, except for the secret."""
        own = row if row and not row.is_saml else None
        further = {"issuer": own.issuer, "client_id": own.client_id} if own else {}
        return cls(data, initial=_initial(row) | further, needs_secret=not (own and own.client_secret))


class SamlForm(CommonForm):
    """An identity provider that speaks SAML 2."""

    metadata = forms.CharField(
        label=_("Metadaten des Anmeldedienstes"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Die Adresse, unter der sie liegen, oder ihr ganzer Text."),
    )
    field_order = ("name", "metadata", "domains", "groups_claim")

    def __init__(self, *args: Any, needs_metadata: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _may_stay(self.fields["metadata"], is_known=not needs_metadata)

    @classmethod
    def of(cls, row: IdentityProvider | None, data: Any) -> "SamlForm":
        """Return the form with what is stored."""
        return cls(data, initial=_initial(row), needs_metadata=not (row and row.is_saml))


class MappingForm(ErrorTexts, forms.Form):
    """What a group means."""

    group = forms.CharField(
        label=_("Gruppe"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Genau so, wie der Test sie zeigt. Entra ID nennt Gruppen mit ihrer Objekt-ID."),
    )
    role = forms.ModelChoiceField(label=_("Rolle"), queryset=Role.objects.none(), empty_label=_("Bitte wählen"))
    department = forms.ModelChoiceField(
        label=_("Abteilung"), queryset=Department.objects.none(), required=False, empty_label=_("keine")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.filter(pk__in=[role.pk for role in all_roles()])  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def clean_group(self) -> str:
        """Return the group; raises ValidationError for a name that is only a slash."""
        group = str(self.cleaned_data["group"])
        if not group.strip(" /"):
            raise ValidationError(_("Bitte geben Sie den Namen der Gruppe ein."))
        return group


def _may_stay(field: forms.Field, *, is_known: bool) -> None:
    """Let the field be left empty where something is stored that then stays."""
    field.required = not is_known
    if is_known:
        further = _("Leer lassen, wenn es bleiben soll.")
        field.help_text = format_lazy("{text} {further}", text=field.help_text, further=further)


def _initial(row: IdentityProvider | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in _COMMON} | {"domains": "\n".join(row.domains)}
