"""The outline of a form: one line for each part, and which lines an edit changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from modules.online_services.building.comparing import noun_of, title_of
from modules.online_services.building.tree import Place, places
from modules.online_services.engine.definition import FormDefinition, Group, Step


@dataclass(frozen=True, slots=True)
class Line:
    """A part as the outline shows it."""

    id: str
    noun: str
    title: str
    depth: int
    problems: int = 0
    is_required: bool = False
    has_rule: bool = False
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """A step with the lines below it."""

    line: Line
    lines: tuple[Line, ...]
    number: int


@dataclass(frozen=True, slots=True)
class OutlineChange:
    """What of the outline has to be drawn again: all of it, whole steps, or single lines."""

    everything: bool = False
    steps: Sequence[OutlineStep] = ()
    lines: Sequence[Line] = ()


def outline_of(definition: FormDefinition, wrong: Iterable[str] = ()) -> list[OutlineStep]:
    """Return the outline; `wrong` names the part of each problem, once for each."""
    problems = Counter(wrong)
    steps: list[OutlineStep] = []
    for place in places(definition):
        line = _line(place, problems[place.part.id])
        if isinstance(place.part, Step):
            steps.append(OutlineStep(line, (), len(steps) + 1))
        else:
            steps[-1] = replace(steps[-1], lines=(*steps[-1].lines, line))
    return steps


def _line(place: Place, problems: int) -> Line:
    part = place.part
    return Line(
        id=part.id,
        noun=noun_of(part),
        title=title_of(part),
        depth=place.depth,
        problems=problems,
        is_required=bool(getattr(part, "required", False)),
        has_rule=any(getattr(part, name, "") for name in ("show", "skip", "require")),
        is_group=isinstance(part, Group),
    )


def outline_change(before: Sequence[OutlineStep], after: Sequence[OutlineStep]) -> OutlineChange:
    """Return the least that has to be drawn again to make one outline the other."""
    if [step.line.id for step in before] != [step.line.id for step in after]:
        return OutlineChange(everything=True)
    steps, lines = [], []
    for old, new in zip(before, after, strict=True):
        if [line.id for line in old.lines] != [line.id for line in new.lines] or old.line != new.line:
            steps.append(new)
        else:
            lines += [line for line, was in zip(new.lines, old.lines, strict=True) if line != was]
    return OutlineChange(steps=steps, lines=lines)
