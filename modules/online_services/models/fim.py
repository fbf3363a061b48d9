"""Forms that were read in from XDatenfelder: what was in the file, and what an editor still has to do by hand."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.online_services.models.forms import Form


class FimSource(models.Model):
    """The schema a form was read from; `schema` is all of the file as `fim.elements.FimSchema` keeps it.

    `definition` is what was made of it: by that one sees what the municipality changed afterwards.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()  # who read it in worked in office

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="fim_source")
    schema_id = models.CharField(max_length=20)
    schema_version = models.CharField(max_length=20, blank=True)
    schema = models.JSONField()
    definition = models.JSONField()
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.schema_id} {self.schema_version}"


class FormTask(models.Model):
    """Something that could not be read in by itself: a rule in words, a code list, a part without a match.

    `part_id` names the step, group or field it belongs to, "" the form. Nothing of the file is lost: `text` has it all.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        RULE = "rule", _("Regel")
        CODE_LIST = "code_list", _("Codeliste")
        PART = "part", pgettext_lazy("FIM", "Baustein")

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()  # in the order of the file
    kind = models.CharField(max_length=10, choices=Kind)
    part_id = models.CharField(max_length=60, blank=True)
    fim_id = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["form", "number"]

    def __str__(self) -> str:
        return self.title


class FimCodeList(models.Model):
    """A code list (genericode) that was read in once; later schemas that refer to it find it here, without network."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uri = models.CharField(max_length=200)  # canonical, without version
    version = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    entries = models.JSONField()  # [[code, name], ...]

    class Meta:
        ordering = ["uri", "-version"]
        constraints = [models.UniqueConstraint(fields=["uri", "version"], name="online_services_code_list_once")]

    def __str__(self) -> str:
        return f"{self.uri} {self.version}"
