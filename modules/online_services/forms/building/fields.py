"""Inputs of the builder that Django lacks: amounts in euros, expressions."""

import re
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.online_services.engine.expressions import ExpressionError, parse

_AMOUNT: Final = re.compile(r"(\d{1,3}(\.\d{3})*|\d{1,7})(,\d{1,2})?")


class EuroField(forms.CharField):
    """An amount as people write it: "46,00" is 4600 cents; nothing typed is None."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "amount": _("Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 46,00.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=14, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the cents."""
        text = str(super().clean(value)).removesuffix("€").strip()
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise ValidationError(self.error_messages["amount"], code="amount")
        return int(Decimal(text.replace(".", "").replace(",", ".")) * 100)

    def prepare_value(self, value: Any) -> Any:
        """Return cents as people write them; what was typed stays as it is."""
        return f"{value // 100},{value % 100:02d}" if isinstance(value, int) else value


class ExpressionField(forms.CharField):
    """An expression; what cannot be read is said in the words of the language's reader."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "class": "expression"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=1000, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the expression with single spaces."""
        text = " ".join(str(super().clean(value)).split())
        try:
            if text:
                parse(text)
        except ExpressionError as error:
            raise ValidationError(str(error), code="expression") from error
        return text
