"""A municipality goes live in one command: schema, switches, content, and its administrator's invitation."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from rathaus.accounts.services import ensure_roles, invite_staff
from rathaus.audit.services import record
from rathaus.calendar.holidays import STATES
from rathaus.registry import contribution, get_module
from rathaus.tenancy import enter, enter_public
from rathaus.tenancy.owner import OWNER, owner_connection
from tenants import directory
from tenants.errors import DomainTakenError, TenantError
from tenants.models import Activation, Domain, Kind, Tenant
from tenants.municipality.services import set_up_municipality
from tenants.names import canonical_host, schema_name_for, validate_address, validate_domain, validate_slug
from tenants.policy import activation_policy
from tenants.schemas import drop_schema, fingerprint, schema_exists
from tenants.template import replay


@dataclass(frozen=True)
class NewTenant:
    """What an operator says about a municipality to be created."""

    slug: str
    official_name: str
    kind: str
    state: str
    plan: str
    admin_email: str = ""
    short_name: str = ""
    domain: str = ""
    ags: str = ""
    inhabitants: int | None = None
    localities: Sequence[str] = ()
    member_municipalities: Sequence[str] = ()
    profile: Mapping[str, str] = field(default_factory=dict)
    with_samples: bool = True
    is_demo: bool = False
    id: uuid.UUID | None = None  # chosen beforehand by whoever must recognise the result

    @property
    def host(self) -> str:
        """The primary domain: the given one, else a subdomain of the base domain."""
        return canonical_host(self.domain) or f"{self.slug}.{settings.BASE_DOMAIN}"


def create_tenant(wish: NewTenant) -> tuple[Tenant, bool]:
    """Return the municipality and whether it was created now; an existing one is left as it is.

    Either everything exists afterwards or nothing: the schema is built first, without a row it is never served,
    and what a killed command left behind is removed by the next. Raises TenantError with one clear line.
    """
    validate_wish(wish)
    schema_name = schema_name_for(wish.slug)
    try:
        tenant, is_new = _find_or_create(wish, schema_name)
    except BaseException:
        _remove_leftovers(wish.slug, schema_name)
        raise
    directory.forget_all()
    return tenant, is_new


def _find_or_create(wish: NewTenant, schema_name: str) -> tuple[Tenant, bool]:
    with enter_public(), transaction.atomic(durable=True):
        _wait_for_others(wish.slug)
        if existing := Tenant.objects.filter(slug=wish.slug).first():
            return existing, False
        refuse_taken_domains(wish)
        _refuse_owned_schema(schema_name)
        _build_schema(schema_name)
        tenant = _fill(wish, schema_name)
        directory.announce_change()
    return tenant, True


def _wait_for_others(slug: str) -> None:
    """Let nobody create the same municipality until this transaction ends: they would drop each other's schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rathaus.provision.' || %s))", [slug])


def _remove_leftovers(slug: str, schema_name: str) -> None:
    """Drop a schema without a row. In a transaction of its own: the failed one held locks until its very end."""
    with enter_public(), transaction.atomic(durable=True):
        _wait_for_others(slug)
        if schema_exists(schema_name) and not Tenant.objects.filter(schema_name=schema_name).exists():
            drop_schema(schema_name)


def validate_wish(wish: NewTenant) -> None:
    """Raise TenantError for the first thing that is wrong, before anything is created."""
    try:
        validate_slug(wish.slug)
        validate_domain(wish.host)
        if wish.admin_email:
            validate_address(wish.admin_email)
    except ValidationError as error:
        raise TenantError("; ".join(error.messages)) from None
    _require_known("kind", wish.kind, list(Kind.values))
    _require_known("Bundesland", wish.state, list(STATES))
    _require_known("plan", wish.plan, [slug for slug, _label in activation_policy().plans()])
    if not wish.official_name.strip():
        raise TenantError("The official name is missing.")
    if wish.ags and not (wish.ags.isdecimal() and len(wish.ags) == 8):
        raise TenantError(f"The AGS {wish.ags!r} must have eight digits.")


def _require_known(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise TenantError(f"Unknown {what} {value!r}. Known: {', '.join(known)}.")


def refuse_taken_domains(wish: NewTenant) -> None:
    """Raise DomainTakenError when one of the domains to be made belongs to another municipality."""
    hosts = {wish.host, f"{wish.slug}.{settings.BASE_DOMAIN}"}
    if taken := Domain.objects.select_related("tenant").filter(domain__in=hosts).first():
        raise DomainTakenError(domain=taken.domain, holder=taken.tenant.slug)


def _refuse_owned_schema(schema_name: str) -> None:
    """Never touch a schema that a municipality's row points to, whatever its slug is by now."""
    if owner := Tenant.objects.filter(schema_name=schema_name).first():
        raise TenantError(f"The schema {schema_name} already belongs to {owner.slug}.")


def _build_schema(schema_name: str) -> None:
    """Replay the template on a connection of its own, after removing what a killed command may have left."""
    if schema_exists(schema_name):
        drop_schema(schema_name)
    with (
        owner_connection("public") as owner,
        transaction.atomic(using=OWNER),
        owner.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rathaus.provision'))")
        replay(cursor, schema_name)
    connections[OWNER].close()


def _fill(wish: NewTenant, schema_name: str) -> Tenant:
    """Write row, switches, roles and content in one transaction."""
    with enter_public(), transaction.atomic():
        tenant = _create_rows(wish, schema_name)
        record(action="tenants.created", target=tenant, details={"tenant": tenant.slug, "plan": tenant.plan})
        with enter(tenant):
            ensure_roles()
            set_up_municipality(
                profile=dict(wish.profile),
                localities=list(wish.localities),
                members=list(wish.member_municipalities),
            )
            if wish.with_samples:
                _add_samples(tenant)
            if wish.admin_email:
                invite_staff(email=wish.admin_email, roles=["administrator"], actor=None)
    return tenant


def _create_rows(wish: NewTenant, schema_name: str) -> Tenant:
    tenant = Tenant.objects.create(
        id=wish.id or uuid.uuid4(),
        slug=wish.slug,
        schema_name=schema_name,
        official_name=wish.official_name.strip(),
        short_name=wish.short_name.strip() or wish.official_name.strip(),
        kind=wish.kind,
        state=wish.state,
        plan=wish.plan,
        ags=wish.ags,
        inhabitants=wish.inhabitants,
        is_demo=wish.is_demo,
        schema_fingerprint=fingerprint(),
    )
    Domain.objects.create(tenant=tenant, domain=wish.host, is_primary=True)
    subdomain = f"{wish.slug}.{settings.BASE_DOMAIN}"
    if subdomain != wish.host:
        Domain.objects.create(tenant=tenant, domain=subdomain)
    for module in sorted(activation_policy().at_start(plan=wish.plan)):
        Activation.objects.create(tenant=tenant, module=get_module(module).slug)
    return tenant


def _add_samples(tenant: Tenant) -> None:
    for module in sorted(tenant.active_modules):
        if add := contribution(get_module(module), "sample_data"):
            add(None)
