"""What operators and administrators do with a municipality after it exists. Each call leaves an audit line."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.registry import SetupStep, all_modules, get_module
from rathaus.tenancy import enter, enter_public
from tenants import directory
from tenants.errors import NotReadyError, TenantError
from tenants.models import Activation, Domain, Status, Tenant
from tenants.names import canonical_host, validate_domain
from tenants.policy import activation_policy
from tenants.setup_steps import setup_steps


def switch_module(*, tenant: Tenant, module: str, is_on: bool, actor: User | None = None) -> bool:
    """Switch a module on or off and return whether that changed anything; data stays in either case.

    Raises UnknownModuleError and TenantError (not in the plan, needs another module, another needs it).
    """
    spec = get_module(module)
    with enter_public(), transaction.atomic():
        locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
        switched_on = set(locked.active_modules)
        if (module in switched_on) == is_on:
            return False
        _refuse_impossible_switch(locked, spec.slug, spec.requires, switched_on, is_on=is_on)
        Activation.objects.update_or_create(tenant=locked, module=module, defaults={"is_on": is_on})
    _record(tenant, "tenants.module_switched_on" if is_on else "tenants.module_switched_off", actor, module=module)
    _take_effect(tenant)
    return True


def _refuse_impossible_switch(
    tenant: Tenant, module: str, requires: Sequence[str], switched_on: set[str], *, is_on: bool
) -> None:
    if is_on and not activation_policy().offers(plan=tenant.plan, module=module):
        raise TenantError(f"The plan {tenant.plan!r} of {tenant.slug} does not contain the module {module!r}.")
    if is_on and (missing := sorted(set(requires) - switched_on)):
        raise TenantError(f"{module!r} needs {', '.join(missing)}: switch that on first.")
    dependents = sorted(other.slug for other in all_modules() if module in other.requires and other.slug in switched_on)
    if not is_on and dependents:
        raise TenantError(f"{', '.join(dependents)} needs {module!r}: switch that off first.")


def add_domain(*, tenant: Tenant, domain: str, is_primary: bool = True, actor: User | None = None) -> Domain:
    """Give the municipality a domain of its own; a primary one is used in all links from now on.

    Raises ValidationError for a malformed name and TenantError for a taken one.
    """
    name = canonical_host(domain)
    validate_domain(name)
    with enter_public(), transaction.atomic():
        holder = Domain.objects.select_related("tenant").filter(domain=name).first()
        if holder and holder.tenant_id != tenant.pk:
            raise TenantError(f"The domain {name} already belongs to {holder.tenant.slug}.")
        if is_primary:
            Domain.objects.filter(tenant=tenant, is_primary=True).exclude(domain=name).update(is_primary=False)
        entry, _created = Domain.objects.update_or_create(
            domain=name,
            defaults={"tenant": tenant, "is_primary": is_primary or bool(holder and holder.is_primary)},
        )
    _record(tenant, "tenants.domain_added", actor, domain=name, is_primary=is_primary)
    _take_effect(tenant)
    return entry


def remove_domain(*, tenant: Tenant, domain: str, actor: User | None = None) -> None:
    """Take a domain away; raises TenantError for the primary or an unknown one."""
    name = canonical_host(domain)
    with enter_public(), transaction.atomic():
        entry = Domain.objects.filter(tenant=tenant, domain=name).first()
        if entry is None:
            raise TenantError(f"{tenant.slug} has no domain {name}.")
        if entry.is_primary:
            raise TenantError(f"{name} is the primary domain: make another one primary first.")
        entry.delete()
    _record(tenant, "tenants.domain_removed", actor, domain=name)
    _take_effect(tenant)


def missing_steps(tenant: Tenant) -> list[SetupStep]:
    """Return the required steps of the start checklist that are not done yet."""
    with enter(tenant):
        return [step for step in setup_steps(tenant) if step.is_required and not step.is_done]


def publish_tenant(*, tenant: Tenant, actor: User | None = None, force: bool = False) -> None:
    """Open the portal to citizens; raises NotReadyError with the missing steps unless forced."""
    _require_status(tenant, {Status.PREPARING})
    if not force and (missing := missing_steps(tenant)):
        raise NotReadyError([str(step.title) for step in missing])
    _set_status(tenant, Status.LIVE, "tenants.published", actor, published_at=timezone.now())


def suspend_tenant(*, tenant: Tenant, actor: User | None = None) -> None:
    """Close the portal for citizens and staff and stop its jobs; nothing is deleted."""
    _require_status(tenant, {Status.PREPARING, Status.LIVE})
    _set_status(tenant, Status.SUSPENDED, "tenants.suspended", actor)


def resume_tenant(*, tenant: Tenant, actor: User | None = None) -> None:
    """Undo a suspension or an archiving: live again if it ever was published, else in preparation."""
    _require_status(tenant, {Status.SUSPENDED, Status.ARCHIVED})
    status = Status.LIVE if tenant.published_at else Status.PREPARING
    _set_status(tenant, status, "tenants.resumed", actor)


def archive_tenant(*, tenant: Tenant, actor: User | None = None) -> None:
    """Take the portal off the net for good; its schema stays until it is exported and dropped by hand."""
    _require_status(tenant, {Status.PREPARING, Status.LIVE, Status.SUSPENDED})
    _set_status(tenant, Status.ARCHIVED, "tenants.archived", actor)


def _require_status(tenant: Tenant, allowed: set[Status]) -> None:
    if tenant.status not in allowed:
        wanted = " or ".join(sorted(status.value for status in allowed))
        raise TenantError(f"{tenant.slug} is {tenant.status}; this needs {wanted}.")


def _set_status(tenant: Tenant, status: Status, action: str, actor: User | None, **fields: object) -> None:
    former = tenant.status
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=status, **fields)
    for name, value in {"status": status, **fields}.items():
        setattr(tenant, name, value)
    _record(tenant, action, actor, former=former)
    _take_effect(tenant)


def _record(tenant: Tenant, action: str, actor: User | None, **details: str | bool) -> None:
    """Write the line into the operators' record; the municipality's own gets it too, so that it sees what was done."""
    with enter_public():
        record(action=action, target=tenant, details={"tenant": tenant.slug, **details})
    with enter(tenant):
        record(action=action, actor=actor, target=tenant, details=details)


def _take_effect(tenant: Tenant) -> None:
    for name in ("active_modules", "primary_domain"):
        tenant.__dict__.pop(name, None)
    directory.forget_all()
