"""What holds for every form and all answers."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.online_services.engine.checking import check_definition
from modules.online_services.engine.definition import FormDefinition, Group
from modules.online_services.engine.evaluation import Evaluation
from modules.online_services.engine.final import final_answers
from modules.online_services.engine.inputs import inputs_of
from modules.online_services.engine.nested import nested_export
from modules.online_services.engine.reading import read_step
from modules.online_services.engine.showing import sections
from modules.online_services.engine.values import PARTS
from modules.online_services.engine.walking import answer_at, fields_of, find
from tests.modules.online_services.engine.forms import evaluated
from tests.modules.online_services.engine.random_forms import answers_to, forms

FILLED = forms().flatmap(lambda definition: st.tuples(st.just(definition), answers_to(definition)))
modest = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@modest
@given(filled=FILLED)
def test_evaluating_never_raises_changes_nothing_and_says_the_same_again(
    filled: tuple[FormDefinition, dict[str, Any]],
) -> None:
    definition, answers = filled
    before = copy.deepcopy(answers)
    first = evaluated(definition, answers, {"a": "a.pdf"})
    same = FormDefinition.model_validate(definition.to_json())
    assert evaluated(same, json.loads(json.dumps(answers)), {"a": "a.pdf"}) == first
    assert answers == before


@modest
@given(filled=FILLED)
def test_the_final_answers_reach_a_fixed_point_and_hold_only_what_is_shown(
    filled: tuple[FormDefinition, dict[str, Any]],
) -> None:
    definition, answers = filled
    evaluation = evaluated(definition, answers)
    final = final_answers(definition, answers, evaluation)
    again = evaluated(definition, final)
    assert (again.steps, again.shown, again.computed, again.fees) == (
        *(evaluation.steps, evaluation.shown, evaluation.computed, evaluation.fees),
    )
    assert final_answers(definition, final, again) == final
    assert set(_places(definition, final, "")) <= evaluation.shown
    json.dumps(nested_export(definition, final))


@modest
@given(filled=FILLED)
def test_what_a_page_shows_is_read_back_as_it_was_and_hidden_answers_stay(
    filled: tuple[FormDefinition, dict[str, Any]],
) -> None:
    definition, typed = filled
    evaluation = evaluated(definition, typed)
    final = final_answers(definition, typed, evaluation)
    wrong = {problem.place.split("/")[0] for problems in evaluation.problems.values() for problem in problems}
    read = _send(definition, final, evaluation, typed)
    simple = {field.id for field in fields_of(definition) if field.type not in {*PARTS, "table", "computed"}}
    for field_id in simple & final.keys() - wrong:
        assert read[field_id] == final[field_id], "what was right is the same again"
    settled = _send(definition, read, evaluation, read)
    assert settled == {key: read[key] for key in settled}, "nothing changes, and rows without anything go"
    assert _send(definition, settled, evaluation, settled) == settled, "and all of it from then on"
    hidden = typed.keys() - {place.split("/")[0] for place in evaluation.shown}
    assert {key: typed[key] for key in hidden} == {key: read[key] for key in hidden}


@modest
@given(definition=forms(), data=st.data())
def test_planted_cycles_and_unknown_names_are_found(definition: FormDefinition, data: st.DataObject) -> None:
    content = definition.to_json()
    fields = [part for step in content["steps"] for part in step["items"] if part["type"] != "group"]
    if not fields:
        return
    planted = data.draw(st.sampled_from(fields))
    planted["show"] = data.draw(st.sampled_from(["given(nobody)", f"given({planted['id']})"]))
    found = check_definition(FormDefinition.model_validate(content))
    assert any(problem.part_id == planted["id"] for problem in found)


@modest
@given(definition=forms())
def test_a_definition_survives_being_kept_as_json(definition: FormDefinition) -> None:
    kept = json.loads(json.dumps(definition.to_json()))
    assert FormDefinition.model_validate(kept) == definition
    assert FormDefinition.model_validate(kept).to_json() == kept


def _places(definition: FormDefinition, answers: dict[str, Any], prefix: str) -> list[str]:
    found = []
    for key, value in answers.items():
        found.append(prefix + key)
        if isinstance(find(definition, key), Group):
            for at, row in enumerate(value):
                found += _places(definition, row, f"{prefix}{key}/{at}/")
    return found


def _send(
    definition: FormDefinition, shown: dict[str, Any], evaluation: Evaluation, before: dict[str, Any]
) -> dict[str, Any]:
    """Return the answers after all pages were sent just as they stood there."""
    page: dict[str, Any] = {}
    for section in sections(definition, shown, evaluation, with_empty=True):
        for line in section.lines:
            page |= inputs_of(line.field, answer_at(shown, line.place), line.place)
    for step_id in evaluation.steps:
        before = read_step(definition, step_id, page, before)
    return before
