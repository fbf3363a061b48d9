"""Bring a file, match its names, decide what to do: the file itself travels with the form and is kept nowhere."""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.appointments.imports import Kind, Report
from modules.appointments.imports.lookup import LEAVE_OUT, Matches, key_of
from modules.appointments.imports.reading import MAX_BYTES
from modules.appointments.models import Concern
from rathaus.signing import BadLinkError, sign, unsign
from rathaus.web.forms import ErrorTexts
from tenants.municipality.models import Location

_PURPOSE: Final = "appointments.import"
_VALID_FOR: Final = 2 * 60 * 60  # seconds in which what was checked may be carried out
_MOST_NAMES: Final = 100  # to match by hand on one page


class UploadForm(ErrorTexts, forms.Form):
    """A file to check."""

    file = forms.FileField(
        label=gettext_lazy("CSV-Datei"),
        help_text=gettext_lazy("Höchstens 1,5 MB und 5.000 Zeilen. Es wird zuerst nur geprüft."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


class DecisionForm(ErrorTexts, forms.Form):
    """What to do with the checked file: names to match, and two choices for appointments."""

    overbook = forms.BooleanField(
        label=gettext_lazy("Auch Termine übernehmen, für die kein Platz frei ist"),
        required=False,
        help_text=gettext_lazy("Sie werden überbucht und sind als solche gekennzeichnet."),
    )
    mails = forms.BooleanField(
        label=gettext_lazy("Allen mit E-Mail-Adresse eine Bestätigung schicken"),
        required=False,
        help_text=gettext_lazy("Ohne Häkchen geht jetzt keine E-Mail hinaus. Erinnerungen kommen wie gewohnt."),
    )

    def __init__(self, data: QueryDict | None, *, report: Report, may_overbook: bool) -> None:
        super().__init__(data)
        if report.kind != Kind.APPOINTMENTS:
            del self.fields["overbook"], self.fields["mails"]
        elif not may_overbook:
            del self.fields["overbook"]
        self._ask("anliegen", _("Anliegen „%(name)s“"), report.unknown_concerns, _concerns())
        self._ask("ort", _("Standort „%(name)s“"), report.unknown_places, _locations())
        self.order_fields([name for name in self.fields if name not in ("overbook", "mails")])

    def _ask(self, kind: str, label: str, names: Iterable[str], choices: list[tuple[str, str]]) -> None:
        """Add a choice for each name, those that are matched already among them."""
        if kind == "anliegen":
            choices = [*choices, (LEAVE_OUT, _("diese Zeilen auslassen"))]
        for name in list(names)[:_MOST_NAMES]:
            self.fields[key_of(kind, name)] = forms.ChoiceField(
                label=label % {"name": name[:60]}, choices=[("", _("Bitte wählen")), *choices], required=False
            )


def matches_in(data: QueryDict) -> Matches:
    """Return the matches that were sent; what is no id of ours finds nothing later."""
    return {name: str(value) for name, value in data.items() if name.startswith(("anliegen-", "ort-")) and value}


def pack(data: bytes) -> str:
    """Return the file as a hidden field carries it."""
    return base64.b64encode(zlib.compress(data, 6)).decode()


def unpack(text: str) -> bytes | None:
    """Return the file that a hidden field carries, None for anything else; never more than a file may have."""
    try:
        data = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), MAX_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return data or None


def seal(kind: Kind, data: bytes, chosen: Matches, actor: UUID) -> str:
    """Return the proof that exactly this was checked by this person, with these matches."""
    return sign(purpose=_PURPOSE, value=_digest(kind, data, chosen, actor))


def is_sealed(token: str, kind: Kind, data: bytes, chosen: Matches, actor: UUID) -> bool:
    """Return whether exactly this was checked by this person, a short time ago."""
    try:
        value: Any = unsign(purpose=_PURPOSE, token=token, max_age=_VALID_FOR)
    except BadLinkError:
        return False
    return bool(value == _digest(kind, data, chosen, actor))


def _digest(kind: Kind, data: bytes, chosen: Matches, actor: UUID) -> str:
    about = json.dumps([kind.value, sorted(chosen.items()), str(actor)]).encode()
    return sha256(sha256(data).digest() + about).hexdigest()


def _concerns() -> list[tuple[str, str]]:
    return [(str(concern.pk), concern.name) for concern in Concern.objects.order_by("name")]


def _locations() -> list[tuple[str, str]]:
    return [(str(place.pk), place.name) for place in Location.objects.filter(is_active=True).order_by("name")]
