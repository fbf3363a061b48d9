"""Conversations between a person and the administration, and what colleagues remark among themselves."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.timeline.services import Matter


class Side(models.TextChoices):
    """Who wrote."""

    PERSON = "person", _("Bürgerin oder Bürger")
    STAFF = "staff", _("Verwaltung")


class Conversation(models.Model):
    """What is written about one thing. Without a department everybody who works with messages looks after it.

    `area` is the code of a restricted area, whose conversations only colleagues see who are named for it.
    `last_side` wrote last: while it is open and the person did, an answer is due. `version` counts what was written,
    so that an answer to a text which is not the latest any more can be recognised.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("subject", "matter_label")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations", db_index=False
    )
    subject = models.CharField(_("Worum geht es?"), max_length=120)
    department = models.ForeignKey(
        "accounts.Department",
        verbose_name=_("Abteilung"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    area = models.CharField(max_length=100, blank=True)
    matter_kind = models.CharField(max_length=40, blank=True)
    matter_id = models.UUIDField(null=True)
    matter_label = models.CharField(max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    idem_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField()
    last_side = models.CharField(max_length=10, choices=Side)
    version = models.PositiveIntegerField(default=1)
    is_new_for_person = models.BooleanField(default=False)
    is_new_for_staff = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-last_at"], name="inbox_of_person"),
            models.Index(fields=["-last_at"], condition=models.Q(closed_at__isnull=True), name="inbox_open"),
        ]

    def __str__(self) -> str:
        return f"Conversation {self.pk}"

    @property
    def matter(self) -> Matter:
        """What its messages belong to in the timeline: a thing of another module, else the conversation itself."""
        if self.matter_id:
            return Matter(self.matter_kind, self.matter_id, self.matter_label)
        return Matter("inbox.conversation", self.pk, self.subject)

    @property
    def awaits_answer(self) -> bool:
        """Whether the administration owes an answer."""
        return self.closed_at is None and self.last_side == Side.PERSON


class Message(models.Model):
    """One message; `read_at` is when the other side first saw it.

    `in_name_of` says for whom the person wrote, if not for themselves, and how that is proven.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("text", "author_name", "in_name_of")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    side = models.CharField(max_length=10, choices=Side)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=120, blank=True)
    in_name_of = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["conversation", "at"], name="inbox_of_conversation")]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Attachment(models.Model):
    """A file that came with a message, checked by its content."""

    personal_fields: ClassVar[tuple[str, ...]] = ("filename",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=120)
    stored = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["filename", "id"]

    def __str__(self) -> str:
        return f"Attachment {self.pk}"


class Remark(models.Model):
    """What colleagues say among themselves about a conversation. A table of its own, so that no page can mix it in."""

    personal_fields: ClassVar[tuple[str, ...]] = ("text", "author_name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Remark {self.pk}"
