"""What can go wrong with a municipality; each message is one line that an operator can act on.

The messages are for the command line, in English. Pages say the same in the reader's language (tenants.words.explain).
"""

from collections.abc import Sequence


class TenantError(Exception):
    """A wish about a municipality that cannot be fulfilled; the message says why."""


class NotReadyError(TenantError):
    """A municipality cannot be published yet."""

    def __init__(self, missing: Sequence[str]) -> None:
        """Keep the titles of the missing steps."""
        self.missing = list(missing)
        super().__init__("Not ready to publish. Missing: " + "; ".join(self.missing) + ".")


class NotInPlanError(TenantError):
    """The municipality's plan does not offer the module."""

    def __init__(self, *, plan: str, slug: str, module: str) -> None:
        """Keep what does not fit together."""
        self.plan, self.module = plan, module
        super().__init__(f"The plan {plan!r} of {slug} does not contain the module {module!r}.")


class NeedsModulesError(TenantError):
    """The module works only together with others that are off."""

    def __init__(self, *, module: str, others: Sequence[str]) -> None:
        """Keep the slugs of the others."""
        self.module, self.others = module, list(others)
        super().__init__(f"{module!r} needs {', '.join(others)}: switch that on first.")


class NeededByModulesError(TenantError):
    """Other modules that are on need this one."""

    def __init__(self, *, module: str, others: Sequence[str]) -> None:
        """Keep the slugs of the others."""
        self.module, self.others = module, list(others)
        super().__init__(f"{', '.join(others)} needs {module!r}: switch that off first.")


class DomainTakenError(TenantError):
    """Another municipality answers on this domain."""

    def __init__(self, *, domain: str, holder: str) -> None:
        """Keep the domain and the slug of its holder."""
        self.domain, self.holder = domain, holder
        super().__init__(f"The domain {domain} already belongs to {holder}.")


class UnknownDomainError(TenantError):
    """The municipality has no such domain."""

    def __init__(self, *, domain: str, slug: str) -> None:
        """Keep the domain."""
        self.domain = domain
        super().__init__(f"{slug} has no domain {domain}.")


class PrimaryDomainError(TenantError):
    """The primary domain cannot be taken away: links would lead nowhere."""

    def __init__(self, *, domain: str) -> None:
        """Keep the domain."""
        self.domain = domain
        super().__init__(f"{domain} is the primary domain: make another one primary first.")


class WrongStatusError(TenantError):
    """The municipality's status does not allow this step."""

    def __init__(self, *, slug: str, status: str, allowed: Sequence[str]) -> None:
        """Keep the present status."""
        self.status = status
        super().__init__(f"{slug} is {status}; this needs {' or '.join(sorted(allowed))}.")


class HasAdministratorError(TenantError):
    """The municipality has an administrator, and so decides itself whom it lets in."""

    def __init__(self, *, slug: str) -> None:
        """Keep nothing: the message says it."""
        super().__init__(
            f"{slug} has an administrator, who invites others. `rathaus tenants rescue` is for emergencies."
        )


class MissingSchemaError(TenantError):
    """The database has no schema for this municipality; entering it would fall through to `public`."""

    def __init__(self, *, slug: str) -> None:
        """Keep nothing: the message says it."""
        super().__init__(f"{slug} has no schema in this database: restore it from a backup first.")
