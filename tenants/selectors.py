"""What the operators' console shows. Everything is read from `public`: a municipality's schema is never entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rathaus.audit.models import AuditEntry
from rathaus.audit.selectors import Line, page_of
from rathaus.registry import ModuleSpec, all_modules
from tenants.errors import TenantError
from tenants.figures import Figures, read_figures
from tenants.models import Activation, Domain, MigrationRun, ProvisioningRequest, Status, Tenant
from tenants.schemas import fingerprint
from tenants.services import switch_obstacle
from tenants.words import StateWord, action_words, explain, module_names, schema_word, status_word

PAGE_SIZE: Final = 50
RECENT: Final = 10


@dataclass(frozen=True)
class Choice:
    """A filter of the list; `slug` is its value in the URL."""

    slug: str
    label: Any
    condition: Q


def choices() -> tuple[Choice, ...]:
    """Return the filters in the order of the page; the first one is everything."""
    return (
        Choice("", _("Alle"), Q()),
        Choice("betrieb", pgettext_lazy("Kommune", "In Betrieb"), Q(status=Status.LIVE)),
        Choice("vorbereitung", _("In Vorbereitung"), Q(status=Status.PREPARING)),
        Choice("gesperrt", _("Gesperrt"), Q(status=Status.SUSPENDED)),
        Choice("archiviert", _("Archiviert"), Q(status=Status.ARCHIVED)),
        Choice("fehler", _("Mit Fehler"), WITH_ERROR),
        Choice("zurueck", _("Datenbank zurück"), ~Q(schema_fingerprint=fingerprint())),
    )


WITH_ERROR: Final = Q(last_error__gt="")
FOUND: Final = Q(is_found=True)


@dataclass(frozen=True)
class Row:
    """A municipality in the list."""

    tenant: Tenant
    status: StateWord
    modules: Sequence[str]
    schema: StateWord
    figures: Figures
    last_error: str
    last_error_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """One page of the list, with how many municipalities each filter holds."""

    rows: Sequence[Row]
    page: Page[Tenant]
    found: Mapping[str, int]
    total: int
    live: int
    errors: int
    figures_at: datetime | None


def overview(*, query: str = "", choice: str = "", number: str = "1", today: date) -> Overview:
    """Return the municipalities whose name, short name or domain contains the query; three queries in all."""
    conditions = {one.slug: one.condition for one in choices()}
    chosen = choice if choice in conditions else ""
    counts = _count(conditions, query)
    paginator = Paginator(_search(_tenants(), query).filter(FOUND, conditions[chosen]), PAGE_SIZE)
    paginator.count = counts[f"found_{chosen}"]
    page = paginator.get_page(number)
    figures = read_figures([tenant.pk for tenant in page], today=today)
    return Overview(
        rows=[_row(tenant, figures.get(tenant.pk, Figures())) for tenant in page],
        page=page,
        found={slug: counts[f"found_{slug}"] for slug in conditions},
        total=counts["total"],
        live=counts["live"],
        errors=counts["errors"],
        figures_at=max((one.written_at for one in figures.values() if one.written_at), default=None),
    )


def _count(conditions: Mapping[str, Q], query: str) -> Mapping[str, int]:
    found = {f"found_{slug}": Count("pk", filter=FOUND & condition) for slug, condition in conditions.items()}
    return _search(_with_last_error(Tenant.objects.order_by()), query).aggregate(
        total=Count("pk"),
        live=Count("pk", filter=Q(status=Status.LIVE)),
        errors=Count("pk", filter=WITH_ERROR),
        **found,
    )


def count_with_error() -> int:
    """Return how many municipalities could not be migrated the last time."""
    return _with_last_error(Tenant.objects.all()).filter(WITH_ERROR).count()


def _search(tenants: QuerySet[Tenant], query: str) -> QuerySet[Tenant]:
    """Mark what the query finds as `is_found`; an empty one finds everything."""
    if not query:
        return tenants.annotate(is_found=Value(value=True))
    domains = Domain.objects.filter(tenant=OuterRef("pk"), domain__icontains=query)
    names = Q(short_name__icontains=query) | Q(official_name__icontains=query) | Q(slug__icontains=query)
    return tenants.annotate(is_found=ExpressionWrapper(names | Q(Exists(domains)), output_field=BooleanField()))


def _with_last_error(tenants: QuerySet[Tenant]) -> QuerySet[Tenant]:
    last = MigrationRun.objects.filter(tenant=OuterRef("pk")).order_by("-started_at")
    return tenants.annotate(last_error=Subquery(last.values("error")[:1]))


def _tenants() -> QuerySet[Tenant]:
    last = MigrationRun.objects.filter(tenant=OuterRef("pk")).order_by("-started_at")
    primary = Domain.objects.filter(tenant=OuterRef("pk"), is_primary=True)
    switched_on = Activation.objects.filter(tenant=OuterRef("pk"), is_on=True).order_by("module")
    return _with_last_error(Tenant.objects.all()).annotate(
        last_error_at=Subquery(last.values("started_at")[:1]),
        primary_host=Subquery(primary.values("domain")[:1]),
        switched_on=ArraySubquery(switched_on.values("module")),
        has_schema=Func(
            Concat(Value('"'), F("schema_name"), Value('"')),
            template="to_regnamespace(%(expressions)s) IS NOT NULL",
            output_field=BooleanField(),
        ),
    )


def _row(tenant: Any, figures: Figures) -> Row:
    tenant.active_modules = frozenset(tenant.switched_on)
    if tenant.primary_host:
        tenant.primary_domain = tenant.primary_host
    return Row(
        tenant=tenant,
        status=status_word(tenant),
        modules=module_names(tenant.switched_on),
        schema=schema_word(tenant, has_schema=tenant.has_schema),
        figures=figures,
        last_error=tenant.last_error or "",
        last_error_at=tenant.last_error_at if tenant.last_error else None,
    )


def find_row(tenant_id: Any, *, today: date) -> Row:
    """Return one municipality as the list shows it; raises Tenant.DoesNotExist."""
    tenant = _tenants().get(pk=tenant_id)
    return _row(tenant, read_figures([tenant.pk], today=today).get(tenant.pk, Figures()))


@dataclass(frozen=True)
class Switch:
    """A module of a municipality: whether it is on, since when, and why it cannot be switched."""

    spec: ModuleSpec
    is_on: bool
    changed_at: datetime | None
    obstacle: str


def switches(tenant: Tenant) -> list[Switch]:
    """Return every module of the deployment with its state for this municipality."""
    since = dict(tenant.activations.values_list("module", "changed_at"))
    return [
        Switch(
            spec=spec,
            is_on=tenant.has_module(spec.slug),
            changed_at=since.get(spec.slug),
            obstacle=_words(switch_obstacle(tenant, spec.slug, is_on=not tenant.has_module(spec.slug))),
        )
        for spec in all_modules()
    ]


def _words(error: TenantError | None) -> str:
    return explain(error) if error else ""


def domains(tenant: Tenant) -> QuerySet[Domain]:
    """Return the municipality's domains, the primary one first."""
    return tenant.domains.order_by("-is_primary", "domain")


def recent_runs(tenant: Tenant) -> QuerySet[MigrationRun]:
    """Return the latest migrations of the municipality's schema."""
    return tenant.migration_runs.order_by("-started_at")[:RECENT]


@dataclass(frozen=True)
class Deed:
    """A line of the operators' record about a municipality."""

    line: Line
    words: str


def recent_deeds(tenant: Tenant) -> list[Deed]:
    """Return what operators and the program did with this municipality lately."""
    entries = AuditEntry.objects.filter(target_type="tenants.tenant", target_id=str(tenant.pk)).order_by("-id")
    lines = page_of(entries, shows_names=True).lines[: 2 * RECENT]
    return [Deed(line, action_words(line.entry)) for line in lines]


def recent_requests() -> QuerySet[ProvisioningRequest]:
    """Return the latest wishes for new municipalities."""
    return ProvisioningRequest.objects.select_related("tenant").order_by("-requested_at")[:RECENT]
