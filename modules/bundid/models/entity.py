"""What administrators set up: who we are to the BundID, our keys, and the two places where the BundID answers."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Environment(models.TextChoices):
    """Where the BundID answers: its integration environment with invented people, or the real one."""

    TEST = "test", _("Testumgebung")
    LIVE = "live", _("Wirkbetrieb")


class Entity(models.Model):
    """The one row that says who this municipality is to the BundID.

    The BundID knows a service by `entity_id` and makes the bPK2 of each person for it alone: another name would make
    strangers of all people. So it stays when the domain changes.
    """

    ONLY_ID = 1
    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.BigIntegerField(primary_key=True, default=ONLY_ID, editable=False)
    entity_id = models.CharField(_("Name der Gegenstelle (entityID)"), max_length=500)
    display_name = models.CharField(_("Anzeigename"), max_length=100)
    description = models.CharField(_("Beschreibung"), max_length=300)
    online_service_id = models.CharField(_("Kennung des Onlinedienstes"), max_length=100, blank=True)

    def __str__(self) -> str:
        return self.entity_id


class Generation(models.TextChoices):
    """Whether a key set is in use, is announced for the next change, or only still opens late answers."""

    CURRENT = "current", _("in Benutzung")
    NEXT = "next", _("vorbereitet")
    FORMER = "former", _("abgelöst")


class KeySet(models.Model):
    """Two key pairs of one generation, for signing and for encryption, each with its certificate (PEM).

    The private keys are encrypted by `rathaus.signing` for this municipality; nobody can read them out.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    generation = models.CharField(max_length=10, choices=Generation)
    signing_key = models.TextField()
    signing_certificate = models.TextField()
    encryption_key = models.TextField()
    encryption_certificate = models.TextField()
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["generation"], name="bundid_one_key_set_per_generation"),
        ]

    def __str__(self) -> str:
        return f"KeySet {self.pk}"


class Provider(models.Model):
    """The BundID as one environment's metadata describe it: name, address for requests, certificates (PEM)."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    environment = models.CharField(primary_key=True, max_length=10, choices=Environment)
    entity_id = models.CharField(max_length=500)
    sso_url = models.URLField(max_length=500)
    certificates = models.TextField()
    is_in_use = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["environment"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_use"], condition=Q(is_in_use=True), name="bundid_one_provider_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"Provider {self.environment}"
