"""How the town hall is organised: departments, who stands in for whom, who may open restricted data."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A part of the administration (Fachbereich, Dezernat, Amt), within another one or on the first level."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    short_name = models.CharField(_("Kurzname"), max_length=20, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children", db_index=False)
    head = models.ForeignKey(
        "accounts.StaffMembership", null=True, on_delete=models.SET_NULL, related_name="headed", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="accounts_one_department_per_name")]

    def __str__(self) -> str:
        return self.name


class Substitution(models.Model):
    """Somebody's absence from the first to the last day, both included, and who stands in meanwhile.

    The substitute holds the rights and departments of the absent person, never their restricted areas.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absent = models.ForeignKey("accounts.StaffMembership", on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey("accounts.StaffMembership", on_delete=models.CASCADE, related_name="substitutions")
    first_on = models.DateField(_("Von"))
    last_on = models.DateField(_("Bis"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)  # earlier than planned

    class Meta:
        ordering = ["first_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="accounts_absence_days"),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")), name="accounts_nobody_stands_in_for_themself"
            ),
        ]

    def __str__(self) -> str:
        return f"Substitution {self.pk}"


class RestrictedAreaMember(models.Model):
    """Names a person who may open a restricted area (RestrictedAreaSpec), such as tax data (§ 30 AO)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.CharField(max_length=100)
    membership = models.ForeignKey(
        "accounts.StaffMembership", on_delete=models.CASCADE, related_name="areas", db_index=False
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    named_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "area"], name="accounts_named_once_per_area")]

    def __str__(self) -> str:
        return f"RestrictedAreaMember {self.pk}"


class SupportGrant(models.Model):
    """Permission for operators to come into this municipality, given by one of its administrators until a moment.

    `operator_email` names one operator; empty lets any operator in.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("operator_email", "reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator_email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    reason = models.CharField(_("Grund"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-granted_at"]

    def __str__(self) -> str:
        return f"SupportGrant {self.pk}"


class SupportVisit(models.Model):
    """An operator's way in under a grant: handed over by the console, entered once, over with the grant.

    `operator` is a row of this municipality's people that can never sign in; it keeps the name for the record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(SupportGrant, on_delete=models.CASCADE, related_name="visits")
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="support_visits", db_index=False
    )
    handed_over_at = models.DateTimeField(auto_now_add=True)
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-handed_over_at"]

    def __str__(self) -> str:
        return f"SupportVisit {self.pk}"
