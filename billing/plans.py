"""Plans as data: what a municipality may switch on, and what is on from its first day."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Plan:
    """A plan. `modules` None means every module of the deployment."""

    slug: str
    label: "StrPromise | str"
    modules: frozenset[str] | None
    switched_on_at_start: frozenset[str]

    def offers(self, module: str) -> bool:
        """Return whether the plan contains the module."""
        return self.modules is None or module in self.modules


PLANS = {
    plan.slug: plan
    for plan in (
        Plan("appointments", _("Termine"), frozenset({"appointments"}), frozenset({"appointments"})),
        Plan("full", _("Gesamt"), None, frozenset({"appointments"})),
    )
}
