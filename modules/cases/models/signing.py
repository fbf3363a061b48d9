"""Who signs how, and what letters of decisions need besides: account, limits, addresses."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.web.giro_code import Account


class Signing(models.TextChoices):
    """In whose place somebody signs."""

    MAYOR = "mayor", _("Behördenleitung selbst")
    IN_SUBSTITUTION = "in_substitution", _("In Vertretung")
    BY_ORDER = "by_order", _("Im Auftrag")


class SigningAuthority(models.Model):
    """Somebody may sign in this way; `name` and `function` are printed below the letter (§ 37 (3) VwVfG).

    Where nobody is listed for "Im Auftrag", everybody who may decide signs so. A rule, not a fact about a person:
    colleagues in office.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Unterschreibt"), max_length=20, choices=Signing)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("Name unter dem Bescheid"), max_length=120)
    function = models.CharField(_("Funktion"), max_length=120, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="cases_signs_once_in_a_way")]

    def __str__(self) -> str:
        return f"SigningAuthority {self.pk}"


class DecisionSettings(models.Model):
    """The one row of what decisions need: the account for fees, when a second person is asked, where cases go.

    From `release_from_cents` on a fee wants a second person; None: never because of the fee.
    """

    ONLY_ID = 1
    personal_fields: ClassVar[tuple[str, ...]] = ()  # an authority's own account and addresses

    id = models.BigIntegerField(primary_key=True, default=ONLY_ID, editable=False)
    account_holder = models.CharField(_("Kontoinhaber"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    kassenzeichen_prefix = models.CharField(_("Kassenzeichen beginnt mit"), max_length=12, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("Zahlungsfrist in Tagen"), default=30)
    release_from_cents = models.PositiveIntegerField(_("Vier Augen ab einer Gebühr von"), null=True, blank=True)
    document_days = models.PositiveSmallIntegerField(_("Frist für Unterlagen in Tagen"), default=14)
    handover_email = models.EmailField(_("Postfach für Übergaben"), blank=True)
    export_megabytes = models.PositiveSmallIntegerField(default=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="cases_one_row_of_decision_settings")]

    def __str__(self) -> str:
        return "DecisionSettings"

    @property
    def account(self) -> Account:
        """Where fees are paid; false until it was entered."""
        return Account(self.account_holder, self.iban, self.bic)
