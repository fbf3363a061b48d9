"""Which switches a municipality is offered. Nothing else reads the plan."""

from collections.abc import Sequence

from billing.plans import PLANS


class PlanPolicy:
    """Implements tenants.policy.ActivationPolicy by the plans of billing.plans."""

    def plans(self) -> Sequence[tuple[str, str]]:
        """Return (slug, label) of every plan."""
        return [(plan.slug, str(plan.label)) for plan in PLANS.values()]

    def offers(self, *, plan: str, module: str) -> bool:
        """Return whether the plan contains the module."""
        return PLANS[plan].offers(module)

    def at_start(self, *, plan: str) -> frozenset[str]:
        """Return the modules that are on from the first day."""
        return PLANS[plan].switched_on_at_start
