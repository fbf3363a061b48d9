"""Notices: what the administration decides, as a letter."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.cases.models.case import Case, Outcome
from modules.cases.models.entry import CaseFile
from modules.cases.models.signing import Signing


class NoticeState(models.TextChoices):
    """How far a notice is."""

    DRAFT = "draft", _("Entwurf")
    WAITING = "waiting", _("wartet auf Freigabe")
    ISSUED = "issued", _("erlassen")
    REPLACED = "replaced", _("ersetzt")
    DISCARDED = "discarded", _("verworfen")


class Notice(models.Model):
    """A decision as it is written, released and issued. Once issued nothing of its words changes any more.

    `conditions` is [{"text", "is_chosen"}]. `file` is the PDF, `sha256` its fingerprint. `posted_on` is the day on
    which the letter was handed to the post, entered by hand. A correction is a notice of its own that `replaces` it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = (
        "subject",
        "paragraphs",
        "conditions",
        "recipient",
        "returned_remark",
        "replace_reason",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    template_key = models.CharField(max_length=60, blank=True)
    title = models.CharField(_("Art des Schreibens"), max_length=120)
    outcome = models.CharField(_("Ergebnis"), max_length=20, choices=Outcome, blank=True)
    recipient = models.TextField(_("Empfänger"), max_length=500)
    subject = models.CharField(_("Betreff"), max_length=200)
    paragraphs = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    legal_remedy = models.TextField(_("Rechtsbehelfsbelehrung"), max_length=4000, blank=True)
    signing = models.CharField(_("Unterschrift"), max_length=20, choices=Signing, default=Signing.BY_ORDER)
    wants_release = models.BooleanField(default=False)  # the template asks for a second person
    with_fee = models.BooleanField(_("Gebühr im Bescheid festsetzen"), default=True)

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_remark = models.CharField(max_length=1000, blank=True)
    issuer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    signer_name = models.CharField(max_length=120, blank=True)
    signer_function = models.CharField(max_length=120, blank=True)
    issued_at = models.DateTimeField(null=True)
    posted_on = models.DateField(_("Zur Post gegeben am"), null=True, blank=True)
    file = models.ForeignKey(CaseFile, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="replaced_by", db_index=False
    )
    replace_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    idem_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["issued", "replaced"]) | models.Q(issued_at__isnull=False),
                name="cases_issued_notice_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_on__isnull=True) | models.Q(issued_at__isnull=False),
                name="cases_only_issued_notices_are_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still being written or waits for a second person."""
        return self.state in (NoticeState.DRAFT, NoticeState.WAITING)

    @property
    def is_issued(self) -> bool:
        """Whether it was issued, also when another one replaced it later."""
        return self.state in (NoticeState.ISSUED, NoticeState.REPLACED)

    @property
    def chosen_conditions(self) -> list[str]:
        """The conditions that stand in the letter."""
        return [condition["text"] for condition in self.conditions if condition["is_chosen"]]
