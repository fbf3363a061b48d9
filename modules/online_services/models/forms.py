"""Forms and their versions. What somebody filled in always keeps its version."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.online_services.models.services import PublicService


class Stage(models.TextChoices):
    """Who can fill it in: only staff, those with the pilot link, or everybody."""

    INTERNAL = "internal", _("Intern")
    PILOT = "pilot", _("Pilot")
    LIVE = "live", _("Live")


class Form(models.Model):
    """A form of the municipality; `template_key` names the shipped service whose form it was copied from.

    `working` is the definition that is being edited, `template` the definition as it was copied, for comparison.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    service = models.ForeignKey(
        PublicService, null=True, on_delete=models.SET_NULL, related_name="forms", db_index=False
    )
    stage = models.CharField(_("Stufe"), max_length=10, choices=Stage, default=Stage.INTERNAL)
    template_key = models.CharField(max_length=60, blank=True)
    template = models.JSONField(default=dict)
    working = models.JSONField(default=dict)
    working_number = models.PositiveIntegerField(default=0)  # grows with each edit: a stale page is recognised
    history_at = models.PositiveIntegerField(default=0)  # number of the FormState that `working` is, 0 without history
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class FormVersion(models.Model):
    """A definition that is filled in; it never changes. Of those with stage live the highest number counts.

    With stage pilot it opens by the pilot link alone. Number 0 is no version but the working definition as it is tried
    out in the dashboard; it follows the edits and nothing can be sent with it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    stage = models.CharField(_("Stufe"), max_length=10, choices=Stage, default=Stage.LIVE)
    definition = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="online_services_version_once")]

    def __str__(self) -> str:
        return f"FormVersion {self.pk}"
