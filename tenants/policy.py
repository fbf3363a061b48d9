"""Which modules a municipality is offered. The answer comes from above, named in settings.ACTIVATION_POLICY."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ActivationPolicy(Protocol):
    """What the console, the modules page and the CLI ask before they offer a switch."""

    def plans(self) -> Sequence[tuple[str, str]]:
        """Return (slug, label) of every plan."""

    def offers(self, *, plan: str, module: str) -> bool:
        """Return whether the plan contains the module."""

    def at_start(self, *, plan: str) -> frozenset[str]:
        """Return the modules that are on from the first day."""


@cache
def activation_policy() -> ActivationPolicy:
    """Return the policy of this deployment."""
    policy: ActivationPolicy = import_string(settings.ACTIVATION_POLICY)()
    return policy
