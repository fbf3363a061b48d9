"""Beside a form that is being built: its history for undo, its test cases, and who asked to publish it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modules.online_services.models.forms import Form, FormVersion


class FormState(models.Model):
    """The working definition as it was after an edit; `Form.history_at` says which of them is shown now.

    `edit` is a code of `building.words.EDITS`, `part_id` and `part_title` say what was edited.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()  # who built a form worked in office

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="states", db_index=False)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    edit = models.CharField(max_length=30)
    part_id = models.CharField(max_length=60, blank=True)
    part_title = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["form", "number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="online_services_state_once")]

    def __str__(self) -> str:
        return f"FormState {self.pk}"


class FormTestCase(models.Model):
    """Answers, and what the form has to make of them; the shapes are those of `building.trying`."""

    personal_fields: ClassVar[tuple[str, ...]] = ()  # invented answers

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="test_cases", db_index=False)
    title = models.CharField(_("Name"), max_length=120)
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    today = models.DateField(_("Gerechnet wie am"), null=True, blank=True)
    expected = models.JSONField(default=dict)

    class Meta:
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "title"], name="online_services_test_case_once")]

    def __str__(self) -> str:
        return self.title


class ReleaseRequest(models.Model):
    """Somebody asks to publish a form; what is published is the definition as it was then.

    It is open until `decided_at`. `version` is what it became when it was released.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="release_requests", db_index=False)
    definition = models.JSONField()
    working_number = models.PositiveIntegerField()
    note = models.CharField(_("Was sich ändert"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Begründung"), max_length=500, blank=True)  # why it was turned down
    version = models.ForeignKey(FormVersion, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["form"], condition=Q(decided_at__isnull=True), name="online_services_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"ReleaseRequest {self.pk}"
