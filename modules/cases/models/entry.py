"""What happened in a case, and the files in it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case


class EntryKind(models.TextChoices):
    """What a line of the course of a case tells."""

    OPENED = "opened", _("Eingang")
    MESSAGE_IN = "message_in", _("Nachricht an das Rathaus")
    MESSAGE_OUT = "message_out", _("Nachricht vom Rathaus")
    REMARK = "remark", _("Interne Notiz")
    STATE = "state", _("Stand")
    ASSIGNED = "assigned", _("Zuständigkeit")
    DEADLINE = "deadline", _("Frist")
    DOCUMENTS_REQUESTED = "documents_requested", _("Unterlagen angefordert")
    NOTICE = "notice", _("Bescheid")
    FEE = "fee", _("Gebühr")
    COPY = "copy", _("Kopie")
    HANDOVER = "handover", _("Übergabe")
    NOTE = "note", _("Hinweis")


class CaseEntry(models.Model):
    """A line of the course of a case: conversation, remark and log in one table.

    Only entries with `is_public` are ever shown to the citizen. Nothing of an entry changes but `read_at`, when the
    other side first saw a message.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("title", "text", "author_name", "in_name_of")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=20, choices=EntryKind)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=120, blank=True)
    in_name_of = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="cases_entries_of_case")]

    def __str__(self) -> str:
        return f"CaseEntry {self.pk}"


class FileOrigin(models.TextChoices):
    """Where a file of a case comes from."""

    REQUEST = "request", _("Aus dem Antrag")
    CITIZEN = "citizen", _("Nachgereicht")
    STAFF = "staff", _("Vom Rathaus")
    NOTICE = "notice", _("Bescheid")
    INTERNAL = "internal", _("Intern")


class CaseFile(models.Model):
    """A file of a case, checked by its content; `is_public` ones may be fetched by the citizen."""

    personal_fields: ClassVar[tuple[str, ...]] = ("filename", "label")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    entry = models.ForeignKey(CaseEntry, null=True, on_delete=models.SET_NULL, related_name="files", db_index=False)
    origin = models.CharField(max_length=10, choices=FileOrigin)
    label = models.CharField(max_length=200, blank=True)
    filename = models.CharField(max_length=120)
    stored = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "filename", "id"]

    def __str__(self) -> str:
        return f"CaseFile {self.pk}"
