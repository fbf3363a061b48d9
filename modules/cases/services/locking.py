"""One change at a time: a case is locked before it is changed."""

from modules.cases.errors import ClosedError, OvertakenError
from modules.cases.models import Case


def lock_case(case: Case, *, seen_version: int | None = None) -> Case:
    """Return the case as it is now, locked until the end of the transaction.

    `seen_version` is what the clerk had on the screen; raises OvertakenError when somebody changed the case since.
    """
    related = Case.objects.select_for_update(of=("self",)).select_related("person", "department", "responsible")
    locked = related.get(pk=case.pk)
    if seen_version not in (None, locked.version):
        raise OvertakenError
    return locked


def demand_open(case: Case) -> None:
    """Raise ClosedError for a case that is over."""
    if not case.is_open:
        raise ClosedError
