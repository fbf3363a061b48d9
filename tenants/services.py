"""What operators and administrators do with a municipality after it exists. Each call leaves an audit line."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User, clean_address
from rathaus.accounts.roles import ADMINISTRATOR
from rathaus.accounts.selectors import administrators, open_invitations
from rathaus.accounts.services import invite_staff, resend_invitation
from rathaus.audit.models import ActorKind
from rathaus.audit.services import record
from rathaus.registry import SetupStep, all_modules, get_module
from rathaus.tenancy import enter, enter_public
from rathaus.tenancy.context import tenant_or_none
from tenants import directory
from tenants.errors import (
    DomainTakenError,
    HasAdministratorError,
    MissingSchemaError,
    NeededByModulesError,
    NeedsModulesError,
    NotInPlanError,
    NotReadyError,
    PrimaryDomainError,
    TenantError,
    UnknownDomainError,
    WrongStatusError,
)
from tenants.models import Activation, Domain, Status, Tenant
from tenants.names import canonical_host, validate_domain
from tenants.policy import activation_policy
from tenants.schemas import schema_exists
from tenants.setup_steps import setup_steps

MAY_PUBLISH: Final = frozenset({Status.PREPARING})
MAY_SUSPEND: Final = frozenset({Status.PREPARING, Status.LIVE})
MAY_RESUME: Final = frozenset({Status.SUSPENDED, Status.ARCHIVED})
MAY_ARCHIVE: Final = frozenset({Status.PREPARING, Status.LIVE, Status.SUSPENDED})


def switch_module(*, tenant: Tenant, module: str, is_on: bool, actor: User | None = None) -> bool:
    """Switch a module on or off and return whether that changed anything; data stays in either case.

    Raises UnknownModuleError and TenantError (not in the plan, needs another module, another needs it).
    """
    spec = get_module(module)
    with _changing(tenant, actor) as change:
        if change.tenant.has_module(spec.slug) == is_on:
            return False
        if obstacle := switch_obstacle(change.tenant, spec.slug, is_on=is_on):
            raise obstacle
        Activation.objects.update_or_create(tenant=tenant, module=spec.slug, defaults={"is_on": is_on})
        change.record(f"tenants.module_switched_{'on' if is_on else 'off'}", module=spec.slug)
    return True


def switch_obstacle(tenant: Tenant, module: str, *, is_on: bool) -> TenantError | None:
    """Return why the module cannot be switched on (or off) now, or None."""
    if not is_on:
        dependents = sorted(
            spec.slug for spec in all_modules() if module in spec.requires and tenant.has_module(spec.slug)
        )
        return NeededByModulesError(module=module, others=dependents) if dependents else None
    if not activation_policy().offers(plan=tenant.plan, module=module):
        return NotInPlanError(plan=tenant.plan, slug=tenant.slug, module=module)
    missing = sorted(slug for slug in get_module(module).requires if not tenant.has_module(slug))
    return NeedsModulesError(module=module, others=missing) if missing else None


def add_domain(*, tenant: Tenant, domain: str, is_primary: bool = True, actor: User | None = None) -> Domain:
    """Give the municipality a domain of its own; a primary one is used in all links from now on.

    Raises ValidationError for a malformed name and DomainTakenError.
    """
    name = canonical_host(domain)
    validate_domain(name)
    with _changing(tenant, actor) as change:
        holder = refuse_taken_domain(tenant=tenant, domain=name)
        if is_primary:
            others = Domain.objects.filter(tenant=tenant, is_primary=True).exclude(domain=name)
            others.update(is_primary=False)
        entry, _created = Domain.objects.update_or_create(
            domain=name,
            defaults={"tenant": tenant, "is_primary": is_primary or bool(holder and holder.is_primary)},
        )
        change.record("tenants.domain_added", domain=name, is_primary=is_primary)
    return entry


def refuse_taken_domain(*, tenant: Tenant, domain: str) -> Domain | None:
    """Return the domain if the municipality has it already; raises DomainTakenError if another one does."""
    holder = Domain.objects.select_related("tenant").filter(domain=domain).first()
    if holder and holder.tenant_id != tenant.pk:
        raise DomainTakenError(domain=domain, holder=holder.tenant.slug)
    return holder


def remove_domain(*, tenant: Tenant, domain: str, actor: User | None = None) -> None:
    """Take a domain away; raises PrimaryDomainError or UnknownDomainError."""
    name = canonical_host(domain)
    with _changing(tenant, actor) as change:
        removable_domain(tenant=tenant, domain=name).delete()
        change.record("tenants.domain_removed", domain=name)


def removable_domain(*, tenant: Tenant, domain: str) -> Domain:
    """Return the domain that may be taken away; raises PrimaryDomainError or UnknownDomainError."""
    entry = Domain.objects.filter(tenant=tenant, domain=domain).first()
    if entry is None:
        raise UnknownDomainError(domain=domain, slug=tenant.slug)
    if entry.is_primary:
        raise PrimaryDomainError(domain=domain)
    return entry


def invite_administrator(
    *, tenant: Tenant, email: str, actor: User | None = None, key: uuid.UUID | None = None, is_emergency: bool = False
) -> None:
    """Invite a person as administrator; somebody whose invitation is open gets a new link.

    Only where nobody administrates yet: afterwards this would be a way in for operators, and support access is the
    only one. An emergency (all administrators are lost) is for the command line, and in the municipality's record.
    `key` is the hidden value of a form: a second call with it sends nothing. Raises MissingSchemaError,
    HasAdministratorError and AccountsError (already staff).
    """
    with _changing(tenant, actor) as change:
        if not schema_exists(tenant.schema_name):
            raise MissingSchemaError(slug=tenant.slug)
        with enter(tenant):
            known = open_invitations().filter(email=clean_address(email)).first()
            if known and known.pk == key:
                return
            if administrators().exists():
                _demand_emergency(tenant, is_emergency)
            if known:
                resend_invitation(invitation=known, actor=None)
            else:
                invite_staff(email=email, roles=[ADMINISTRATOR], actor=None, key=key)
        change.record("tenants.administrator_invited")


def _demand_emergency(tenant: Tenant, is_emergency: bool) -> None:
    if not is_emergency:
        raise HasAdministratorError(slug=tenant.slug)
    record(action="accounts.rescued", actor_kind=ActorKind.CLI)


def missing_steps(tenant: Tenant) -> list[SetupStep]:
    """Return the required steps of the start checklist that are not done yet; raises MissingSchemaError."""
    if not schema_exists(tenant.schema_name):
        raise MissingSchemaError(slug=tenant.slug)
    with enter(tenant):
        return [step for step in setup_steps(tenant) if step.is_required and not step.is_done]


def publish_tenant(*, tenant: Tenant, actor: User | None = None, force: bool = False) -> None:
    """Open the portal to citizens; raises NotReadyError with the missing steps unless forced."""
    require_status(tenant, MAY_PUBLISH)
    missing = missing_steps(tenant)
    if missing and not force:
        raise NotReadyError([str(step.title) for step in missing])
    _set_status(tenant, Status.LIVE, "tenants.published", MAY_PUBLISH, actor, published_at=timezone.now())


def suspend_tenant(*, tenant: Tenant, actor: User | None = None) -> None:
    """Close the portal for citizens and staff and stop its jobs; nothing is deleted."""
    _set_status(tenant, Status.SUSPENDED, "tenants.suspended", MAY_SUSPEND, actor)


def resume_tenant(*, tenant: Tenant, actor: User | None = None) -> None:
    """Undo a suspension or an archiving: live again if it ever was published, else in preparation.

    Raises MissingSchemaError when its data was deleted meanwhile.
    """
    if not schema_exists(tenant.schema_name):
        raise MissingSchemaError(slug=tenant.slug)
    status = Status.LIVE if tenant.published_at else Status.PREPARING
    _set_status(tenant, status, "tenants.resumed", MAY_RESUME, actor)


def archive_tenant(*, tenant: Tenant, actor: User | None = None) -> None:
    """Take the portal off the net for good; its schema stays until it is exported and dropped by hand (runbook)."""
    _set_status(tenant, Status.ARCHIVED, "tenants.archived", MAY_ARCHIVE, actor)


def require_status(tenant: Tenant, allowed: frozenset[Status]) -> None:
    """Raise WrongStatusError unless the municipality has one of these."""
    if tenant.status not in allowed:
        raise WrongStatusError(
            slug=tenant.slug, status=str(tenant.status), allowed=[status.value for status in allowed]
        )


def _set_status(
    tenant: Tenant, status: Status, action: str, allowed: frozenset[Status], actor: User | None, **fields: object
) -> None:
    with _changing(tenant, actor) as change:
        require_status(change.tenant, allowed)
        Tenant.objects.filter(pk=tenant.pk).update(status=status, **fields)
        change.record(action, former=str(change.tenant.status))
    for name, value in {"status": status, **fields}.items():
        setattr(tenant, name, value)


@dataclass(frozen=True)
class _Change:
    """A change of one municipality: its locked row, who changes it, and from which side."""

    tenant: Tenant
    actor: User | None
    is_inside: bool

    def record(self, action: str, **details: str | bool) -> None:
        """Write the line into the operators' record; the municipality's own gets it too, so that it sees it.

        Each record names a person only by an id of its own schema: operators in `public`, staff in the other.
        """
        tenant, kind = self.tenant, self._actor_kind()
        operator = None if self.is_inside else self.actor
        known = {"tenant": tenant.slug, **details}
        record(action=action, actor=operator, actor_kind=kind, target=tenant, details=known)
        if schema_exists(tenant.schema_name):
            with enter(tenant):
                staff = self.actor if self.is_inside else None
                record(action=action, actor=staff, actor_kind=kind, target=tenant, details=details)

    def _actor_kind(self) -> ActorKind:
        if self.is_inside:
            return ActorKind.STAFF if self.actor else ActorKind.SYSTEM
        return ActorKind.OPERATOR if self.actor else ActorKind.CLI


@contextmanager
def _changing(tenant: Tenant, actor: User | None) -> Iterator[_Change]:
    """Stand in `public` with the municipality's row locked; afterwards this process knows of the change at once."""
    is_inside = tenant_or_none() is not None
    with enter_public(), transaction.atomic():
        locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
        yield _Change(locked, actor, is_inside)
        directory.announce_change()
    for name in ("active_modules", "primary_domain"):
        tenant.__dict__.pop(name, None)
    directory.forget_all()
