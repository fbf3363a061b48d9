"""What is shown, required, computed and wrong, by rules across fields, rows and steps."""

from modules.online_services.engine.expressions import parse
from modules.online_services.engine.final import final_answers
from modules.online_services.engine.nested import nested_export
from modules.online_services.engine.showing import sections
from tests.modules.online_services.engine.forms import choice, evaluated, form, group, item, messages

PEOPLE = group(
    "people",
    item("text", "name", required=True),
    item("number", "age"),
    item("text", "guardian", show="age < 18", require="age < 16"),
    repeat={"minimum": 1, "maximum": 3, "row_label": "Person"},
)


def test_a_rule_shows_a_field_and_hiding_it_keeps_the_answer_but_not_its_effect() -> None:
    definition = form(
        choice("why", "easter", "other"),
        item("text", "which", show="why == 'other'", required=True),
        item("text", "more", show="given(which)"),
    )
    answers = {"why": "easter", "which": "Johanni", "more": "ja"}
    evaluation = evaluated(definition, answers)
    assert evaluation.shown == {"why"}
    assert evaluation.is_complete
    assert final_answers(definition, answers, evaluation) == {"why": "easter"}
    assert answers["which"] == "Johanni"
    assert evaluated(definition, answers | {"why": "other"}).shown == {"why", "which", "more"}


def test_rules_count_for_each_row_of_a_repeating_group() -> None:
    answers = {"people": [{"name": "Ida", "age": "12"}, {"age": "17"}, {"name": "Otto", "age": "40", "guardian": "x"}]}
    evaluation = evaluated(form(PEOPLE), answers)
    places = {"people/0/guardian", "people/1/guardian"}
    assert places == {place for place in evaluation.shown if place.endswith("guardian")}
    assert "people/0/guardian" in evaluation.required
    assert "people/1/guardian" not in evaluation.required
    assert set(messages(form(PEOPLE), answers)) == {"people/0/guardian", "people/1/name"}
    final = final_answers(form(PEOPLE), answers, evaluation)
    assert final["people"][2] == {"name": "Otto", "age": "40"}


def test_rows_that_a_group_demands_are_there_before_anything_is_typed_and_too_many_are_told() -> None:
    assert "people/0/name" in evaluated(form(PEOPLE), {}).shown
    rows = [{"name": "Ida"}] * 4
    assert "höchstens 3 Einträge" in messages(form(PEOPLE), {"people": rows})["people"][0]


def test_rows_within_rows_have_places_of_their_own() -> None:
    pets = group("pets", item("text", "pet", show="name == 'Ida'"), repeat={"minimum": 1})
    definition = form(group("people", item("text", "name"), pets, repeat={"minimum": 0}))
    answers = {"people": [{"name": "Ida", "pets": [{"pet": "Rex"}, {}]}, {"name": "Otto"}]}
    evaluation = evaluated(definition, answers)
    assert {"people/0/pets/0/pet", "people/0/pets/1/pet", "people/1/pets/0"} <= evaluation.shown
    assert "people/1/pets/0/pet" not in evaluation.shown


def test_steps_are_left_out_by_show_and_by_skip() -> None:
    steps = [
        {"id": "one", "title": "A", "items": [item("yes_no", "a")]},
        {"id": "two", "title": "B", "show": "a", "items": [item("text", "b", required=True)]},
        {"id": "three", "title": "C", "skip": "given(b)", "items": [item("text", "c", required=True)]},
    ]
    definition = form(steps=steps)
    assert evaluated(definition, {}).steps == ("one", "three")
    assert evaluated(definition, {"a": True, "b": "x"}).steps == ("one", "two")
    assert evaluated(definition, {"a": False, "b": "x", "c": "y"}).steps == ("one", "three"), (
        "b is hidden and counts no more"
    )
    problems = evaluated(definition, {"a": True}).problems
    assert [problem.place for problem in problems["two"]] == ["b"]


def test_a_hidden_group_hides_all_in_it_and_its_rows() -> None:
    inner = group("rows", item("text", "deep"), repeat={"minimum": 1})
    definition = form(item("yes_no", "a"), group("outer", item("text", "b"), inner, show="a"))
    assert evaluated(definition, {"a": False, "b": "x", "rows": [{"deep": "y"}]}).shown == {"a"}
    assert evaluated(definition, {"a": True}).shown == {"a", "outer", "b", "rows", "rows/0", "rows/0/deep"}


def test_computed_values_follow_from_each_other() -> None:
    definition = form(
        item("money", "price"),
        item("number", "pieces"),
        item("computed", "sum", compute="price * pieces", result="money"),
        item("computed", "late", compute="add_days(today(), pieces)", result="date"),
        item("computed", "many", compute="sum > 1000", result="yes_no"),
        item("text", "why", show="many"),
    )
    evaluation = evaluated(definition, {"price": 350, "pieces": "3"})
    assert evaluation.computed == {"sum": 1050, "late": "2026-11-26", "many": True}
    assert "why" in evaluation.shown
    assert evaluated(definition, {"price": 350}).computed == {"many": False}
    final = final_answers(definition, {"price": 350, "pieces": "3", "sum": 1}, evaluation)
    assert final["sum"] == 1050, "what was sent for a computed field does not count"


def test_options_can_be_chosen_while_their_rule_holds() -> None:
    options = [{"value": "a", "label": "A"}, {"value": "b", "label": "B", "show": "n > 3"}]
    definition = form(item("number", "n"), item("choice", "one", options=options), item("text", "t", show="one == 'b'"))
    assert "t" in evaluated(definition, {"n": "4", "one": "b"}).shown
    assert "t" not in evaluated(definition, {"n": "3", "one": "b"}).shown
    assert "neu aus" in messages(definition, {"n": "3", "one": "b"})["one"][0]


def test_a_check_stands_at_its_fields_once_they_are_answered_and_shown() -> None:
    check = {
        "id": "order",
        "holds": "end >= start",
        "message": "Zu früh.",
        "fields": ["start", "end"],
    }
    definition = form(item("date", "start"), item("date", "end", show="start > '2026-01-01'"), checks=[check])
    wrong = {"start": "2026-12-02", "end": "2026-12-01"}
    assert messages(definition, wrong) == {
        "start": ["Zu früh."],
        "end": ["Zu früh."],
    }
    assert messages(definition, {"start": "2026-12-02"}) == {}, "an optional end may stay open"
    assert messages(definition, {"start": "2025-12-02", "end": "2024-12-01"}) == {}


def test_a_check_may_demand_one_of_several_and_wait_for_its_condition() -> None:
    check = {
        "id": "one_of",
        "holds": "given(mail) or given(phone)",
        "message": "Eines.",
        "fields": ["mail"],
        "when": "contact",
    }
    definition = form(item("yes_no", "contact"), item("email", "mail"), item("phone", "phone"), checks=[check])
    assert messages(definition, {"contact": True}) == {"mail": ["Eines."]}
    assert messages(definition, {"contact": False}) == {}
    assert messages(definition, {"contact": True, "phone": "03931 123456"}) == {}


def test_a_check_over_rows_counts_for_each_row() -> None:
    check = {"id": "old", "holds": "age >= least", "message": "Zu jung.", "fields": ["age"]}
    definition = form(item("number", "least"), PEOPLE, checks=[check])
    answers = {"least": "18", "people": [{"name": "A", "age": "20"}, {"name": "B", "age": "17"}, {"name": "C"}]}
    assert messages(definition, answers) == {"people/1/age": ["Zu jung."]}


def test_review_shows_sections_by_group_and_row() -> None:
    definition = form(item("text", "a"), group("address", item("text", "b")), PEOPLE, item("information", "note"))
    answers = {"a": "1", "b": "2", "people": [{"name": "Ida"}, {"name": "Otto", "age": "40"}]}
    found = sections(definition, answers, evaluated(definition, answers))
    assert [(section.place, section.title, [line.text for line in section.lines]) for section in found] == [
        ("", "Schritt", ["1"]),
        ("address", "Address", ["2"]),
        ("people/0", "Person 1", ["Ida"]),
        ("people/1", "Person 2", ["Otto", "40"]),
    ]
    with_empty = sections(definition, answers, evaluated(definition, answers), with_empty=True)
    assert [line.place for line in with_empty[2].lines] == ["people/0/name", "people/0/age"]


def test_the_export_nests_by_groups_with_the_ids_of_fim() -> None:
    fim = {"id": "F60000227"}
    definition = form(
        group(
            "person",
            item("text", "name", fim=fim),
            group("more", item("number", "height", fim={"id": "F60000231"}), fim={"id": "G60000083"}),
            fim={"id": "G06001617"},
        ),
        item("money", "price"),
        group("tags", item("text", "tag", fim={"id": "F60000999"}), repeat={"minimum": 0}),
        group("cars", item("plate", "car"), fim={"id": "G60000555"}, repeat={"minimum": 0}),
    )
    answers = {
        "name": "Mustermann",
        "height": "15",
        "price": 1250,
        "tags": [{"tag": "a"}, {"tag": "b"}],
        "cars": [{"car": "SDL-A 1"}],
    }
    assert nested_export(definition, answers) == {
        "G06001617": {"F60000227": "Mustermann", "G60000083": {"F60000231": 15}},
        "price": 12.5,
        "F60000999": ["a", "b"],
        "G60000555": [{"car": "SDL-A 1"}],
    }


def test_a_chain_of_hundreds_of_rules_is_followed_to_its_end() -> None:
    links = [item("computed", f"f{at}", compute=f"f{at - 1} + 1" if at else "1") for at in range(400)]
    evaluation = evaluated(form(*reversed(links)), {})
    assert evaluation.computed["f399"] == "400"


def test_evaluating_again_parses_nothing_again() -> None:
    fields = [item("number", f"f{at}", show=f"f{at - 1} > {at}" if at else "", require="f0 > 3") for at in range(100)]
    definition, answers = form(*fields), {f"f{at}": str(at + 5) for at in range(100)}
    assert len(evaluated(definition, answers).shown) == 100
    before = parse.cache_info().misses
    assert len(evaluated(definition, answers).required) == 100
    assert parse.cache_info().misses == before
