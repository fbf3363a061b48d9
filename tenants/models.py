"""Who the customers are and what is switched on. All tables live in `public`."""

import uuid
from datetime import tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tenants.models import TenantMixin

from tenants.names import validate_domain, validate_slug


class Kind(models.TextChoices):
    """Legal form of a municipality; the German names are the terms of the law."""

    STADT = "stadt", _("Stadt")
    EINHEITSGEMEINDE = "einheitsgemeinde", _("Einheitsgemeinde")
    VERBANDSGEMEINDE = "verbandsgemeinde", _("Verbandsgemeinde")
    LANDKREIS = "landkreis", _("Landkreis")


class Status(models.TextChoices):
    """Whether and for whom a municipality's portal answers."""

    PREPARING = "preparing", _("in Vorbereitung")
    LIVE = "live", pgettext_lazy("Kommune", "in Betrieb")
    SUSPENDED = "suspended", _("gesperrt")
    ARCHIVED = "archived", _("archiviert")


class Tenant(TenantMixin):
    """A municipality. Implements rathaus.tenancy.Tenant; its content lives in its own schema."""

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40, unique=True, validators=[validate_slug])
    official_name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=2)
    ags = models.CharField(max_length=8, blank=True)
    inhabitants = models.PositiveIntegerField(null=True)
    time_zone = models.CharField(max_length=40, default="Europe/Berlin")
    status = models.CharField(max_length=10, choices=Status, default=Status.PREPARING)
    plan = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    schema_fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def zone(self) -> tzinfo:
        """The municipality's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def is_live(self) -> bool:
        """Whether citizens are served."""
        return self.status == Status.LIVE

    @property
    def is_working(self) -> bool:
        """Whether staff may work and jobs may run."""
        return self.status in (Status.PREPARING, Status.LIVE)

    @cached_property
    def active_modules(self) -> frozenset[str]:
        """Slugs of the modules that are switched on; the directory fills this with the same query."""
        return frozenset(self.activations.filter(is_on=True).values_list("module", flat=True))

    def has_module(self, slug: str) -> bool:
        """Return whether the module is switched on."""
        return slug in self.active_modules

    @cached_property
    def primary_domain(self) -> str:
        """The domain that links in mails and printed matter use."""
        domain = self.domains.filter(is_primary=True).first()
        return domain.domain if domain else f"{self.slug}.{settings.BASE_DOMAIN}"

    def url(self, path: str = "/") -> str:
        """Return an absolute link on the primary domain."""
        port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
        return f"{settings.PUBLIC_SCHEME}://{self.primary_domain}{port}{path}"


class Domain(models.Model):
    """A host name under which a municipality's portal answers. Exactly one per tenant is primary."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True, validators=[validate_domain])
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="tenants_one_primary_domain"
            )
        ]

    def __str__(self) -> str:
        return self.domain


class Activation(models.Model):
    """The switch of one module for one municipality. A row stays when it is off: it remembers since when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="activations")
    module = models.CharField(max_length=40)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "module"], name="tenants_one_switch_per_module")]

    def __str__(self) -> str:
        return f"{self.module}: {'on' if self.is_on else 'off'}"


class MigrationRun(models.Model):
    """What `rathaus fleet migrate` did to one municipality's schema."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="migration_runs")
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"MigrationRun {self.pk}"


class DailyFigures(models.Model):
    """Figures of one municipality and day, written by a job: the console never enters a tenant's schema."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="figures")
    day = models.DateField()
    counts = models.JSONField(default=dict)
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="tenants_one_figure_row_per_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class RequestState(models.TextChoices):
    """How far the creation of a municipality has come."""

    QUEUED = "queued", _("wartet auf den Anfang")
    RUNNING = "running", _("wird angelegt")
    DONE = "done", _("ist angelegt")
    FAILED = "failed", _("ist gescheitert")


class ProvisioningRequest(models.Model):
    """An operator's wish for a municipality. A worker fulfils it: only there may the program create schemas.

    `idem_key` comes from the form, so that a second click shows the first result.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idem_key = models.UUIDField(unique=True)
    wish = models.JSONField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.QUEUED)
    error = models.TextField(blank=True)
    tenant = models.ForeignKey(Tenant, null=True, on_delete=models.SET_NULL, related_name="provisioning_requests")
    requested_by = models.UUIDField(null=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.wish.get('slug', '')}: {self.state}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (RequestState.DONE, RequestState.FAILED)


class DirectoryVersion(models.Model):
    """One row that grows with every change of a municipality, domain or switch: processes compare it each second."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
