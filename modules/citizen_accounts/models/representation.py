"""Acting for somebody else: for whom, with which proof, until when."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Whom somebody acts for."""

    CHILD = "child", _("Mein minderjähriges Kind")
    PARENT = "parent", _("Mutter oder Vater, mit Vollmacht")
    WARD = "ward", _("Person, die ich rechtlich betreue")
    PROXY = "proxy", _("Andere Person, mit Vollmacht")


class ProofState(models.TextChoices):
    """How far it is proven: parents declare it (§ 1629 BGB), for all others the town hall sees the document."""

    DECLARED = "declared", _("selbst erklärt")
    WAITING = "waiting", _("wird geprüft")
    ACCEPTED = "accepted", _("geprüft")
    REFUSED = "refused", _("nicht anerkannt")


class EndedBy(models.TextChoices):
    """Who or what ended it."""

    REPRESENTATIVE = "representative", _("Sie haben sie beendet")
    PERSON = "person", _("Die vertretene Person hat sie beendet")
    ADMINISTRATION = "administration", _("Die Verwaltung hat sie beendet")
    AGE = "age", _("Das Kind ist volljährig")
    TIME = "time", _("Die Zeit ist abgelaufen")


class Representation(models.Model):
    """A person acts for another one, who may have an account under `email` or none; its id may come from the form."""

    personal_fields: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "birth_date", "email", "file_name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="representations"
    )
    relation = models.CharField(_("Für wen handeln Sie?"), max_length=10, choices=Relation)
    first_name = models.CharField(_("Vorname"), max_length=100)
    last_name = models.CharField(_("Nachname"), max_length=100)
    birth_date = models.DateField(_("Geburtsdatum"))
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    proof_state = models.CharField(max_length=10, choices=ProofState)
    stored_as = models.CharField(max_length=200, blank=True)  # the document in the storage; "" once it is deleted
    file_name = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField(_("Gültig bis"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    refusal = models.CharField(_("Grund"), max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=20, choices=EndedBy, blank=True)

    class Meta:
        indexes = [models.Index(fields=["email"], name="citizen_accounts_by_email", condition=~models.Q(email=""))]

    def __str__(self) -> str:
        return f"Representation {self.pk}"

    @property
    def full_name(self) -> str:
        """Name of the person for whom somebody acts."""
        return f"{self.first_name} {self.last_name}"

    @property
    def is_proven(self) -> bool:
        """Whether the proof is enough to act."""
        return self.proof_state in {ProofState.DECLARED, ProofState.ACCEPTED}
