"""Test cases: answers, and what the form has to make of them. They are run before each publishing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Setting

from modules.online_services.building.comparing import title_of
from modules.online_services.building.tree import places
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.evaluation import Answers, Evaluation, Surroundings
from modules.online_services.engine.parts import Id
from rathaus.web import wording

MAX_LISTED: Final = 5


class Expected(BaseModel):
    """What has to come out. `complete` None means: either way. `fee_cents` counts only with `checks_fee`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    complete: bool | None = None
    shown: tuple[Id, ...] = ()
    hidden: tuple[Id, ...] = ()
    checks_fee: bool = False
    fee_cents: int | None = Setting(default=None, ge=0, le=100_000_000)  # None: it is decided later


@dataclass(frozen=True, slots=True)
class Difference:
    """What came out otherwise; `part_id` is the field it is about, "" for the whole form."""

    kind: Literal["complete", "shown", "hidden", "fee", "broken"]
    part_id: str
    sentence: str


def expected_of(data: Mapping[str, Any]) -> Expected:
    """Return the expectations of a test case; what cannot be read expects nothing."""
    try:
        return Expected.model_validate(dict(data))
    except ValidationError:
        return Expected()


def differences(
    definition: FormDefinition, answers: Answers, expected: Expected, surroundings: Surroundings
) -> list[Difference]:
    """Return what differs from what is expected; nothing when the test case passes.

    Files count as handed in: a test case has none.
    """
    found = evaluate(definition, answers, surroundings, uploads=_uploads(definition, answers))
    return [*_completeness(expected, found), *_visibility(definition, expected, found), *_fee(expected, found)]


def outcome(definition: FormDefinition, answers: Answers, surroundings: Surroundings) -> Expected:
    """Return what comes out now, as what is to be expected from now on."""
    found = evaluate(definition, answers, surroundings, uploads=_uploads(definition, answers))
    shown = _shown_ids(found)
    ruled = [place.part.id for place in places(definition) if getattr(place.part, "show", "")]
    return Expected(
        complete=found.is_complete,
        shown=tuple(part_id for part_id in ruled if part_id in shown),
        hidden=tuple(part_id for part_id in ruled if part_id not in shown),
        checks_fee=bool(definition.fees),
        fee_cents=found.fee_cents if definition.fees else None,
    )


def _uploads(definition: FormDefinition, answers: Answers) -> dict[str, str]:
    ids = [place.part.id for place in places(definition) if getattr(place.part, "type", "") == "upload"]
    given = [key for part_id in ids for key in answers.get(part_id) or () if isinstance(key, str)]
    return dict.fromkeys(given, "Datei.pdf")


def _shown_ids(found: Evaluation) -> frozenset[str]:
    """The ids of parts that are shown somewhere, in whichever row, and of the steps that count."""
    names = {name for place in found.shown for name in place.split("/") if not name.isdigit()}
    return frozenset(names | set(found.steps))


def _completeness(expected: Expected, found: Evaluation) -> list[Difference]:
    if expected.complete is None or expected.complete == found.is_complete:
        return []
    if expected.complete:
        said = [problem.message for problems in found.problems.values() for problem in problems]
        words = _("Die Angaben sollten reichen, aber: %(problems)s") % {"problems": " ".join(said[:MAX_LISTED])}
        return [Difference("complete", "", words)]
    return [Difference("complete", "", _("Es sollte etwas fehlen, aber die Angaben reichen."))]


def _visibility(definition: FormDefinition, expected: Expected, found: Evaluation) -> list[Difference]:
    shown = _shown_ids(found)
    titles = {place.part.id: title_of(place.part) for place in places(definition)}
    missing = [part_id for part_id in expected.shown if part_id not in shown]
    surplus = [part_id for part_id in expected.hidden if part_id in shown]
    absent, present = (
        _("„%(title)s“ sollte erscheinen, tut es aber nicht."),
        _("„%(title)s“ erscheint, sollte es aber nicht."),
    )
    return [
        *(Difference("shown", name, absent % {"title": titles.get(name, name)}) for name in missing),
        *(Difference("hidden", name, present % {"title": titles.get(name, name)}) for name in surplus),
    ]


def _fee(expected: Expected, found: Evaluation) -> list[Difference]:
    if not expected.checks_fee or expected.fee_cents == found.fee_cents:
        return []
    words = _("Die Gebühr sollte %(wanted)s sein, ist aber %(found)s.")
    return [Difference("fee", "", words % {"wanted": _amount(expected.fee_cents), "found": _amount(found.fee_cents)})]


def _amount(cents: int | None) -> str:
    return _("noch offen") if cents is None else wording.money(cents)
