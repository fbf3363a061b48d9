"""What the modules page says about each module, and why a switch is not offered."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.registry import ModuleSpec, all_modules, contribution, get_module
from tenants.models import Tenant
from tenants.policy import activation_policy


@dataclass(frozen=True)
class ModuleCard:
    """A module as the administrator sees it."""

    spec: ModuleSpec
    is_on: bool
    needs: str
    obstacle: str = ""
    activity: str = ""
    missing: str = ""
    settings_url: str = ""

    @property
    def note(self) -> tuple[str, str]:
        """The line at the card's foot: a state of the shell's style sheet, and the sentence."""
        if self.obstacle:
            return "waiting", self.obstacle
        if self.missing:
            return "booked", self.missing
        return ("done", self.activity) if self.activity else ("", "")


def module_cards(tenant: Tenant) -> Iterator[ModuleCard]:
    """Yield a card for every module of this deployment."""
    for spec in all_modules():
        yield module_card(tenant, spec)


def module_card(tenant: Tenant, spec: ModuleSpec) -> ModuleCard:
    """Return the card of one module; its own figures are read only while it is on."""
    is_on = tenant.has_module(spec.slug)
    say = contribution(spec, "activity") if is_on else None
    return ModuleCard(
        spec=spec,
        is_on=is_on,
        needs=_needs(spec),
        obstacle=switch_obstacle(tenant, spec),
        activity=str(say()) if say else "",
        missing=_missing_steps(spec) if is_on else "",
        settings_url=reverse(spec.settings_url) if is_on and spec.settings_url else "",
    )


def switch_obstacle(tenant: Tenant, spec: ModuleSpec) -> str:
    """Return why the switch cannot be moved now, "" if it can; the rules are those of `switch_module`."""
    if tenant.has_module(spec.slug):
        dependents = [other for other in all_modules() if spec.slug in other.requires and tenant.has_module(other.slug)]
        return _("Schalten Sie zuerst aus: {names}.").format(names=_names(dependents)) if dependents else ""
    if not activation_policy().offers(plan=tenant.plan, module=spec.slug):
        return _("Ihr Tarif enthält das Modul nicht.")
    missing = [get_module(slug) for slug in spec.requires if not tenant.has_module(slug)]
    return _("Schalten Sie zuerst ein: {names}.").format(names=_names(missing)) if missing else ""


def plan_label(tenant: Tenant) -> str:
    """Return the name of the municipality's plan."""
    return dict(activation_policy().plans()).get(tenant.plan, tenant.plan)


def _needs(spec: ModuleSpec) -> str:
    required = [get_module(slug) for slug in spec.requires]
    return _("Braucht: {names}").format(names=_names(required)) if required else _("Nichts weiter")


def _missing_steps(spec: ModuleSpec) -> str:
    check = contribution(spec, "setup_checks")
    missing = sum(step.is_required and not step.is_done for step in check()) if check else 0
    if not missing:
        return ""
    return ngettext("Vor dem Start fehlt eine Angabe.", "Vor dem Start fehlen %(count)s Angaben.", missing) % {
        "count": missing
    }


def _names(specs: list[ModuleSpec]) -> str:
    return ", ".join(str(spec.label) for spec in specs)
