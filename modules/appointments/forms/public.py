"""What citizens type and choose on their way to an appointment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from modules.appointments.codes import normalise_code
from modules.appointments.forms.booker import Booker
from modules.appointments.models import Booking, Channel, Support
from modules.appointments.services.details import Details
from rathaus.accounts.models import User
from rathaus.web.forms import (
    EmailField,
    ErrorTexts,
    HoneypotField,
    IdempotencyField,
    MailedCodeField,
    PhoneField,
    ShownAtField,
    apply_error_texts,
)

_ONLY_ME: Final = "me"
_SOMEBODY_ELSE: Final = "other"


@dataclass(frozen=True, slots=True)
class ChosenTime:
    """A time as its button names it: place, day and first cell."""

    place: UUID
    day: date
    cell: int

    def __str__(self) -> str:
        return f"{self.place}_{self.day}_{self.cell}"

    @classmethod
    def parse(cls, text: str) -> "ChosenTime":
        """Return the time that a value names; raises ValueError."""
        place, day, cell = text.split("_")
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 3):
            raise ValueError(text)
        return cls(UUID(place), date.fromisoformat(day), int(cell))


class TimeForm(forms.Form):
    """The chosen time. The key, made with the page, recognises a second sending."""

    zeit = forms.CharField(required=False)
    idem_key = IdempotencyField()

    def clean_zeit(self) -> ChosenTime:
        """Return the time; raises ValidationError where none was chosen."""
        try:
            return ChosenTime.parse(self.cleaned_data["zeit"])
        except ValueError:
            raise ValidationError(_("Bitte wählen Sie eine Uhrzeit aus.")) from None


class HoldForm(TimeForm):
    """The chosen time of somebody who does not hold one yet, with what keeps programs out.

    `rechnung` is the solution of the browser's task, where one was set.
    """

    gezeigt = ShownAtField()
    rechnung = forms.CharField(required=False)
    website = HoneypotField()


class DetailsForm(ErrorTexts, forms.Form):
    """Who comes and how we reach them. `persons` is how many come in all."""

    use_required_attribute = False  # what is required hangs on other answers, which HTML cannot say

    first_name = forms.CharField(
        label=_("Vorname"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Bitte geben Sie Ihren Vornamen ein.")},
    )
    last_name = forms.CharField(
        label=_("Nachname"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Bitte geben Sie Ihren Nachnamen ein.")},
    )
    email = EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={"required": _("Bitte geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")},
    )
    no_email = forms.BooleanField(label=_("Ich habe keine E-Mail-Adresse. Bitte rufen Sie mich an."), required=False)
    phone = PhoneField(
        label=_("Telefon"),
        required=False,
        error_messages={"required": _("Bitte geben Sie Ihre Telefonnummer ein, damit wir Sie anrufen können.")},
    )
    for_whom = forms.ChoiceField(
        label=_("Für wen ist der Termin?"),
        widget=forms.RadioSelect,
        choices=[(_ONLY_ME, _("Für mich")), (_SOMEBODY_ELSE, _("Für eine andere Person"))],
        initial=_ONLY_ME,
    )
    for_name = forms.CharField(
        label=_("Name der anderen Person"),
        max_length=200,
        error_messages={"required": _("Bitte geben Sie den Namen der Person ein, für die der Termin ist.")},
    )
    home_address = forms.CharField(
        label=_("Anschrift, an der wir Sie besuchen"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Bitte geben Sie Straße, Hausnummer und Ort ein, damit wir zu Ihnen finden.")},
    )
    keep = forms.BooleanField(label=_("In meinem Konto unter „Meine Termine“ zeigen"), required=False)
    website = HoneypotField()

    def __init__(
        self,
        *args: Any,
        persons: int = 1,
        by_phone: bool = False,
        at_home: bool = False,
        booker: Booker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_phone = by_phone
        self.booker = booker
        if not at_home:
            del self.fields["home_address"]
        if booker is None:
            del self.fields["keep"]
        self.person_fields = [f"person_{number}" for number in range(2, persons + 1)]
        self.fields |= {name: _name_field(number) for number, name in enumerate(self.person_fields, start=2)}
        apply_error_texts(self)
        self._require_what_is_needed()

    @classmethod
    def of(cls, booking: Booking, data: Mapping[str, Any] | None = None, booker: Booker | None = None) -> "DetailsForm":
        """Return the form with what was typed: now, earlier in the life of the booking, or for the one it follows.

        Where nothing was, it shows what the profile of the signed-in `booker` knows.
        """
        typed = booking if booking.last_name or not booking.follows else booking.follows
        initial = _typed_before(typed)
        if booker:
            initial |= _known_of(booker) if not typed.last_name else {"keep": typed.owner_id is not None}
        at_home = Support.HOME_VISIT in booking.support
        by_phone = booking.channel == Channel.PHONE
        return cls(data, persons=booking.people, by_phone=by_phone, at_home=at_home, initial=initial, booker=booker)

    def person_names(self) -> Iterator[BoundField]:
        """Yield the fields for the names of the further persons."""
        return (self[name] for name in self.person_fields)

    def clean(self) -> dict[str, Any]:
        """Return what was typed, without what another answer has made void."""
        typed = self.cleaned_data
        if typed.get("no_email"):
            typed["email"] = ""
            self.errors.pop("email", None)  # half an address does not matter where none is used
        if typed.get("for_whom") == _ONLY_ME:
            typed["for_name"] = ""
        self.fields["for_name"].required = True  # for its label: whoever sees the field has to fill it in
        return typed

    def details(self) -> Details:
        """Return what was typed, for the services."""
        typed = self.cleaned_data
        return Details(
            first_name=typed["first_name"],
            last_name=typed["last_name"],
            email=typed["email"],
            phone=typed["phone"],
            for_name=typed["for_name"],
            person_names=[typed[name] for name in self.person_fields],
            home_address=typed.get("home_address"),
            wants_callback=typed["no_email"],
        )

    def owner(self) -> User | None:
        """Return among whose appointments it is to stand; None for guests, and for who does not want it."""
        return self.booker.person if self.booker and self.cleaned_data.get("keep") else None

    def _require_what_is_needed(self) -> None:
        """Without an e-mail address the telephone is needed, or where we call; a name where somebody else comes."""
        has_no_email = bool(self["no_email"].value())
        self.fields["email"].required = not has_no_email
        self.fields["phone"].required = has_no_email or self.by_phone
        self.fields["for_name"].required = self["for_whom"].value() == _SOMEBODY_ELSE or not self.is_bound


def _known_of(booker: Booker) -> dict[str, Any]:
    """Return what the form shows of a profile; whoever acts for somebody else books for them."""
    known = booker.known
    if known is None:
        return {"keep": False}
    place = f"{known.postal_code} {known.city}".strip()
    return {
        "first_name": known.first_name,
        "last_name": known.last_name,
        "email": known.email,
        "phone": known.phone,
        "home_address": ", ".join(part for part in (known.street, place) if part),
        "for_whom": _SOMEBODY_ELSE if booker.acts_for else _ONLY_ME,
        "for_name": booker.acts_for,
        "keep": True,
    }


def _name_field(number: int) -> forms.CharField:
    return forms.CharField(
        label=_("Name der %(number)s. Person") % {"number": number},
        max_length=200,
    )


def _typed_before(booking: Booking) -> dict[str, Any]:
    names = {f"person_{number}": name for number, name in enumerate(booking.person_names, start=2)}
    return names | {
        "first_name": booking.first_name,
        "last_name": booking.last_name,
        "email": booking.email,
        "no_email": booking.wants_callback,
        "phone": booking.phone,
        "for_whom": _SOMEBODY_ELSE if booking.for_name else _ONLY_ME,
        "for_name": booking.for_name,
        "home_address": booking.home_address,
    }


class CodeForm(forms.Form):
    """The code from the mail."""

    code = MailedCodeField()


class MailForm(ErrorTexts, forms.Form):
    """The address to which the code is mailed once more."""

    email = EmailField(
        label=_("E-Mail-Adresse"),
        error_messages={"required": _("Bitte geben Sie Ihre E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")},
    )


class FindForm(ErrorTexts, forms.Form):
    """The number of an appointment, and how the person is reached as the second fact."""

    number = forms.CharField(
        label=_("Terminnummer"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Bitte geben Sie Ihre Terminnummer ein, zum Beispiel K7M-2QX.")},
    )
    contact = forms.CharField(
        label=_("E-Mail-Adresse oder Telefonnummer"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    website = HoneypotField()

    def clean_number(self) -> str:
        """Return the number as it is stored; raises ValidationError for what cannot be one."""
        number = normalise_code(self.cleaned_data["number"])
        if not number:
            raise ValidationError(_("Bitte geben Sie die sechs Zeichen Ihrer Terminnummer ein, zum Beispiel K7M-2QX."))
        return number
