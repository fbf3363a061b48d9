"""How far a draft is: the state of each step, as the task list shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.online_services.answers import keys_of
from modules.online_services.engine.definition import FormDefinition, Step
from modules.online_services.engine.evaluation import Evaluation
from modules.online_services.models import Draft

OPEN: Final = "open"
BEGUN: Final = "begun"
DONE: Final = "done"
MISSING: Final = "missing"
LABELS: Final[Mapping[str, Any]] = {
    OPEN: _("Noch offen"),
    BEGUN: _("Angefangen"),
    DONE: _("Fertig"),
    MISSING: _("Bitte prüfen"),
}
BADGES: Final = {OPEN: "info", BEGUN: "info", DONE: "success", MISSING: "warning"}


@dataclass(frozen=True, slots=True)
class Task:
    """A step with its state."""

    number: int
    step: Step
    state: str

    @property
    def label(self) -> Any:
        """The state in words."""
        return LABELS[self.state]

    @property
    def badge(self) -> str:
        """Which of KERN's badges shows the state."""
        return BADGES[self.state]


def tasks_of(draft: Draft, definition: FormDefinition, evaluation: Evaluation) -> Sequence[Task]:
    """Return the steps that count for these answers, each with its state."""
    steps = [step for step in definition.steps if step.id in evaluation.steps]
    return [Task(number, step, _state(draft, step, evaluation)) for number, step in enumerate(steps, start=1)]


def next_step(definition: FormDefinition, evaluation: Evaluation, step: Step) -> Step | None:
    """Return the step that follows, None after the last one."""
    order = [one.id for one in definition.steps]
    later = order[order.index(step.id) + 1 :]
    wanted = next((step_id for step_id in later if step_id in evaluation.steps), None)
    return next((one for one in definition.steps if one.id == wanted), None)


def is_ready(tasks: Sequence[Task]) -> bool:
    """Return whether every step is done, so that checking and sending comes next."""
    return all(task.state == DONE for task in tasks)


def _state(draft: Draft, step: Step, evaluation: Evaluation) -> str:
    has_problems = bool(evaluation.problems.get(step.id))
    if step.id in draft.steps_done:
        return MISSING if has_problems else DONE
    return BEGUN if any(draft.answers.get(key) for key in keys_of(step.items)) else OPEN
