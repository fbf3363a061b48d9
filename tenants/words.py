"""What the console says about states, steps and errors, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.audit.models import AuditEntry
from rathaus.registry import all_modules
from tenants.audit_words import WORDS
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
from tenants.models import Status, Tenant
from tenants.schemas import fingerprint


@dataclass(frozen=True)
class StateWord:
    """A state as word, symbol and colour (the values of `data-state`)."""

    state: str
    icon: str
    label: Any


STATUS_WORDS: Final[Mapping[str, StateWord]] = {
    Status.LIVE: StateWord("done", "success", Status.LIVE.label),
    Status.PREPARING: StateWord("booked", "edit", Status.PREPARING.label),
    Status.SUSPENDED: StateWord("missed", "close", Status.SUSPENDED.label),
    Status.ARCHIVED: StateWord("blocked", "visibility-off", Status.ARCHIVED.label),
}
SCHEMA_CURRENT: Final = StateWord("", "", gettext_lazy("aktuell"))
SCHEMA_BEHIND: Final = StateWord("waiting", "warning", gettext_lazy("zurück"))
SCHEMA_MISSING: Final = StateWord("missed", "danger", gettext_lazy("fehlt"))


def status_word(tenant: Tenant) -> StateWord:
    """Return whether and for whom the portal answers."""
    return STATUS_WORDS[tenant.status]


def schema_word(tenant: Tenant, *, has_schema: bool) -> StateWord:
    """Return how the municipality's schema stands against this version of the program."""
    if not has_schema:
        return SCHEMA_MISSING
    return SCHEMA_CURRENT if tenant.schema_fingerprint == fingerprint() else SCHEMA_BEHIND


def module_names(slugs: frozenset[str] | list[str]) -> list[str]:
    """Return the names of modules, in the order of the registry; a module that is gone keeps its short name."""
    labels = {spec.slug: str(spec.label) for spec in all_modules()}
    return [labels[slug] for slug in labels if slug in slugs] + sorted(set(slugs) - labels.keys())


def action_words(entry: AuditEntry) -> str:
    """Return what was done and to what: "Modul eingeschaltet: Termine"."""
    done = str(WORDS.get(entry.action, entry.action))
    details: Mapping[str, Any] = entry.details
    if "module" in details:
        return f"{done}: {module_names([details['module']])[0]}"
    return f"{done}: {details['domain']}" if "domain" in details else done


def explain(error: Exception) -> str:
    """Return a sentence for the page; raises the error again when it is none of a municipality's."""
    for kind, sentence in SENTENCES.items():
        if isinstance(error, kind):
            return sentence(error)
    raise error


SENTENCES: Final[Mapping[type[Exception], Callable[[Any], str]]] = {
    NotInPlanError: lambda _error: _("Der Tarif enthält dieses Modul nicht."),
    NeedsModulesError: lambda error: _("Schalten Sie zuerst ein: {modules}.").format(
        modules=", ".join(module_names(error.others))
    ),
    NeededByModulesError: lambda error: _("Schalten Sie zuerst aus: {modules}.").format(
        modules=", ".join(module_names(error.others))
    ),
    DomainTakenError: lambda error: _("Die Domain {domain} gehört schon zu {holder}.").format(
        domain=error.domain, holder=error.holder
    ),
    UnknownDomainError: lambda error: _("Die Domain {domain} ist schon entfernt.").format(domain=error.domain),
    PrimaryDomainError: lambda error: _(
        "{domain} ist die Hauptdomain. Machen Sie zuerst eine andere Domain zur Hauptdomain."
    ).format(domain=error.domain),
    WrongStatusError: lambda error: _("Nichts geändert: Die Kommune ist {status}.").format(
        status=Status(error.status).label
    ),
    MissingSchemaError: lambda _error: _(
        "Die Daten dieser Kommune fehlen in der Datenbank. Stellen Sie sie zuerst aus der Sicherung wieder her."
    ),
    HasAdministratorError: lambda _error: _(
        "Diese Kommune hat eine Administration. Sie lädt selbst ein, wen sie möchte."
    ),
    NotReadyError: lambda error: _("Es fehlt noch: {steps}.").format(steps="; ".join(error.missing)),
    TenantError: lambda error: _("Das ging nicht: {message}").format(message=error),
}
