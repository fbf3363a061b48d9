"""What becomes of a schema: fields with ids, rows, options, and tasks for all that has no match."""

from typing import Any

import pytest

from modules.online_services.engine.checking import check_definition
from modules.online_services.engine.evaluating import evaluate
from modules.online_services.engine.final import final_answers
from modules.online_services.engine.nested import nested_export
from modules.online_services.engine.walking import find, find_field, located_items
from modules.online_services.fim.drafting import draft_form
from modules.online_services.fim.elements import FimValue
from modules.online_services.fim.reading import read_schema
from tests.modules.online_services.engine.forms import AROUND
from tests.modules.online_services.fim.schemas import DOGS, REAL, field, group, rule, schema, times

SEXES = {("urn:de:geschlecht", "2"): (FimValue(code="m", name="Rüde"), FimValue(code="w", name="Hündin"))}


def draft(data, lists=None):
    return draft_form(read_schema(data), SEXES if lists is None else lists)


def single(element, how_often="1:1", standard="2"):
    """Return the field that one element becomes, and its tasks."""
    made = draft(schema(times(how_often, element), standard=standard), {})
    return next(iter(located_items(made.definition))).item, made.tasks


def test_groups_become_steps_and_keep_their_ids():
    made = draft(DOGS)
    assert [step.title.in_language("de") for step in made.definition.steps] == ["Halter", "Hund", "Angaben"]
    fims = {located.item.fim.id for located in located_items(made.definition) if located.item.fim}
    assert fims == {"G00000082", "F60000227", "F60000242", "G05000002", "F05000014"} | {
        f"F0500001{number}" for number in range(4)
    }
    assert made.definition.fim.id == "S05000001"
    assert find_field(made.definition, "familienname").fim.version == "1.0"
    assert check_definition(made.definition) == []


def test_cardinality_becomes_rows_several_files_and_required_fields():
    definition = draft(DOGS).definition
    assert (find(definition, "hund").repeat.minimum, find(definition, "hund").repeat.maximum) == (1, 3)
    assert find(definition, "auffaellige_merkmale_liste").repeat.minimum == 0
    assert find_field(definition, "nachweise").max_files == 5
    assert find_field(definition, "familienname").required
    assert not find_field(definition, "e_mail").required
    assert find_field(definition, "e_mail").type == "email"


def test_answers_go_back_nested_by_the_ids_of_fim():
    definition = draft(DOGS).definition
    answers: dict[str, Any] = {
        "familienname": "Berg",
        "hund": [
            {"rufname": "Rex", "geschlecht": "m", "auffaellige_merkmale_liste": [{"auffaellige_merkmale": "Narbe"}]}
        ],
    }
    evaluation = evaluate(definition, answers, AROUND)
    assert evaluation.is_complete, evaluation.problems
    assert nested_export(definition, final_answers(definition, answers, evaluation)) == {
        "G00000082": {"F60000227": "Berg"},
        "G05000002": [{"F05000010": "Rex", "F05000011": "m", "F05000013": ["Narbe"]}],
    }


def test_rules_become_tasks_with_all_their_words():
    task = next(task for task in draft(DOGS).tasks if task.kind == "rule")
    assert (task.fim_id, task.title, task.part_id) == ("R00000255 1.0", "Mindestens eine Angabe", "halter")
    assert task.text == "E-Mail oder Telefon ist anzugeben."


def test_a_code_list_that_is_not_at_hand_becomes_a_task_and_keeps_the_form_from_being_published():
    made = draft(DOGS, {})
    assert made.lists == [("urn:de:geschlecht", "2", False)]
    assert [(task.part_id, "urn:de:geschlecht" in task.text) for task in made.tasks_of("code_list")] == [
        ("geschlecht", True)
    ]
    assert [problem.part_id for problem in check_definition(made.definition)] == ["geschlecht"]
    assert draft(DOGS).lists == [("urn:de:geschlecht", "2", True)]


def test_a_group_that_may_be_left_out_is_asked_for_first():
    owner = group("G05000009", "Vorbesitzer", times("1:1", field("F05000020", "Name")))
    definition = draft(schema(times("0:1", owner)), {}).definition
    assert evaluate(definition, {}, AROUND).is_complete
    assert not evaluate(definition, {"angaben_vorbesitzer": True}, AROUND).is_complete


def test_of_a_choice_only_what_was_chosen_is_shown():
    either = group(
        "G60000000088",
        "Anschrift",
        times("0:1", group("G60000000086", "Straße", times("1:1", field("F60000000243", "Straße und Nummer")))),
        times("0:1", field("F60000000249", "Postfach")),
        extra="<xdf:art><code>X</code></xdf:art>",
    )
    definition = draft(schema(times("1:1", either), standard="3"), {}).definition
    assert not evaluate(definition, {}, AROUND).is_complete
    chosen = evaluate(definition, {"auswahl_anschrift": "2"}, AROUND)
    assert {"postfach"} == {place for place in chosen.shown if place in {"postfach", "strasse_und_nummer"}}
    assert check_definition(definition) == []


def bounds(attributes):
    return f"<xdf:praezisierung {attributes}/>"


def content(words):
    return f"<xdf:inhalt>{words}</xdf:inhalt>"


@pytest.mark.parametrize(
    ("element", "kind", "expected"),
    [
        (field("F05000010", "A", "text_latin"), "text", {"max_length": 200}),
        (field("F05000010", "A", extra=bounds('maxLength="2000"')), "long_text", {"max_length": 2000}),
        (field("F05000010", "A", extra=bounds('pattern="^[0-9]{9}$"')), "text", {"pattern": "[0-9]{9}"}),
        (field("F05000010", "Telefon"), "phone", {}),
        (
            field("F05000010", "A", "num_int", extra=bounds('minValue="1" maxValue="9"')),
            "number",
            {"minimum": "1", "maximum": "9", "decimals": 0},
        ),
        (field("F05000010", "A", "num", extra=bounds('minValue="0,5"')), "number", {"minimum": "0.5"}),
        (
            field("F05000010", "A", "num_currency", extra=bounds('maxValue="9.50"')),
            "money",
            {"maximum_cents": 950},
        ),
        (field("F05000010", "A", "date"), "date", {}),
        (field("F05000010", "A", "time"), "time", {}),
        (field("F05000010", "A", "bool"), "yes_no", {}),
        (field("F05000010", "A", "file"), "upload", {"max_files": 1}),
        (
            field("F05000010", "A", kind="label", extra=content("Gut zu wissen")),
            "information",
            {"required": False},
        ),
        (
            field("F05000010", "A", kind="locked", extra=content("LSA")),
            "computed",
            {"compute": "'LSA'"},
        ),
    ],
)
def test_each_kind_of_data_has_its_field(element, kind, expected):
    made, tasks = single(element, standard="3")
    assert (made.type, tasks) == (kind, [])
    assert {name: getattr(made, name) for name in expected} == expected
    assert made.fim.id == "F05000010"


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (field("F05000010", "A", "datetime"), "Datum mit Uhrzeit"),
        (field("F05000010", "A", "obj"), "Datentyp „obj“"),
        (field("F05000010", "A", "hologramm"), "Datentyp „hologramm“"),
        (field("F05000010", "A", kind="hidden"), "Verstecktes Feld"),
        (field("F05000010", "A", kind="locked"), "Gesperrtes Feld"),
        (field("F05000010", "A", extra=bounds('pattern="(a+)+"')), "Muster nicht übernommen"),
        (field("F05000010", "A", "num", extra=bounds('minValue="viel"')), "Grenze nicht übernommen"),
        (field("F05000010", "A", "date", extra=bounds('minValue="2020-01-01"')), "Grenze nicht"),
        (field("F05000010", "A", extra=content("Vorgabe")), "Vorgegebener Inhalt"),
        (field("F12", "A"), "A"),
        (field("F05000010", "A", extra="<xdf:zauber>x</xdf:zauber>"), "unbekannter Bestandteil"),
    ],
)
def test_what_has_no_match_becomes_a_task_and_a_field_all_the_same(element, words):
    made, tasks = single(element, standard="3")
    assert made.id == "a"
    assert [words in task.title for task in tasks] == [True]
    assert {task.part_id for task in tasks} == {"a"}


def test_several_choices_are_one_field():
    values = "".join(f"<xdf:wert><xdf:code>{at}</xdf:code><xdf:name>Wert {at}</xdf:name></xdf:wert>" for at in range(8))
    element = field("F05000010", "A", kind="select", extra=f"<xdf:werte>{values}</xdf:werte>")
    made, _tasks = single(element, "2:*", "3")
    assert (made.type, len(made.options), made.minimum, made.maximum) == ("choices", 8, 2, 8)
    assert single(element, "1:1", "3")[0].display == "select"


def test_the_same_rule_at_two_parts_is_told_at_both():
    twice = [
        group(f"G0500000{at}", f"Gruppe {at}", times("0:1", field("F05000010", "A")), extra=rule("R1", "Regel", "Text"))
        for at in (1, 2)
    ]
    tasks = draft(schema(*(times("1:1", one) for one in twice)), {}).tasks_of("rule")
    assert [task.part_id for task in tasks] == ["gruppe_1", "gruppe_2"]


ONLY_IF = '"F05000021 Name", F05000022 sind nur dann zu befüllen, wenn "F05000020 Vorbesitzer" bejaht wurde.'


def owners(words, *more):
    fields = (field("F05000020", "Vorbesitzer?", "bool"), field("F05000021", "Name"), field("F05000022", "Ort"))
    inner = group(
        "G05000009", "Herkunft", *(times("1:1", one) for one in (*fields, *more)), extra=rule("R1", "Regel", words)
    )
    return draft(schema(times("1:1", inner)), {})


def test_a_rule_that_says_one_simple_thing_is_taken_over_and_still_a_task():
    made = owners(ONLY_IF)
    assert find_field(made.definition, "name").show == find_field(made.definition, "ort").show == "vorbesitzer"
    assert evaluate(made.definition, {"vorbesitzer": False}, AROUND).is_complete
    assert not evaluate(made.definition, {"vorbesitzer": True}, AROUND).is_complete
    (task,) = made.tasks
    assert task.text.startswith(ONLY_IF[:20])
    assert task.text.endswith("Bitte prüfen Sie, ob sie stimmt.")
    denied = owners(ONLY_IF.replace("bejaht", "verneint"))
    assert find_field(denied.definition, "name").show == "vorbesitzer == False"
    assert check_definition(denied.definition) == []


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (ONLY_IF.replace("nur dann", "manchmal"), ()),
        (ONLY_IF.replace("F05000020", "F05000099"), ()),
        (ONLY_IF.replace("F05000020", "F05000021"), ()),
        (ONLY_IF.replace('"F05000020 Vorbesitzer"', "F05000020 und F05000021"), ()),
        (ONLY_IF.replace("F05000020", "F05000023"), (field("F05000023", "Kein Ja oder Nein"),)),
        (ONLY_IF, (field("F05000022", "Ort noch einmal"),)),
        (ONLY_IF.replace("bejaht", "vielleicht bejaht und verneint und"), ()),
    ],
)
def test_a_rule_that_is_not_certain_stays_a_task_alone(words, more):
    made = owners(words, *more)
    assert find_field(made.definition, "name").show == ""
    assert made.tasks_of("rule")[0].text == words


@pytest.mark.skipif(not REAL.is_dir(), reason="no real schemas here")
def test_a_real_schema_becomes_a_form_whose_only_faults_are_lists_that_are_missing():
    made = draft((REAL / "BlaueKarte.xml").read_bytes(), {})
    assert (made.counts["fields"], made.counts["repeating"], len(made.tasks_of("rule"))) == (88, 3, 3)
    assert {problem.part_id for problem in check_definition(made.definition)} == {
        task.part_id for task in made.tasks_of("code_list")
    }
    evaluate(made.definition, {}, AROUND)
