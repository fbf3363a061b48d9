"""Blocks and shared texts keep the shipped data short."""

from modules.online_services.shipped.expansion import expand


def test_a_block_stands_for_its_parts_with_a_prefix() -> None:
    names = [part["id"] for part in expand([{"block": "contact", "prefix": "halter"}])]
    assert names == ["halter_email", "halter_telefon"]


def test_without_prefix_the_names_stay_short() -> None:
    assert [part["id"] for part in expand([{"block": "address"}])] == ["anschrift"]


def test_rules_within_a_block_name_its_own_fields() -> None:
    shown = [part.get("show") for part in expand([{"block": "representation", "prefix": "halter"}])]
    assert shown == [None, "halter_in_vertretung", "halter_in_vertretung"]


def test_only_the_applicants_own_block_is_prefilled() -> None:
    own, other = expand([{"block": "address", "own": True}, {"block": "address", "prefix": "zweite"}])
    assert (own.get("prefill"), other.get("prefill")) == ("address", None)


def test_parts_are_left_out_and_changed() -> None:
    call = {"block": "contact", "omit": ["email"], "change": {"telefon": {"required": True}}}
    (part,) = expand([call])
    assert (part["id"], part["required"]) == ("telefon", True)


def test_blocks_of_a_block_are_parts_too() -> None:
    (step,) = expand([{"block": "closing"}])
    assert [item["id"] for item in step["items"]] == ["datenschutz_gelesen", "richtigkeit_versichert", "zustellung"]


def test_lines_become_one_text_and_shared_texts_are_found() -> None:
    assert expand({"de": ["Erstens", "Zweitens"], "en": "First"}) == {"de": "Erstens\nZweitens", "en": "First"}
    assert "innerhalb eines Monats" in expand({"legal_remedy": {"shared": "objection"}})["legal_remedy"]
