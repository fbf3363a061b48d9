"""Who a citizen is, as they told it themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.municipality.models import Locality


class CitizenProfile(models.Model):
    """Makes a person a citizen; names and e-mail address stand in `User`. Everything here is told by choice."""

    personal_fields: ClassVar[tuple[str, ...]] = (
        "street",
        "postal_code",
        "city",
        "birth_date",
        "phone",
        "iban_encrypted",
    )

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="citizen_profile"
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    city = models.CharField(pgettext_lazy("address", "Ort"), max_length=100, blank=True)
    locality = models.ForeignKey(
        Locality, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    birth_date = models.DateField(_("Geburtsdatum"), null=True, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    iban_encrypted = models.TextField(blank=True)  # see iban.py
    language = models.CharField(_("Sprache"), max_length=20, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"CitizenProfile {self.pk}"


class EmailChange(models.Model):
    """A new e-mail address that waits for the code which was sent there. Only the hash of the code is kept."""

    personal_fields: ClassVar[tuple[str, ...]] = ("email",)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="email_change"
    )
    email = models.EmailField(_("Neue E-Mail-Adresse"))
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"EmailChange {self.pk}"
