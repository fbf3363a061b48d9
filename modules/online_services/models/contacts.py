"""Who is asked about a service: colleagues with their office telephone, as far as they are shown."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactPerson(models.Model):
    """A colleague as citizens may see them. `localities` are the parts of the municipality they look after, none: all.

    Public only with `is_public`; what is empty is not shown. A colleague who has left is not shown either.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()  # of colleagues in office, like the membership itself

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.OneToOneField(
        "accounts.StaffMembership", verbose_name=_("Person"), on_delete=models.CASCADE, related_name="contact_person"
    )
    task = models.CharField(_("Aufgabe"), max_length=120, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    room = models.CharField(_("Zimmer"), max_length=60, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    localities = ArrayField(models.UUIDField(), default=list, blank=True)
    is_public = models.BooleanField(_("Auf der Website zeigen"), default=False)

    class Meta:
        ordering = ["membership__user__last_name", "membership__user__first_name", "id"]

    def __str__(self) -> str:
        return self.membership.user.full_name
