"""Notes of telephone calls and talks."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.timeline.services import Matter

UNDO_FOR: Final = timedelta(minutes=10)


class Channel(models.TextChoices):
    """How they talked."""

    PHONE = "phone", _("Telefon")
    COUNTER = "counter", _("Am Schalter")
    VISIT = "visit", _("Vor Ort")
    VIDEO = "video", _("Video")


class ContactNote(models.Model):
    """What was discussed. Internal until it is shared; for ten minutes that can be undone, then it stands.

    `told_at` is when the person was told that there is something new: never before the ten minutes are over.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("subject", "text", "author_name", "matter_label")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(_("Wie?"), max_length=10, choices=Channel, default=Channel.PHONE)
    happened_at = models.DateTimeField(_("Wann?"))
    subject = models.CharField(_("Worum ging es?"), max_length=120)
    text = models.TextField(_("Was wurde besprochen?"))
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
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=120, blank=True)
    idem_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    shared_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-happened_at"], name="inbox_notes_of_person"),
            models.Index(
                fields=["shared_at"],
                condition=models.Q(shared_at__isnull=False, told_at__isnull=True),
                name="inbox_notes_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"ContactNote {self.pk}"

    @property
    def matter(self) -> Matter:
        """What it belongs to in the timeline: a thing of another part, else the note itself."""
        if self.matter_id:
            return Matter(self.matter_kind, self.matter_id, self.matter_label)
        return Matter("inbox.note", self.pk, self.subject)

    def can_undo(self, now: datetime) -> bool:
        """Whether sharing can still be taken back."""
        return self.shared_at is not None and now < self.shared_at + UNDO_FOR
