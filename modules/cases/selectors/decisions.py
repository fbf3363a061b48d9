"""What the case page shows at its right: what can be decided, what is on its way, what has been decided."""

from dataclasses import dataclass

from modules.cases.models import Case
from rathaus.accounts.models import User


@dataclass(frozen=True, slots=True)
class DecisionPanel:
    """What the part `cases/parts/decision_panel.html` reads as `panel`."""

    case: Case


def decision_panel(case: Case, user: User) -> DecisionPanel:  # noqa: ARG001
    """Return what this person may do about the case's end, for the case page."""
    return DecisionPanel(case)
