"""What a newer version changes, and what was changed here."""

from modules.online_services.building.editing import change_part
from modules.online_services.fim.comparing import compare_schemas, compare_with_form
from modules.online_services.fim.drafting import draft_form
from modules.online_services.fim.reading import read_schema
from tests.modules.online_services.fim.schemas import DOG, DOGS, PERSON, field, group, rule, schema, times


def differences(old, new):
    changes = compare_schemas(read_schema(old), read_schema(new))
    return [(change.kind, change.fim_id, change.where, change.details) for change in changes]


def test_the_same_schema_has_no_differences():
    assert differences(DOGS, DOGS) == []


def test_new_changed_and_removed_elements_are_told_with_their_place():
    newer = group(
        "G05000002",
        "Hund",
        times("1:1", field("F05000010", "Rufname des Hundes", version="1.1")),
        times("0:1", field("F05000012", "Geboren am", "date")),
        times("0:*", field("F05000013", "Auffällige Merkmale")),
        times("0:1", field("F05000015", "Chipnummer")),
        extra=rule("R7", "Chip", "Ab 6 Monaten."),
    )
    after = schema(times("1:1", PERSON), times("1:5", newer), version="1.1")
    found = differences(DOGS, after)
    assert ("changed", "S05000001", "", ("Version: „1.0“ wird „1.1“",)) in found
    assert ("changed", "G05000002", "", ("Anzahl: „1:3“ wird „1:5“", "Regel dazu: R7 Chip")) in found
    assert ("added", "F05000015", "Hund", ()) in found
    assert ("removed", "F05000011", "Hund", ()) in found
    assert ("removed", "F05000014", "", ()) in found
    name = next(details for _kind, fim_id, _where, details in found if fim_id == "F05000010")
    assert name[0] == "Version: „1.0“ wird „1.1“"
    assert "Bezeichnung: „Rufname“ wird „Rufname des Hundes“" in name
    assert "Höchstlänge: „40“ wird „–“" in name
    assert len(found) == 6


def test_the_same_block_in_two_groups_is_compared_place_by_place():
    two = schema(times("1:1", PERSON), times("1:1", group("G05000009", "Vorbesitzer", times("1:1", PERSON))))
    one = schema(times("1:1", PERSON), times("1:1", group("G05000009", "Vorbesitzer", times("1:1", DOG))))
    assert ("removed", "F60000227", "Vorbesitzer › Halter", ()) in differences(two, one)
    assert not [found for found in differences(two, one) if found[2] == "Halter"]


def test_what_the_municipality_changed_after_reading_in_is_told():
    imported = draft_form(read_schema(DOGS), {}).definition
    assert compare_with_form(imported, imported) == []
    working = change_part(imported, "rufname", {"label": {"de": "Wie heißt der Hund?"}})
    steps = tuple(step for step in working.steps if step.title.in_language("de") != "Angaben")
    found = compare_with_form(imported, working.model_copy(update={"steps": steps}))
    assert [(change.kind, change.fim_id) for change in found] == [("changed", "F05000010"), ("removed", "F05000014")]
