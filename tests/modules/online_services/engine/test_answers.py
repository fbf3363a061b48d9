"""Every kind of field: what is read from what people type, what is wrong with it, and how it is shown again."""

from typing import Any

import pytest
from django.http import QueryDict

from modules.online_services.engine.inputs import inputs_of
from modules.online_services.engine.reading import add_row, read_step, remove_row
from modules.online_services.engine.showing import answer_text
from modules.online_services.engine.walking import find_field
from tests.modules.online_services.engine.forms import AROUND, choice, form, group, item, message_for

COLUMNS = [{"id": "what", "label": "Was", "required": True}, {"id": "cost", "label": "Kosten", "kind": "money"}]
INLAND = {"country": "DE", "street": "Am Markt", "house_number": "1", "postal_code": "39517", "city": "Tangerhütte"}
FIELDS = {
    "text": item("text"),
    "long_text": item("long_text"),
    "number": item("number", decimals=2),
    "money": item("money"),
    "date": item("date"),
    "partial_date": item("partial_date"),
    "time": item("time"),
    "choice": choice("x", "a", "b"),
    "choices": choice("x", "a", "b", "c", kind="choices"),
    "yes_no": item("yes_no"),
    "email": item("email"),
    "phone": item("phone"),
    "address": item("address", may_be_abroad=True),
    "iban": item("iban", mandate="optional"),
    "plate": item("plate"),
    "file_reference": item("file_reference"),
    "tax_id": item("tax_id"),
    "chip_number": item("chip_number"),
    "upload": item("upload"),
    "point": item("point"),
    "table": item("table", columns=COLUMNS),
    "consent": item("consent"),
}
TYPED: list[tuple[str, dict[str, Any], Any, str]] = [
    ("text", {"x": "  Am   Markt\x00 "}, "Am Markt", "Am Markt"),
    ("long_text", {"x": "Eins\r\nzwei "}, "Eins\nzwei", "Eins\nzwei"),
    ("number", {"x": "1.500,50"}, "1500.5", "1.500,5"),
    ("number", {"x": "12.5"}, "12.5", "12,5"),
    ("money", {"x": "1.046,5 €"}, 104650, "1.046,50 €"),
    ("date", {"x": "1.2.2027"}, "2027-02-01", "01.02.2027"),
    ("date", {"x": "2027-02-01"}, "2027-02-01", "01.02.2027"),
    ("date", {"x.day": "1", "x.month": "2", "x.year": "2027"}, "2027-02-01", "01.02.2027"),
    ("partial_date", {"x": "1968"}, "1968", "1968"),
    ("partial_date", {"x": "00.00.1968"}, "1968", "1968"),
    ("partial_date", {"x": "4.1968"}, "1968-04", "04.1968"),
    ("partial_date", {"x.day": "", "x.month": "4", "x.year": "1968"}, "1968-04", "04.1968"),
    ("partial_date", {"x.day": "", "x.month": "", "x.year": "1968"}, "1968", "1968"),
    ("time", {"x": "18.30 Uhr"}, "18:30", "18:30 Uhr"),
    ("choice", {"x": "b"}, "b", "B"),
    ("choices", {"x": ["", "c", "a"]}, ["a", "c"], "A, C"),
    ("yes_no", {"x": "no"}, False, "Nein"),
    ("email", {"x": " ida@beispiel.example"}, "ida@beispiel.example", "ida@beispiel.example"),
    ("phone", {"x": "03935 / 93 17-0"}, "03935 / 93 17-0", "03935 / 93 17-0"),
    ("address", {f"x.{part}": text for part, text in INLAND.items()}, INLAND, "Am Markt 1, 39517 Tangerhütte"),
    (
        "address",
        {"x.country": "FR", "x.lines": "1 rue X\r\n75001 Paris"},
        {"country": "FR", "lines": "1 rue X\n75001 Paris"},
        "1 rue X, 75001 Paris, Frankreich",
    ),
    (
        "iban",
        {"x.iban": "de89 3704 0044 0532 0130 00", "x.holder": "Ida Berg", "x.mandate": ["", "true"]},
        {"iban": "DE89370400440532013000", "holder": "Ida Berg", "mandate": True},
        "DE89 3704 0044 0532 0130 00\nKontoinhaber: Ida Berg\nSEPA-Lastschriftmandat erteilt",
    ),
    ("plate", {"x": "sdl ab123e"}, "SDL-AB 123E", "SDL-AB 123E"),
    ("plate", {"x": "SDL-A 1H"}, "SDL-A 1H", "SDL-A 1H"),
    ("plate", {"x": "SDL 80001"}, "SDL-80001", "SDL-80001"),
    ("file_reference", {"x": "32.1-4711/2026"}, "32.1-4711/2026", "32.1-4711/2026"),
    ("tax_id", {"x": "36 574 261 809"}, "36574261809", "36574261809"),
    ("chip_number", {"x": "276 0981 0234 5678"}, "276098102345678", "276098102345678"),
    ("upload", {"x": ["", "one"]}, ["one"], "hund.jpg"),
    ("point", {"x.lat": "52,43", "x.lon": "11.80"}, {"lat": "52.43", "lon": "11.80"}, "52.43, 11.80"),
    ("point", {"x.description": "Hinter dem Bahnhof"}, {"description": "Hinter dem Bahnhof"}, "Hinter dem Bahnhof"),
    (
        "table",
        {"x/0/what": "Bier", "x/0/cost": "4", "x/1/what": "", "x/1/cost": "", "x/2/what": "Wurst"},
        [{"what": "Bier", "cost": 400}, {"what": "Wurst"}],
        "Was: Bier, Kosten: 4,00 €\nWas: Wurst",
    ),
    ("consent", {"x": ["", "true"]}, True, "Ja"),
]


@pytest.mark.parametrize(("kind", "data", "answer", "text"), TYPED)
def test_what_is_typed_is_read_accepted_shown_and_typed_again(
    kind: str, data: dict[str, Any], answer: Any, text: str
) -> None:
    definition = form(FIELDS[kind])
    read = read_step(definition, "step", data, {})
    assert read == {"x": answer}
    assert message_for(FIELDS[kind], answer, uploads={"one": "hund.jpg"}) == ""
    field = find_field(definition, "x")
    assert field
    assert answer_text(field, answer, code_lists=AROUND.code_lists, files={"one": "hund.jpg"}) == text
    assert read_step(definition, "step", dict(inputs_of(field, answer, "x")), {}) == read


@pytest.mark.parametrize(
    ("field", "answer", "words"),
    [
        (item("text", max_length=3), "zu lang", "höchstens 3 Zeichen"),
        (item("text", min_length=3), "zu", "mindestens 3 Zeichen"),
        (item("text", pattern="[0-9]{9}", pattern_message="Neun Ziffern, bitte."), "x1", "Neun Ziffern, bitte."),
        (item("number"), "zwölf", "eine Zahl ein, zum Beispiel 12."),
        (item("number"), "1.5", "ganze Zahl"),
        (item("number", decimals=1), "1.55", "höchstens 1 Stellen nach dem Komma"),
        (item("number", minimum="2", unit="m"), "1", "mindestens 2 m"),
        (item("number", maximum="1000"), "1001", "höchstens 1.000 ein"),
        (item("money"), "viel", "Betrag in Euro"),
        (item("money"), -5, "mindestens 0,00 €"),
        (item("money", maximum_cents=1000), 1001, "höchstens 10,00 €"),
        (item("date"), "31.02.2026", "ein Datum ein, das es gibt"),
        (item("date", earliest="add_days(today(), 14)"), "2026-11-24", "ab dem 07.12.2026"),
        (item("date", latest="today()"), "2026-11-24", "bis zum 23.11.2026"),
        (item("partial_date"), "1968-13", "Tag und Monat dürfen fehlen"),
        (item("partial_date"), "2027", "in der Zukunft"),
        (item("time"), "25:00", "Uhrzeit"),
        (choice("x", "a"), "z", "neu aus"),
        (choice("x", "a", "b", kind="choices", minimum=2), ["a"], "mindestens 2 Möglichkeiten"),
        (choice("x", "a", "b", kind="choices", maximum=1), ["a", "b"], "höchstens 1 Möglichkeit"),
        (item("yes_no"), "vielleicht", "neu aus"),
        (item("email"), "ida@beispiel", "vollständige E-Mail-Adresse"),
        (item("phone"), "123", "mit Vorwahl"),
        (item("address"), {"country": "DE", "street": "Am Markt"}, "Hausnummer, Postleitzahl und Ort"),
        (item("address"), INLAND | {"postal_code": "3951"}, "fünf Ziffern"),
        (item("address"), {"country": "FR", "lines": "a\nb"}, "in Deutschland"),
        (item("address", may_be_abroad=True), {"country": "FR", "lines": "a"}, "mindestens zwei Zeilen"),
        (item("address", may_be_abroad=True), {"country": "XX", "lines": "a\nb"}, "aus der Liste"),
        (item("iban"), {"iban": "DE89370400440532013001", "holder": "Ida"}, "prüfen Sie die IBAN"),
        (item("iban"), {"iban": "DE89370400440532013000"}, "wem das Konto gehört"),
        (item("iban", mandate="required"), {"iban": "DE89370400440532013000", "holder": "I"}, "SEPA-Lastschriftmandat"),
        (item("plate"), "SDLAB123", "mit Bindestrich"),
        (item("plate"), "SDL-AB 12345", "mit Bindestrich"),
        (item("tax_id"), "36574261808", "11 Ziffern"),
        (item("chip_number"), "27609810234567", "alle 15 Ziffern"),
        (item("chip_number"), "999098102345678", "beginnt zum Beispiel mit 276"),
        (item("upload"), ["gone"], "noch einmal hoch"),
        (item("upload", max_files=1), ["one", "two"], "höchstens 1 Datei"),
        (item("point"), {"lat": "91", "lon": "0"}, "beschreiben Sie den Ort"),
        (item("table", columns=COLUMNS), [{"cost": 1}], "in Zeile 1 die Spalte „Was“"),
        (item("table", columns=COLUMNS, min_rows=1), [], "„X“"),
        (item("table", columns=COLUMNS, max_rows=1), [{"what": "a"}, {"what": "b"}], "höchstens 1 Zeile"),
    ],
)
def test_what_is_wrong_says_what_to_do_and_names_the_field(field: dict[str, Any], answer: Any, words: str) -> None:
    message = message_for({**field, "required": True}, answer, uploads={"one": "1.pdf", "two": "2.pdf"})
    assert words in message
    assert "„X“" in message or message == "Neun Ziffern, bitte."


@pytest.mark.parametrize("kind", FIELDS)
def test_a_required_field_without_answer_asks_for_it(kind: str) -> None:
    field = {**FIELDS[kind], "required": True}
    assert "„X“" in message_for(field, None)
    assert message_for({**field, "required": False}, None) == ""


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize(
    "answer", [3, -1.5, True, "?", "²", [], [None], [{}], {}, {"iban": 3}, {"lat": []}, {"country": "FR"}]
)
def test_no_answer_however_odd_breaks_validation_or_the_pages(kind: str, answer: Any) -> None:
    definition = form(FIELDS[kind])
    field = find_field(definition, "x")
    assert field
    assert isinstance(message_for({**FIELDS[kind], "required": True}, answer), str)
    assert isinstance(answer_text(field, answer), str)
    read_step(definition, "step", dict(inputs_of(field, answer, "x")), {})


def test_what_cannot_be_read_is_kept_as_typed() -> None:
    definition = form(item("number", "n"), item("date", "d"), item("money", "m"))
    typed = {"n": "drei", "d.day": "31", "d.month": "2", "d.year": "2026", "m": "zehn"}
    answers = read_step(definition, "step", typed, {})
    assert answers == {"n": "drei", "d": "31.02.2026", "m": "zehn"}
    field = find_field(definition, "d")
    assert field
    assert inputs_of(field, answers["d"], "d") == {"d": "31.02.2026", "d.day": "31", "d.month": "02", "d.year": "2026"}


def test_fields_that_were_not_on_the_page_keep_their_answers() -> None:
    definition = form(item("text", "a"), item("consent", "c"), item("address", "home"))
    before = {"a": "alt", "c": True, "home": {"country": "FR", "lines": "a\nb"}, "elsewhere": 1}
    assert read_step(definition, "step", QueryDict("other=1"), before) == before
    after = read_step(definition, "step", QueryDict("c=&home.country=DE&home.city=Thale"), before)
    home = {"country": "DE", "lines": "a\nb", "city": "Thale"}
    assert after == {"a": "alt", "home": home, "elsewhere": 1}, "an empty box was on the page; hidden lines stay"
    assert before["c"] is True, "the answers before are not touched"


def test_rows_are_read_added_and_removed() -> None:
    inner = group("pets", item("text", "pet"), repeat={"minimum": 0})
    definition = form(group("people", item("text", "name"), inner, repeat={"minimum": 2, "maximum": 3}))
    answers = read_step(definition, "step", {"people/0/name": "Ida", "people/1/name": "", "people/7/name": "x"}, {})
    assert answers == {"people": [{"name": "Ida"}, {}]}
    answers = add_row(definition, add_row(definition, answers, "people"), "people")
    assert len(answers["people"]) == 3, "three is the most"
    answers = add_row(definition, answers, "people/2/pets")
    answers = read_step(definition, "step", {"people/2/pets/0/pet": "Rex"}, answers)
    assert answers["people"][2] == {"pets": [{"pet": "Rex"}]}
    answers = remove_row(definition, answers, "people/0")
    assert answers == {"people": [{}, {"pets": [{"pet": "Rex"}]}]}
    for nonsense in ("people/9", "people/x", "none/0", "people/0/pets/0", "", "/"):
        assert remove_row(definition, answers, nonsense)["people"][1] == {"pets": [{"pet": "Rex"}]}
        assert add_row(definition, answers, nonsense)["people"][1] == {"pets": [{"pet": "Rex"}]}
    assert add_row(definition, {}, "people/1/pets") == {"people": [{}, {"pets": [{}]}]}
