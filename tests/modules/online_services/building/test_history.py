"""Undo, redo and two people at once: nothing typed is lost, and undo restores exactly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.online_services.building.editing import add_field, change_part, move_beside, remove_part
from modules.online_services.building.errors import NothingToRedoError, NothingToUndoError, StalePageError
from modules.online_services.models import Form, FormState
from modules.online_services.selectors.building.forms import history_of
from modules.online_services.services.building.editing import UNDO_STEPS, Edit, edit_form, redo, undo
from tests.factories.accounts import StaffFactory
from tests.factories.forms import make_built_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return StaffFactory(user__first_name="Katrin", user__last_name="Vogel").user


def renamed(label):
    return Edit("changed", lambda form: change_part(form, "datum", {"label": label}), "datum")


def edited(form, actor, edit):
    return edit_form(form=form, seen=form.working_number, edit=edit, actor=actor)


def test_undo_restores_exactly_and_redo_does_it_again(actor):
    form = make_built_form()
    states = [form.working]
    for edit in (
        renamed("Tag"),
        Edit("moved", lambda d: move_beside(d, "datum", 1), "datum"),
        Edit("removed", lambda d: remove_part(d, "anlass_schritt"), "anlass_schritt"),
        Edit("added", lambda d: add_field(d, kind="table", label="Neu", parent_id="ort_schritt", index=0)[0]),
    ):
        edited(form, actor, edit)
        states.append(form.working)

    for state in reversed(states[:-1]):
        undo(form=form, seen=form.working_number)
        assert Form.objects.get().working == state
    with pytest.raises(NothingToUndoError):
        undo(form=form, seen=form.working_number)
    for state in states[1:]:
        redo(form=form, seen=form.working_number)
        assert Form.objects.get().working == state
    with pytest.raises(NothingToRedoError):
        redo(form=form, seen=form.working_number)


def test_a_new_edit_after_undo_ends_what_could_be_redone(actor):
    form = make_built_form()
    edited(form, actor, renamed("Tag"))
    undo(form=form, seen=form.working_number)

    edited(form, actor, renamed("Wann?"))

    assert history_of(form).undo == "„Wann?“ geändert"
    assert history_of(form).redo == ""
    with pytest.raises(NothingToRedoError):
        redo(form=form, seen=form.working_number)


def test_fifty_edits_can_be_undone_and_no_more_are_kept(actor):
    form = make_built_form()
    for number in range(UNDO_STEPS + 7):
        edited(form, actor, renamed(f"Tag {number}"))

    for _number in range(UNDO_STEPS):
        undo(form=form, seen=form.working_number)
    assert form.working["steps"][0]["items"][2]["label"] == {"de": "Tag 6"}
    with pytest.raises(NothingToUndoError):
        undo(form=form, seen=form.working_number)
    assert FormState.objects.filter(form=form).count() == UNDO_STEPS + 1


def test_an_edit_that_changes_nothing_leaves_no_trace(actor):
    form = make_built_form()

    edited(form, actor, renamed("Datum"))

    assert form.working_number == 0
    assert not FormState.objects.exists()


def test_an_edit_of_a_stale_page_names_who_was_faster_and_changes_nothing(actor):
    form = make_built_form()
    page = form.working_number
    edited(form, actor, renamed("Tag"))
    before = Form.objects.get().working

    with pytest.raises(StalePageError, match="Katrin Vogel hat das Formular inzwischen geändert"):
        edit_form(form=Form.objects.get(), seen=page, edit=renamed("Anders"), actor=actor)
    assert Form.objects.get().working == before


def test_of_two_edits_that_read_the_same_form_one_is_told(actor):
    make_built_form()
    one, two = Form.objects.get(), Form.objects.get()
    edited(one, actor, renamed("Tag"))

    with pytest.raises(StalePageError):
        edited(two, actor, renamed("Anders"))
    assert Form.objects.get().working["steps"][0]["items"][2]["label"] == {"de": "Tag"}


@settings(max_examples=12)
@given(steps=st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=14))
def test_any_mix_of_edits_undo_and_redo_agrees_with_a_list_of_states(steps):
    actor, form = None, make_built_form(key=f"feuer-{Form.objects.count()}")
    known, at = [form.working], 0
    for number, step in enumerate(steps):
        if step == "edit":
            edited(form, actor, renamed(f"Tag {number}"))
            known, at = [*known[: at + 1], form.working], at + 1
        elif step == "undo" and at:
            at -= 1
            undo(form=form, seen=form.working_number)
        elif step == "redo" and at + 1 < len(known):
            at += 1
            redo(form=form, seen=form.working_number)
        assert Form.objects.get(pk=form.pk).working == known[at]
