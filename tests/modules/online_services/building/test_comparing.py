"""What changed between two forms, in words, and taking over what a newer shipped form has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.online_services.building.comparing import CHECKS, FEES, FORM, changes_between
from modules.online_services.building.editing import add_field, change_form, change_part, move_beside, remove_part
from modules.online_services.building.errors import UnknownPartError
from modules.online_services.building.merging import news_of_template, remembered, taken_over
from modules.online_services.engine.definition import FormDefinition
from tests.factories.forms import fire
from tests.modules.online_services.building.test_editing import applied, edits


def told(old, new):
    return [(change.kind, change.title, change.details) for change in changes_between(old, new)]


def test_nothing_changed_is_nothing_told():
    assert changes_between(fire(), fire()) == []


def test_a_changed_field_tells_each_setting_before_and_after():
    new = change_part(fire(), "welcher", {"label": {"de": "Was?", "en": "What?"}, "show": "", "required": True})

    (change,) = changes_between(fire(), new)

    assert (change.word, change.noun, change.title) == ("geändert", "Text", "Was?")
    assert [(one.setting, one.before, one.after) for one in change.details] == [
        ("Bezeichnung", "Welcher Anlass?", "Was?"),
        ("Bezeichnung (Englisch)", "", "What?"),
        ("Pflichtangabe", "Nein", "Ja"),
        ("Erscheint unter einer Bedingung", "„Anlass“ ist „Anderer Anlass“", ""),
    ]


def test_of_many_options_only_those_that_changed_are_told():
    data = fire().to_json()
    options = data["steps"][0]["items"][0]["options"]
    options[0]["show"] = "flaeche > 3"
    options.append({"value": "mai", "label": "Maifeuer"})
    (change,) = changes_between(fire(), FormDefinition.model_validate(data))

    assert [(one.setting, one.before, one.after) for one in change.details] == [
        ("Möglichkeit", "Osterfeuer", "Osterfeuer, nur, wenn „Fläche“ ist größer als 3"),
        ("Möglichkeit", "", "Maifeuer"),
    ]


def test_of_a_moved_field_only_that_one_is_told():
    changes = told(fire(), move_beside(fire(), "datum", -2))

    assert [(kind, title) for kind, title, _details in changes] == [("moved", "Datum")]
    assert (changes[0][2][0].before, changes[0][2][0].after) == ("Platz 3 in „Anlass“", "Platz 1 in „Anlass“")


def test_what_is_new_and_gone_and_lists_beside_the_tree_are_told():
    new, _id = add_field(remove_part(fire(), "helfer"), kind="email", label="E-Mail", parent_id="ort_schritt", index=0)
    new = new.model_copy(update={"checks": (), "fees": ()})

    assert [(kind, title) for kind, title, _details in told(fire(), new)] == [
        ("added", "E-Mail"),
        ("removed", "Helfende"),
        ("removed", "Name"),
        ("removed", "Bitte wählen Sie eine kleinere Fläche."),
        ("removed", "Gebühr"),
    ]


def newer():
    """Return the shipped form as it is later: a text, a new field, a field gone, another check."""
    form = change_part(fire(), "datum", {"label": "Tag des Feuers"})
    form, _id = add_field(form, kind="phone", label="Handy", parent_id="ort_schritt", index=1)
    form = change_form(remove_part(form, "welcher"), {"summary": "Feuer am {datum}"})
    return form.model_copy(update={"checks": ()})


def test_each_part_of_a_newer_shipped_form_is_taken_over_alone():
    own = change_part(fire(), "anlass", {"label": "Was feiern Sie?"})
    ids = [change.part_id for change in news_of_template(fire(), newer())]
    assert set(ids) == {FORM, "datum", "handy", "welcher", CHECKS}

    for part_id in ids:
        own = taken_over(own, newer(), part_id)

    (left,) = changes_between(newer(), own)
    assert (left.part_id, left.title) == ("anlass", "Was feiern Sie?")


def test_what_was_decided_is_not_told_again():
    copied = fire()
    for part_id in [change.part_id for change in news_of_template(copied, newer())]:
        copied = remembered(copied, newer(), part_id)

    assert news_of_template(copied, newer()) == []
    with pytest.raises(UnknownPartError):
        remembered(copied, newer(), "gibt_es_nicht")


@settings(max_examples=40)
@given(st.lists(edits(), max_size=8))
def test_whatever_changed_is_told_and_can_be_taken_over(sequence):
    form = fire()
    for edit in sequence:
        try:
            form = applied(form, edit)
        except Exception:  # noqa: BLE001, S112 - only sequences that work matter here
            continue
    changes = changes_between(fire(), form)
    assert bool(changes) == (form != fire())
    if form.steps:
        target = fire()
        for change in sorted(changes, key=lambda one: one.kind == "removed"):
            if change.part_id not in (CHECKS, FEES, FORM):
                target = taken_over(target, form, change.part_id)
        assert FormDefinition.model_validate(target.to_json()) == target
