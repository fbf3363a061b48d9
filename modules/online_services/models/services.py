"""The services of the municipality, in two layers: the shipped text and its own over it."""

import uuid
from textwrap import shorten
from typing import ClassVar, Final

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from modules.online_services.catalogue.description import ServiceDescription
from modules.online_services.catalogue.life_situations import LIFE_SITUATIONS
from modules.online_services.catalogue.markup import plain_text
from modules.online_services.models.contacts import ContactPerson

_CARD: Final = 75  # characters


class PublicService(models.Model):
    """A service (Leistung). `shipped_key` names the description it comes from, "" for one of its own.

    `own` is the municipality's layer, the same shape as ServiceDescription without form: what is set there wins.
    `accepted` is the shipped description as it was last accepted; what a newer one changes is shown as a difference.
    `content` is both laid over each other, as pages and search read it. `search` (stems, weighted) and `terms` (name
    and synonyms, for mistyped words) are made of it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()  # contact persons are colleagues in office

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("Adresse"), max_length=80, db_index=False)
    key = models.CharField(max_length=60)
    shipped_key = models.CharField(max_length=60, blank=True)
    accepted = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    name = models.CharField(_("Name"), max_length=200)
    audience = models.CharField(max_length=10, default="public")
    channel = models.CharField(max_length=12, default="generic")
    department = models.ForeignKey(
        "accounts.Department", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    contacts = models.ManyToManyField(ContactPerson, related_name="services", blank=True)
    location = models.ForeignKey(
        "municipality.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    copy_emails = models.JSONField(default=dict)  # key of a CopyRecipient -> list of addresses or {locality id: list}
    is_active = models.BooleanField(_("Wird angeboten"), default=True)
    is_featured = models.BooleanField(_("Auf der Startseite zeigen"), default=False)
    uses = models.PositiveIntegerField(default=0)  # of the last twelve months, counted each night
    search = SearchVectorField(null=True, editable=False)
    terms = models.TextField(default="", editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [GinIndex(fields=["search"], name="online_services_found_by_words")]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="online_services_one_service_per_slug"),
            models.UniqueConstraint(fields=["key"], name="online_services_one_service_per_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def description(self) -> ServiceDescription:
        """Both layers as one description, read once; it has no form, see Form."""
        return ServiceDescription.model_validate(self.content)

    @property
    def title(self) -> str:
        """The name in the active language."""
        return str(self.description.texts.name)

    @property
    def hint(self) -> str:
        """What it is in one line, in the active language."""
        return plain_text(str(self.description.texts.short_text))

    @property
    def short_hint(self) -> str:
        """The same for a small card."""
        return shorten(self.hint, _CARD, placeholder=" …")

    @property
    def icon(self) -> str:
        """The icon of its first life situation."""
        icons = {one.key: one.icon for one in LIFE_SITUATIONS}
        return next((icons[key] for key in self.description.life_situations if key in icons), "draft")


class Redirect(models.Model):
    """An old address of the municipality's homepage, path with query, that leads to a service now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    old_path = models.CharField(max_length=300)
    service = models.ForeignKey(PublicService, on_delete=models.CASCADE, related_name="redirects", db_index=False)

    class Meta:
        ordering = ["old_path"]
        constraints = [models.UniqueConstraint(fields=["old_path"], name="online_services_one_redirect_per_path")]

    def __str__(self) -> str:
        return self.old_path


class ServiceCount(models.Model):
    """How often something happened with a service on a day, whoever it was: no person, no address.

    `what` is "began" (a form was opened), "done:<step>" (a step was completed for the first time in a draft) or
    "left" (somebody went on to another authority).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(PublicService, on_delete=models.CASCADE, related_name="counts", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=70)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "what"]
        constraints = [
            models.UniqueConstraint(fields=["service", "day", "what"], name="online_services_counted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.day}"
