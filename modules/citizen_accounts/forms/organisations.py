"""What is typed about companies, clubs and their members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.citizen_accounts.forms.profile import PostalCodeField
from modules.citizen_accounts.models import MemberRole, Organisation, OrganisationKind
from modules.citizen_accounts.services.organisations import EDITABLE
from rathaus.web.forms import EmailField, ErrorTexts, IdempotencyField


class OrganisationForm(ErrorTexts, forms.Form):
    """Name, register and address."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    register_number = forms.CharField(
        label=_("Registernummer"),
        max_length=60,
        required=False,
        help_text=_("Wie im Handels- oder Vereinsregister, zum Beispiel „VR 1234, Amtsgericht Stendal“."),
    )
    street = forms.CharField(
        label=_("Straße und Hausnummer"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = PostalCodeField()
    city = forms.CharField(
        label=pgettext_lazy("address", "Ort"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )

    @classmethod
    def of(cls, organisation: Organisation, data: Any = None) -> "OrganisationForm":
        """Return the form with what is known."""
        return cls(data, initial={name: getattr(organisation, name) for name in EDITABLE})


class FoundForm(OrganisationForm):
    """A new organisation; the key recognises a second sending."""

    kind = forms.ChoiceField(label=_("Was möchten Sie anlegen?"), widget=forms.RadioSelect, choices=OrganisationKind)
    idem_key = IdempotencyField()

    field_order = ("kind", "name")


class InviteMemberForm(ErrorTexts, forms.Form):
    """Whom to invite, and as what."""

    email = EmailField(label=_("E-Mail-Adresse der Person"))
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect, choices=MemberRole, initial=MemberRole.ACTING)


class RoleForm(ErrorTexts, forms.Form):
    """The role of one member."""

    role = forms.ChoiceField(label=_("Rolle"), choices=MemberRole)
