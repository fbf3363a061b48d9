"""Forms as files between municipalities: what fits travels whole, what does not is refused in words."""

import json

import pytest

from modules.online_services.building.errors import UnfitFileError
from modules.online_services.building.exchange import MAX_BYTES, FormFile, TravellingTestCase, read_file, written
from tests.factories.forms import FIRE, fire


def a_file(**changes):
    data = {"file": "rathaus-form", "format": 1, "definition": FIRE} | changes
    return json.dumps(data).encode()


def test_a_form_travels_whole_with_its_test_cases():
    case = TravellingTestCase(title="Ostern", answers={"anlass": "oster"}, expected={"complete": False})
    file = FormFile(municipality="Stadt Thale", exported_on="2026-11-23", definition=fire(), test_cases=(case,))

    assert read_file(written(file)) == file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "kein JSON"),
        (b"{", "kein JSON"),
        (b"[]", "kein Formular"),
        (b'{"a": 1}', "kein Formular"),
        (b"[" * 100_000, "kein"),
        (b'{"file":' * 5000 + b"1" + b"}" * 5000, "kein"),
        (b" " * (MAX_BYTES + 1), "größer als 2 MB"),
        (a_file(format=2), "neueren Fassung"),
        (a_file(geheim=1), "geheim: Diese Einstellung kennt das Programm nicht."),
        (a_file(definition={"key": "a"}), "definition › key"),
        (a_file(definition=FIRE | {"unsinn": 1}), "definition › unsinn: Diese Einstellung kennt das Programm nicht."),
        (a_file(definition=FIRE | {"steps": [{"id": "a", "title": "A", "items": [{"type": "x"}]}]}), "Diese Art kennt"),
        (a_file(definition=FIRE | {"steps": [{"id": f"s{n}", "title": "A"} for n in range(61)]}), "60 Schritte"),
        (a_file(test_cases=[{"title": str(n)} for n in range(101)]), "höchstens 100"),
    ],
)
def test_what_is_no_form_is_refused_in_words(content, words):
    with pytest.raises(UnfitFileError, match=words):
        read_file(content)
