"""Drafts while people fill in, uploads beside them, and what was sent in the end."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from modules.online_services.models.forms import FormVersion
from modules.online_services.models.services import PublicService


class Draft(models.Model):
    """A form that somebody is filling in. It is found by its token alone, or by its owner when it has one.

    `answers` keeps everything that was typed, also what is hidden now. `origin` says what was taken from where:
    {"person_family_name": "bundid"}. `facts` are known beforehand. `door` and `door_id` name what let the person in
    besides the token, such as a hearing with its access code.
    """

    personal_fields: ClassVar[tuple[str, ...]] = (
        "answers",
        "origin",
        "facts",
        "contact",
        "email",
        "in_name_of",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=43, unique=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="drafts", db_index=False)
    service = models.ForeignKey(
        PublicService, null=True, on_delete=models.SET_NULL, related_name="drafts", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="service_drafts", db_index=False
    )
    in_name_of = models.CharField(max_length=250, blank=True)
    email = models.EmailField(blank=True)
    channel = models.CharField(max_length=10, default="online")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    contact = models.JSONField(
        default=dict
    )  # what staff typed about somebody without account: name, email, phone, address
    language = models.CharField(max_length=12, default="de")
    door = models.CharField(max_length=60, blank=True)
    door_id = models.UUIDField(null=True)
    answers = models.JSONField(default=dict)
    origin = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    steps_done = models.JSONField(default=list)
    assurance_level = models.PositiveSmallIntegerField(default=0)  # the highest that was proven while filling in
    version = models.PositiveIntegerField(default=1)
    is_rehearsal = models.BooleanField(default=False)  # preview and pilot runs: nothing is opened
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)  # when the mail left that says how soon it will be removed

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class Upload(models.Model):
    """A file on its way or here: made first, filled in parts that can be resumed, then checked by its content.

    `received` counts the bytes that are here. Without `checked_at` it is nothing yet; with `refused` it never will be.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("filename",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="uploads")
    place = models.CharField(max_length=200)
    filename = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    stored = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"Upload {self.pk}"

    @property
    def is_usable(self) -> bool:
        """Whether the file is complete and its content was found to be what we take."""
        return self.checked_at is not None and not self.refused


class ServiceRequest(models.Model):
    """What somebody sent: final answers, the version they filled in, the fee they were shown. It never changes."""

    personal_fields: ClassVar[tuple[str, ...]] = ("answers", "origin", "facts", "uploads")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="requests", db_index=False)
    service = models.ForeignKey(
        PublicService, null=True, on_delete=models.SET_NULL, related_name="requests", db_index=False
    )
    case_id = models.UUIDField(unique=True)  # of the module cases
    channel = models.CharField(max_length=10)
    language = models.CharField(max_length=12, default="de")
    answers = models.JSONField(default=dict)
    origin = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    fees = models.JSONField(default=list)
    uploads = models.JSONField(default=dict)  # id of an upload as answers name it -> name of the file in the case
    assurance_level = models.PositiveSmallIntegerField(default=0)
    sent_by_id = models.UUIDField(null=True)  # the person in whose session it was sent, None for guests
    began_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    idem_key = models.UUIDField(unique=True)  # the draft's id: a draft becomes one request

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"ServiceRequest {self.pk}"
