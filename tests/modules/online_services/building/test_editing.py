"""Edits as pure functions: whatever is done in whatever order, the form stays sound or a clear error says why not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.online_services.building.editing import (
    add_field,
    add_group,
    add_step,
    change_part,
    duplicate_part,
    move_beside,
    move_to,
    remove_part,
    rename_part,
)
from modules.online_services.building.errors import (
    BuildingError,
    TakenIdError,
    UnfitIdError,
    UnfitPlaceError,
    UnfitSettingsError,
    UnknownPartError,
)
from modules.online_services.building.tree import ids_of, place_of, places
from modules.online_services.building.words import FIELD_KINDS
from modules.online_services.engine.checking import check_definition
from modules.online_services.engine.definition import FormDefinition
from tests.factories.forms import fire

KINDS = [kind.code for kind in FIELD_KINDS]


def ids(definition, parent=None):
    return [place.part.id for place in places(definition) if parent is None or place.parent_id == parent]


def test_every_kind_of_field_can_be_added_and_is_sound_at_once():
    form, step = add_step(fire(), title="Alles")
    for kind in KINDS:
        form, _new = add_field(form, kind=kind, label=f"Feld {kind}", parent_id=step, index=99)

    assert len(KINDS) == 24
    assert check_definition(form) == []
    assert FormDefinition.model_validate(form.to_json()) == form


def test_ids_read_like_the_words_and_never_twice():
    form, first = add_field(fire(), kind="text", label="Straße & Öl", parent_id="ort_schritt", index=0)
    form, second = add_field(form, kind="text", label="Straße & Öl", parent_id="ort_schritt", index=0)
    form, third = add_field(form, kind="text", label="in", parent_id="ort_schritt", index=0)

    assert (first, second) == ("strasse_oel", "strasse_oel_2")
    assert third == "in_1"


def test_a_part_moves_up_and_down_and_over_the_edge_of_its_step():
    form = move_beside(fire(), "datum", -1)
    assert ids(form, "anlass_schritt") == ["anlass", "datum", "welcher"]

    form = move_beside(move_beside(form, "datum", 1), "datum", 1)
    assert ids(form, "anlass_schritt") == ["anlass", "welcher"]
    assert ids(form, "ort_schritt") == ["datum", "flaeche", "helfer"]

    form = move_beside(form, "name", -1)
    assert ids(form, "ort_schritt") == ["datum", "flaeche", "name", "helfer"]
    assert move_beside(form, "anlass_schritt", -1) == form


def test_a_group_cannot_move_into_itself_and_a_field_not_beside_steps():
    form, inner = add_group(fire(), title="Innen", parent_id="helfer", index=0)

    with pytest.raises(UnfitPlaceError):
        move_to(form, "helfer", parent_id=inner)
    with pytest.raises(UnfitPlaceError):
        move_to(form, "datum", parent_id="")
    with pytest.raises(UnfitPlaceError):
        move_to(form, "datum", parent_id="anlass")


def test_rules_inside_a_copy_mean_the_copy():
    form, copy = duplicate_part(fire(), "anlass_schritt")

    assert copy == "anlass_schritt_2"
    assert place_of(form, "welcher_2").part.show == "anlass_2 == 'sonst'"
    assert place_of(form, "welcher").part.show == 'anlass == "sonst"'
    assert check_definition(form) == []


def test_another_technical_name_goes_into_every_rule():
    form = rename_part(fire(), "anlass", "grund")

    assert place_of(form, "welcher").part.show == "grund == 'sonst'"
    assert form.fees[0].when == "grund == 'sonst'"
    assert check_definition(form) == []
    with pytest.raises(TakenIdError):
        rename_part(form, "grund", "datum")
    for name in ("Grund", "1grund", "", "and", "today", "fact"):
        with pytest.raises(UnfitIdError):
            rename_part(form, "grund", name)


def test_settings_that_do_not_fit_say_what_to_do_at_the_setting():
    with pytest.raises(UnfitSettingsError) as caught:
        change_part(fire(), "welcher", {"max_length": 9999, "label": {"en": "What"}})

    assert caught.value.messages == {
        "max_length": "Bitte geben Sie höchstens 500 ein.",
        "label": "Der deutsche Text fehlt, oder eine Sprache ist unbekannt.",
    }


def test_settings_never_change_what_is_inside_or_the_kind():
    form = change_part(fire(), "helfer", {"title": "Neu", "items": (), "id": "x", "type": "text"})

    assert ids(form, "helfer") == ["name"]
    assert str(place_of(form, "helfer").part.title) == "Neu"


def test_a_part_that_is_gone_is_said_to_be_gone():
    form = remove_part(fire(), "helfer")

    assert "name" not in ids_of(form)
    with pytest.raises(UnknownPartError):
        remove_part(form, "name")


def test_deleting_what_a_rule_asks_for_leaves_a_problem_at_the_rule():
    problems = check_definition(remove_part(fire(), "anlass"))

    assert "welcher" in {problem.part_id for problem in problems}


EDITS = ("step", "group", "field", "up", "down", "into", "copy", "remove", "rename", "label")


@st.composite
def edits(draw):
    """Draw an edit by numbers, so that it means something in whichever form it meets."""
    return draw(st.sampled_from(EDITS)), draw(st.integers(0, 30)), draw(st.integers(0, 30))


def applied(form, edit):
    what, one, two = edit
    known = [place.part.id for place in places(form)] or [""]
    part, other = known[one % len(known)], known[two % len(known)]
    do = {
        "step": lambda: add_step(form, title=f"Schritt {one}")[0],
        "group": lambda: add_group(form, title="Gruppe", parent_id=part, index=two, repeats=bool(two % 2))[0],
        "field": lambda: add_field(form, kind=KINDS[two % 24], label="Feld", parent_id=part, index=two)[0],
        "up": lambda: move_beside(form, part, -1),
        "down": lambda: move_beside(form, part, 1),
        "into": lambda: move_to(form, part, parent_id=other),
        "copy": lambda: duplicate_part(form, part)[0],
        "remove": lambda: remove_part(form, part),
        "rename": lambda: rename_part(form, part, f"name_{two}"),
        "label": lambda: change_part(form, part, {"label": "Neu"} if two % 2 else {"title": "Neu"}),
    }
    return do[what]()


@settings(max_examples=60)
@given(st.lists(edits(), max_size=25))
def test_any_sequence_of_edits_leaves_a_valid_form_or_a_clear_error(sequence):
    form, states = fire(), [fire().to_json()]
    said: list[str] = []
    for edit in sequence:
        try:
            form = applied(form, edit)
        except BuildingError as error:
            said.append(str(error))
        else:
            states.append(form.to_json())
        found = ids(form)
        assert len(found) == len(set(found))
        assert FormDefinition.model_validate(form.to_json()) == form
    assert all(len(words) > 10 for words in said)
    assert states[0] == fire().to_json(), "no edit changes a form in place"
