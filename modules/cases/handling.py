"""Which module looks after a case: its handler, its name and its icon, by the registry."""

from collections.abc import Sequence

from django.utils.module_loading import import_string

from modules.cases.errors import UnknownKindError
from modules.cases.handlers import CaseHandler
from modules.cases.models import Case
from modules.cases.own_cases import HANDLER
from rathaus.registry import CaseKind, active_modules
from rathaus.tenancy.context import current_tenant


def known_kinds() -> Sequence[CaseKind]:
    """Return the kinds of cases of the modules that are switched on."""
    return [kind for spec in active_modules(current_tenant()) for kind in spec.case_kinds]


def find_kind(code: str) -> CaseKind | None:
    """Return the kind with this code; None for one that nobody declares, or whose module is off."""
    return next((kind for kind in known_kinds() if kind.code == code), None)


def demand_kind(code: str) -> CaseKind:
    """Return the kind with this code; raises UnknownKindError."""
    if found := find_kind(code):
        return found
    raise UnknownKindError(code)


def handler_of(case: Case) -> CaseHandler:
    """Return who answers for cases of this kind; for a kind whose module is off one that shows nothing."""
    kind = find_kind(case.kind)
    if kind is None:
        return HANDLER
    handler: CaseHandler = import_string(kind.handler)
    return handler() if isinstance(handler, type) else handler


def kind_label(code: str) -> str:
    """Return how people read the kind, "" for an unknown one."""
    found = find_kind(code)
    return str(found.label) if found else ""
