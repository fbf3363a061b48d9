"""What a municipality says about itself: contact data, places, legal pages. Lives in its own schema."""

import uuid
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MunicipalityProfile(models.Model):
    """The one row of contact and branding data; name, kind and state stand in `tenants.Tenant`."""

    ONLY_ID = 1
    personal_fields: ClassVar[tuple[str, ...]] = ()  # an authority's own contact data

    id = models.BigIntegerField(primary_key=True, default=ONLY_ID, editable=False)
    authority = models.CharField(_("Behörde"), max_length=120)  # "Der Bürgermeister"
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    city = models.CharField(pgettext_lazy("address", "Ort"), max_length=100, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    website = models.URLField(_("Internetadresse"), blank=True)
    legal_representative = models.CharField(_("Gesetzliche Vertretung"), max_length=200, blank=True)
    supervisory_authority = models.CharField(_("Aufsichtsbehörde"), max_length=300, blank=True)
    content_responsible = models.CharField(_("Verantwortlich für den Inhalt"), max_length=200, blank=True)
    vat_id = models.CharField(_("Umsatzsteuer-Identifikationsnummer"), max_length=20, blank=True)
    data_protection_officer = models.CharField(_("Datenschutzbeauftragte Stelle"), max_length=200, blank=True)
    data_protection_email = models.EmailField(_("E-Mail-Adresse für Datenschutz"), blank=True)
    data_protection_phone = models.CharField(_("Telefon für Datenschutz"), max_length=40, blank=True)
    brand_color = models.CharField(_("Farbe"), max_length=7, blank=True)  # "#1e4fa3"; empty: the neutral blue
    crest = models.CharField(_("Wappen"), max_length=200, blank=True)  # name of the stored file
    greeting = models.CharField(_("Begrüßung"), max_length=300, blank=True)
    help_text = models.TextField(_("Hilfetext"), max_length=2000, blank=True)
    embed_origins = ArrayField(
        models.CharField(max_length=200), verbose_name=_("Eigene Internetseiten"), default=list, blank=True
    )  # "https://www.stadt.example": the sites that may show pages of the portal in a frame
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="municipality_one_profile")]

    def __str__(self) -> str:
        return self.authority

    @property
    def address_lines(self) -> list[str]:
        """Street and town as they stand on an envelope; empty lines are left out."""
        return [line for line in (self.street, f"{self.postal_code} {self.city}".strip()) if line]

    @property
    def is_reachable(self) -> bool:
        """Whether citizens find a full address, a telephone number and an e-mail address."""
        return all((self.street, self.postal_code, self.city, self.phone, self.email))


class LocalityKind(models.TextChoices):
    """How a part of the municipality is called; an Ortschaft has a council or head of its own."""

    LOCALITY = "locality", _("Ortschaft")
    SETTLEMENT = "settlement", _("Ortsteil")


class Locality(models.Model):
    """A part of the municipality in which people live."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(_("Art"), max_length=10, choices=LocalityKind, default=LocalityKind.LOCALITY)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="municipality_locality_name_once")]

    def __str__(self) -> str:
        return self.name


class MemberMunicipality(models.Model):
    """A municipality that belongs to a Verbandsgemeinde and keeps its own council and AGS."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=100)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="municipality_member_name_once")]

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A building with an address where citizens are served."""

    personal_fields: ClassVar[tuple[str, ...]] = ()  # the telephone is the building's

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5)
    city = models.CharField(pgettext_lazy("address", "Ort"), max_length=100)
    entrance = models.CharField(_("Eingang"), max_length=200, blank=True)
    step_free = models.BooleanField(_("Stufenfrei erreichbar"), default=False)
    lift = models.CharField(_("Aufzug"), max_length=200, blank=True, default="", db_default="")
    transit = models.CharField(_("Bus, Bahn und Parken"), max_length=300, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    locality = models.ForeignKey(
        Locality, null=True, blank=True, on_delete=models.SET_NULL, related_name="locations", db_index=False
    )
    is_active = models.BooleanField(_("In Betrieb"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="municipality_location_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address in one line."""
        return f"{self.street}, {self.postal_code} {self.city}"

    @property
    def map_url(self) -> str:
        """The address on a map of OpenStreetMap: a link to follow, nothing is loaded from there."""
        return f"https://www.openstreetmap.org/search?{urlencode({'query': self.address})}"


class LegalKind(models.TextChoices):
    """The three pages the law asks of every portal."""

    IMPRINT = "imprint", _("Impressum")
    PRIVACY_NOTICE = "privacy_notice", _("Datenschutzerklärung")
    ACCESSIBILITY_STATEMENT = "accessibility_statement", _("Erklärung zur Barrierefreiheit")


class LegalPage(models.Model):
    """The text of one legal page, in the small markup of `markup.py`; a draft until somebody has read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=LegalKind)
    body = models.TextField(_("Text"), max_length=40_000)
    is_draft = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind"], name="municipality_legal_page_once")]

    def __str__(self) -> str:
        return str(LegalKind(self.kind).label)


class AccessibilityReport(models.Model):
    """A barrier that somebody reported (§ 12b (2) Nr. 2 BGG); the e-mail address serves the answer alone."""

    personal_fields: ClassVar[tuple[str, ...]] = ("page", "description", "email")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idempotency_key = models.UUIDField(unique=True)
    page = models.CharField(_("Seite"), max_length=300, blank=True)
    description = models.TextField(_("Beschreibung"), max_length=4000)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"AccessibilityReport {self.pk}"
