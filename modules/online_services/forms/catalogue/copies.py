"""To whom copies of decisions go: addresses for each recipient that the service names, where wanted by locality."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from modules.online_services.models import PublicService
from rathaus.web.forms import ErrorTexts
from tenants.municipality.models import Locality


class CopiesForm(ErrorTexts, forms.Form):
    """One field for each recipient, or for each recipient and locality; several addresses with commas."""

    def __init__(self, *args: Any, service: PublicService, localities: Sequence[Locality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipients = service.description.handling.copies
        self.localities = list(localities)
        for one in self.recipients:
            known = service.copy_emails.get(one.key, {} if one.by_locality else [])
            if not one.by_locality:
                self._ask(one.key, str(one.label), known)
                continue
            for locality in self.localities:
                kept = known.get(str(locality.pk), []) if isinstance(known, dict) else []
                self._ask(_name(one.key, locality.pk), f"{one.label}: {locality.name}", kept)

    def emails(self) -> dict[str, Any]:
        """Return the addresses as PublicService.copy_emails keeps them."""
        found: dict[str, Any] = {}
        for one in self.recipients:
            if one.by_locality:
                fields = {
                    str(place.pk): _split(self.cleaned_data[_name(one.key, place.pk)]) for place in self.localities
                }
                found[one.key] = {key: addresses for key, addresses in fields.items() if addresses}
            else:
                found[one.key] = _split(self.cleaned_data[one.key])
        return found

    def _ask(self, name: str, label: str, known: Sequence[str]) -> None:
        self.fields[name] = forms.CharField(
            label=label, required=False, max_length=500, initial=", ".join(known), validators=[_check]
        )


def _name(key: str, locality: uuid.UUID) -> str:
    return f"{key}-{locality}"


def _split(text: str) -> list[str]:
    return [address for part in text.replace(";", ",").split(",") if (address := part.strip())]


def _check(text: str) -> None:
    for address in _split(text):
        try:
            validate_email(address)
        except ValidationError:
            sentence = _("„%(address)s“ ist keine vollständige E-Mail-Adresse.")
            raise ValidationError(sentence % {"address": address}) from None
