"""Forms of the operators' console. They check what is typed; services and jobs act on it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.calendar.holidays import STATES
from rathaus.web.forms import EmailField, ErrorTexts, IdempotencyField
from tenants.models import Domain, Kind, Tenant
from tenants.names import RESERVED, canonical_host, suggest_slug, validate_domain, validate_slug
from tenants.policy import activation_policy
from tenants.provisioning import NewTenant

if TYPE_CHECKING:
    from django.http import QueryDict

eight_digits = RegexValidator(
    r"\A\d{8}\Z", gettext_lazy("Der Amtliche Gemeindeschlüssel hat acht Ziffern, zum Beispiel 15090546.")
)


class LinesField(forms.CharField):
    """Names, one per line; the value is the list of them without empty lines and doubles."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the names in the order in which they were typed."""
        lines = (" ".join(line.split()) for line in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class DomainField(forms.CharField):
    """A host name in canonical form that no municipality has yet, "" when left empty."""

    def clean(self, value: Any) -> str:
        """Return the name; raises ValidationError for a malformed or taken one."""
        name = canonical_host(str(super().clean(value)))
        if not name:
            return ""
        _accept(validate_domain, name, _("Bitte geben Sie nur den Namen ein, zum Beispiel termine.stadt.de."))
        return name


def _accept(validate: Callable[[str], None], value: str, sentence: str) -> None:
    """Say it in the reader's language when the rule refuses the value."""
    try:
        validate(value)
    except ValidationError:
        raise ValidationError(sentence) from None


class NewTenantForm(ErrorTexts, forms.Form):
    """Everything an operator says about a new municipality."""

    idem_key = IdempotencyField()
    official_name = forms.CharField(
        label=gettext_lazy("Amtlicher Name"),
        max_length=200,
        help_text=gettext_lazy("Steht auf jeder Seite, zum Beispiel „Hansestadt Stendal – Der Oberbürgermeister“."),
    )
    short_name = forms.CharField(
        label=gettext_lazy("Kurzer Name"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Steht in Kopfzeilen und Listen, zum Beispiel „Stendal“."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Name in der Adresse"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=format_lazy(
            gettext_lazy(
                "Wird zu name.{base} und lässt sich nicht mehr ändern. Leer lassen, um einen Vorschlag zu bekommen."
            ),
            base=settings.BASE_DOMAIN,
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Rechtsform"), choices=[("", "–"), *Kind.choices])
    state = forms.ChoiceField(label=gettext_lazy("Bundesland"), choices=[("", "–"), *STATES.items()])
    plan = forms.ChoiceField(label=gettext_lazy("Tarif"), choices=lambda: [("", "–"), *activation_policy().plans()])
    admin_email = EmailField(
        label=gettext_lazy("E-Mail-Adresse der Administration"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Diese Person bekommt eine Einladung mit einem Link, der einmal gilt."),
    )
    ags = forms.CharField(
        label=gettext_lazy("Amtlicher Gemeindeschlüssel"),
        max_length=8,
        required=False,
        validators=[eight_digits],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    inhabitants = forms.IntegerField(
        label=gettext_lazy("Einwohnerzahl"), required=False, min_value=1, max_value=100_000_000
    )
    localities = LinesField(label=gettext_lazy("Ortschaften"), help_text=gettext_lazy("Eine Ortschaft in jeder Zeile."))
    member_municipalities = LinesField(
        label=gettext_lazy("Mitgliedsgemeinden"),
        help_text=gettext_lazy("Nur bei einer Verbandsgemeinde. Eine Gemeinde in jeder Zeile."),
    )
    domain = DomainField(
        label=gettext_lazy("Eigene Domain"),
        max_length=253,
        required=False,
        help_text=gettext_lazy("Ihr DNS-Eintrag muss schon hierher zeigen. Die Adresse oben bleibt daneben bestehen."),
    )
    with_samples = forms.BooleanField(
        label=gettext_lazy("Mit Beispielen für Anliegen und Öffnungszeiten"), required=False, initial=True
    )

    def clean_slug(self) -> str:
        """Return the slug; where it was left empty, suggest one and let the operator look at it."""
        slug = str(self.cleaned_data["slug"]).strip().lower()
        if not slug:
            self._suggest()
        if slug in RESERVED:
            raise ValidationError(_("„{slug}“ ist für den Betrieb reserviert.").format(slug=slug))
        _accept(
            validate_slug,
            slug,
            _("Erlaubt sind 2 bis 40 kleine Buchstaben, Ziffern und einzelne Bindestriche, am Anfang ein Buchstabe."),
        )
        self._refuse_taken(slug)
        return slug

    def _suggest(self) -> None:
        name = str(self.data.get("short_name") or self.data.get("official_name") or "")
        suggestion = suggest_slug(name)
        if not suggestion:
            raise ValidationError(_("Bitte geben Sie den Namen für die Adresse ein, zum Beispiel stendal."))
        data = cast("QueryDict", self.data).copy()
        data["slug"] = suggestion
        self.data = data
        raise ValidationError(
            _("Unser Vorschlag steht im Feld. Bitte prüfen Sie ihn: Er lässt sich nicht mehr ändern.")
        )

    def _refuse_taken(self, slug: str) -> None:
        if Tenant.objects.filter(slug=slug).exists():
            raise ValidationError(_("Eine Kommune mit diesem Namen gibt es schon."))
        host = f"{slug}.{settings.BASE_DOMAIN}"
        if Domain.objects.filter(domain=host).exists():
            raise ValidationError(_("Die Domain {domain} ist schon vergeben.").format(domain=host))

    def clean_domain(self) -> str:
        """Return the domain unless a municipality has it already."""
        domain = str(self.cleaned_data["domain"])
        if domain and Domain.objects.filter(domain=domain).exists():
            raise ValidationError(_("Die Domain {domain} ist schon vergeben.").format(domain=domain))
        return domain

    def wish(self) -> NewTenant:
        """Return what was asked for, once the form is valid."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "idem_key"}
        return NewTenant(**values)


class DomainForm(ErrorTexts, forms.Form):
    """A further domain of a municipality."""

    domain = DomainField(
        label=gettext_lazy("Weitere Domain"),
        max_length=253,
        help_text=gettext_lazy("Ihr DNS-Eintrag muss schon hierher zeigen, zum Beispiel termine.stadt.de."),
    )
    is_primary = forms.BooleanField(
        label=gettext_lazy("Zur Hauptdomain machen"),
        required=False,
        help_text=gettext_lazy("Alle Links in neuen E-Mails benutzen dann diese Domain."),
    )


class InvitationForm(ErrorTexts, forms.Form):
    """Whom to invite as administrator of a municipality."""

    idem_key = IdempotencyField()
    email = EmailField(label=gettext_lazy("E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class PublishForm(ErrorTexts, forms.Form):
    """Whether to publish although steps of the start checklist are missing."""

    force = forms.BooleanField(label=gettext_lazy("Trotzdem veröffentlichen"), required=False)
