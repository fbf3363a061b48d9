"""What clerks choose when something leaves the house: copies, handovers, a message to all holders."""

import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_rules

from modules.cases.forms.decisions import CentsField
from modules.cases.handlers import CopyTo, HandoverFormat
from modules.cases.models import DecisionSettings, HandoverWay, Signing, SigningAuthority
from modules.cases.selectors.holders import HolderWish
from modules.cases.services.calls import NewCall
from modules.cases.services.copies import CopyRecipient
from rathaus.accounts.models import StaffMembership, User
from rathaus.pdf.locking import MIN_PASSWORD_LENGTH
from rathaus.web.forms import DateField, EmailField, ErrorTexts, IdempotencyField
from tenants.municipality.models import Locality

_WAYS: Final = (
    (HandoverWay.DOWNLOAD, _("Herunterladen")),
    (HandoverWay.MAILBOX, _("An das Postfach senden")),
    (HandoverWay.WEBHOOK, _("Über die Schnittstelle melden")),
    (HandoverWay.BY_HAND, _("Ich habe es von Hand übertragen")),
)


class CopiesForm(ErrorTexts, forms.Form):
    """Who gets a copy: those the service names, and an address that is typed."""

    chosen = forms.MultipleChoiceField(label=_("Vorgeschlagen"), required=False, widget=forms.CheckboxSelectMultiple)
    email = EmailField(label=_("Weitere E-Mail-Adresse"), required=False)
    label = forms.CharField(label=_("Wer ist das?"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Nachricht dazu"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, proposed: list[CopyTo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {email: CopyRecipient(one.label, email) for one in proposed for email in one.emails}
        offered = [(email, f"{one.label} ({email})") for email, one in self.known.items()]
        self.fields["chosen"].choices = offered  # type: ignore[attr-defined]
        self.fields["chosen"].initial = list(self.known)
        if not offered:
            del self.fields["chosen"]

    def recipients(self) -> list[CopyRecipient]:
        """Return who was chosen, and who was typed."""
        typed = self.cleaned_data
        chosen = [self.known[email] for email in typed.get("chosen", [])]
        return [*chosen, CopyRecipient(typed["label"], typed["email"])] if typed["email"] else chosen


class HandoverForm(ErrorTexts, forms.Form):
    """By which way a case goes on."""

    way = forms.ChoiceField(
        label=_("Wie?"), choices=HandoverWay.choices, initial=HandoverWay.DOWNLOAD, widget=forms.RadioSelect
    )
    format = forms.ChoiceField(label=_("Format"))
    password = forms.CharField(
        label=_("Kennwort für die PDF-Datei"),
        max_length=60,
        required=False,
        help_text=_("Nur beim Postfach. Sagen Sie es am Telefon, nie in derselben E-Mail. Mindestens acht Zeichen."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    idem_key = IdempotencyField()

    def __init__(self, *args: Any, formats: list[HandoverFormat], has_mailbox: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(one.key, one.label) for one in formats]  # type: ignore[attr-defined]
        ways = [(way, words) for way, words in _WAYS if has_mailbox or way != HandoverWay.MAILBOX]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]

    def clean_password(self) -> str:
        """Return the password; a short one protects nothing."""
        password = str(self.cleaned_data["password"])
        if password and len(password) < MIN_PASSWORD_LENGTH:
            raise ValidationError(_("Bitte wählen Sie ein Kennwort mit mindestens acht Zeichen."))
        return password


class WishForm(ErrorTexts, forms.Form):
    """Which permits are meant; the choice stands in the address."""

    von = DateField(label=_("Von"))
    bis = DateField(label=_("Bis"))
    leistung = forms.MultipleChoiceField(label=_("Leistung"), required=False, widget=forms.CheckboxSelectMultiple)
    ortschaft = forms.MultipleChoiceField(label=_("Ortschaft"), required=False, widget=forms.CheckboxSelectMultiple)
    ort = forms.CharField(label=_("Ort enthält"), max_length=100, required=False)

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        localities = [(str(one.pk), one.name) for one in Locality.objects.all()]
        for name, offered in (("leistung", services), ("ortschaft", localities)):
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            if not offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Return what was chosen; the last day is not before the first."""
        typed = self.cleaned_data
        if typed.get("von") and typed.get("bis") and typed["bis"] < typed["von"]:
            self.add_error("bis", _("Dieser Tag liegt vor dem ersten."))
        return typed

    def wish(self) -> HolderWish:
        """Return the choice, for the selectors."""
        typed = self.cleaned_data
        return HolderWish(
            first_on=typed["von"],
            last_on=typed["bis"],
            service_keys=tuple(typed.get("leistung", [])),
            locality_ids=tuple(uuid.UUID(key) for key in typed.get("ortschaft", [])),
            place=typed["ort"].strip(),
        )


class CallForm(ErrorTexts, forms.Form):
    """What everybody is told, and the second yes to it."""

    subject = forms.CharField(label=_("Betreff"), max_length=120)
    text = forms.CharField(label=_("Nachricht"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(label=_("Ja, jetzt an alle senden"), required=False)
    idem_key = IdempotencyField()

    def new_call(self, wish: HolderWish) -> NewCall:
        """Return the call, for the services."""
        typed = self.cleaned_data
        return NewCall(
            wish=wish,
            subject=typed["subject"],
            text=typed["text"],
            expected=typed["expected"] or 0,
            idem_key=typed["idem_key"],
        )


class TickForm(forms.Form):
    """Whether somebody was called."""

    reached = forms.BooleanField(required=False)
    remark = forms.CharField(max_length=200, required=False)


class SettingsForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """The account for fees, when a second person is asked, where cases go."""

    release_from_cents = CentsField(
        label=_("Vier Augen ab einer Gebühr von (Euro)"),
        required=False,
        help_text=_("Leer lassen: nie allein wegen der Gebühr."),
    )

    class Meta:
        model = DecisionSettings
        fields = (
            "account_holder",
            "iban",
            "bic",
            "kassenzeichen_prefix",
            "payment_days",
            "release_from_cents",
            "document_days",
            "handover_email",
        )

    def clean_iban(self) -> str:
        """Return the number in capitals without spaces; raises ValidationError for what cannot be one."""
        typed = self.cleaned_data["iban"]
        if typed and not iban_rules.is_valid(typed):
            raise ValidationError(_("Diese IBAN stimmt nicht. Bitte prüfen Sie die Ziffern."))
        return str(iban_rules.compact(typed))


class AuthorityForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]
    """Who may sign in which way."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=_("Bitte wählen"))
    kind = forms.ChoiceField(label=_("Unterschreibt"), choices=Signing.choices, initial=Signing.BY_ORDER)

    class Meta:
        model = SigningAuthority
        fields = ("user", "kind", "name", "function")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = StaffMembership.objects.filter(is_active=True, user__is_active=True)
        self.fields["user"].queryset = User.objects.filter(pk__in=active.values("user")).order_by("last_name")  # type: ignore[attr-defined]
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Leer lassen: der Name der Person.")

    def clean(self) -> dict[str, Any]:
        """Return what was typed, with the person's name where none was."""
        typed = super().clean() or {}
        if not typed.get("name") and typed.get("user"):
            typed["name"] = typed["user"].full_name[:120]
        return typed
