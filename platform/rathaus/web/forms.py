"""Form fields whose errors say what to do, and the two hidden helpers of public forms.

A form inherits from `ErrorTexts` before `forms.Form` or `forms.ModelForm`; messages that a field sets itself stay.
"""

import re
import time
import uuid
from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rathaus.signing import BadLinkError, sign, unsign

Texts = dict[str, Any]
_SHOWN: Final = "web.form_shown"

ONE_OF_THE_CHOICES: Final = _("Bitte wählen Sie bei „{label}“ eine der angebotenen Möglichkeiten aus.")

# For each field class the sentences by error code; the first class that fits a field decides.
ERROR_TEXTS: Final[tuple[tuple[type[forms.Field], Texts], ...]] = (
    (
        forms.EmailField,
        {"invalid": _("Bitte geben Sie Ihre E-Mail-Adresse vollständig ein, zum Beispiel name@beispiel.de.")},
    ),
    (
        forms.DateTimeField,
        {"invalid": _("Bitte geben Sie Tag und Uhrzeit ein, zum Beispiel 24.11.2026 9:20.")},
    ),
    (forms.DateField, {"invalid": _("Bitte geben Sie ein Datum ein, zum Beispiel 24.11.2026.")}),
    (forms.TimeField, {"invalid": _("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 9:20.")}),
    (forms.DecimalField, {"invalid": _("Bitte geben Sie eine Zahl ein, zum Beispiel 46,00.")}),
    (forms.IntegerField, {"invalid": _("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 20.")}),
    (
        forms.URLField,
        {"invalid": _("Bitte geben Sie die Adresse vollständig ein, zum Beispiel https://www.beispiel.de.")},
    ),
    (
        forms.FileField,
        {
            "required": _("Bitte wählen Sie eine Datei aus."),
            "empty": _("Diese Datei ist leer. Bitte wählen Sie eine andere aus."),
            "invalid_image": _("Diese Datei ist kein lesbares Bild. Bitte wählen Sie ein anderes aus."),
        },
    ),
    (
        forms.MultipleChoiceField,
        {
            "required": _("Bitte wählen Sie bei „{label}“ mindestens eine Möglichkeit aus."),
            "invalid_choice": ONE_OF_THE_CHOICES,
        },
    ),
    (
        forms.ChoiceField,
        {
            "required": _("Bitte wählen Sie bei „{label}“ eine Möglichkeit aus."),
            "invalid_choice": ONE_OF_THE_CHOICES,
        },
    ),
    (forms.BooleanField, {"required": _("Bitte bestätigen Sie „{label}“.")}),
)

REQUIRED: Final = _("Bitte füllen Sie „{label}“ aus.")

# Sentences for what validators find; `%(limit_value)s` is filled in by Django.
LIMIT_TEXTS: Final[Texts] = {
    "max_length": _("Bitte kürzen Sie „{label}“ auf höchstens %(limit_value)s Zeichen."),
    "min_length": _("Bitte geben Sie bei „{label}“ mindestens %(limit_value)s Zeichen ein."),
    "max_value": _("Bitte geben Sie bei „{label}“ höchstens %(limit_value)s ein."),
    "min_value": _("Bitte geben Sie bei „{label}“ mindestens %(limit_value)s ein."),
}


class ErrorTexts:
    """Gives each field of a form sentences that say what to do, with the field's label in them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        apply_error_texts(self)  # type: ignore[arg-type]


def apply_error_texts(form: forms.BaseForm) -> None:
    """Replace Django's own error messages of the form's fields; messages set by the form's author stay."""
    for name, field in form.fields.items():
        label = str(form[name].label)
        for code, text in _texts_for(field).items():
            if _is_open(field, code):
                field.error_messages[code] = str(text).format(label=label)
        for code, text in LIMIT_TEXTS.items():
            field.error_messages.setdefault(code, str(text).format(label=label.replace("%", "%%")))


def _texts_for(field: forms.Field) -> Texts:
    own = next((texts for field_class, texts in ERROR_TEXTS if isinstance(field, field_class)), {})
    return {"required": REQUIRED} | own


def _is_open(field: forms.Field, code: str) -> bool:
    """Return whether the message is still the one of a Django class."""
    for owner in type(field).__mro__:
        message = vars(owner).get("default_error_messages", {}).get(code)
        if message is not None:
            is_unchanged = field.error_messages.get(code) is message
            return is_unchanged and owner.__module__.startswith("django.")
    return code not in field.error_messages


class DateField(forms.DateField):
    """A day, asked with the browser's own date input; reads 2026-11-24 and 24.11.2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"])
        super().__init__(**kwargs)


class TimeField(forms.TimeField):
    """A time of day, asked with the browser's own time input; reads 09:20 and 9.20."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%H.%M"])
        super().__init__(**kwargs)


class EmailField(forms.EmailField):
    """An e-mail address that the browser may fill in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)


class PhoneField(forms.CharField):
    """A telephone number as people write it, with at least five digits."""

    default_error_messages: ClassVar[Texts] = {
        "invalid": _("Bitte geben Sie Ihre Telefonnummer mit Vorwahl ein, zum Beispiel 03931 123456.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the number without outer spaces; raises ValidationError for letters or too few digits."""
        number = str(super().clean(value))
        if number and not (re.fullmatch(r"[\d\s()+/.–-]+", number) and len(re.findall(r"\d", number)) >= 5):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class MailedCodeField(forms.CharField):
    """The six digits from a mail, whatever spaces stand between them."""

    default_error_messages: ClassVar[Texts] = {
        "required": _("Bitte geben Sie die sechs Ziffern aus der E-Mail ein."),
        "invalid": _("Bitte geben Sie die sechs Ziffern aus der E-Mail ein."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code aus der E-Mail"))
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return six digits; raises ValidationError otherwise."""
        digits = re.sub(r"[\s.-]", "", str(super().clean(value)))
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits


class HoneypotInput(forms.TextInput):
    """An input that no person sees; programs that fill in everything fill it in."""


class HoneypotField(forms.CharField):
    """Refuses a form in which the invisible field was filled in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Bitte leer lassen"))
        kwargs.setdefault("widget", HoneypotInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        """Return ""; raises ValidationError when something was filled in."""
        if super().clean(value):
            raise ValidationError(_("Bitte leeren Sie das Feld „Bitte leer lassen“ und senden Sie noch einmal."))
        return ""


class ShownAtField(forms.CharField):
    """Says, signed, when the form was shown; refuses one that comes back sooner than anybody fills it in.

    FORM_MIN_SECONDS says how soon that is. What is missing or forged counts as too soon, and the page that comes back
    carries a true time, so sending once more is enough.
    """

    default_error_messages: ClassVar[Texts] = {
        "too_fast": _("Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie noch einmal.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, initial=_now_signed, required=False, **kwargs)

    def clean(self, value: Any) -> float:
        """Return the seconds since the epoch; raises ValidationError when that was a moment ago, or is no such time."""
        shown_at = _shown_at(value)
        if settings.FORM_MIN_SECONDS and not 0 < shown_at <= time.time() - settings.FORM_MIN_SECONDS:
            raise ValidationError(self.error_messages["too_fast"], code="too_fast")
        return shown_at

    def prepare_value(self, value: Any) -> str:
        """Return what stands in the page: the first time, however often the form comes back."""
        return value if value and _shown_at(value) else _now_signed()


def _now_signed() -> str:
    return sign(purpose=_SHOWN, value=round(time.time(), 1))


def _shown_at(value: Any) -> float:
    """Return the time that a signed text names, 0 for any other text."""
    try:
        return float(unsign(purpose=_SHOWN, token=str(value)[:200]))
    except (BadLinkError, TypeError, ValueError):
        return 0.0


class IdempotencyField(forms.UUIDField):
    """The key by which a second sending of the same form is recognised. Name it `idem_key`."""

    default_error_messages: ClassVar[Texts] = {
        "required": _("Bitte laden Sie die Seite neu und senden Sie noch einmal."),
        "invalid": _("Bitte laden Sie die Seite neu und senden Sie noch einmal."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4, **kwargs)
