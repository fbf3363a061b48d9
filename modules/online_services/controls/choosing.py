"""Choices: buttons for a few, a list for many."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from modules.online_services.controls.parts import Choice, Control, element_id

if TYPE_CHECKING:
    from modules.online_services.controls.building import Page

_MANY: Final = 8  # options; more than these are a list


def choices(item: Any, answer: Any, base: dict[str, Any], page: "Page") -> Control:
    """One or some of several; options whose rule does not hold are left out, a code list is a list."""
    chosen = answer if isinstance(answer, list) else [answer]
    options = tuple(_options(item, base["place"], chosen, page))
    if item.type == "choices":
        return Control("checks", choices=options, **base)
    is_list = bool(item.code_list) or item.display == "select" or len(options) > _MANY
    return Control("select" if is_list else "radios", choices=options, **base)


def yes_no(_item: Any, answer: Any, base: dict[str, Any], _page: "Page") -> Control:
    """Yes or no; nothing is chosen at first."""
    pairs = (("ja", _("Ja"), True), ("nein", _("Nein"), False))
    options = tuple(
        Choice(element_id(base["place"], value), value, label, is_chosen=answer is meaning)
        for value, label, meaning in pairs
    )
    return Control("radios", choices=options, more={"is_horizontal": True}, **base)


def _options(item: Any, place: str, chosen: list[Any], page: "Page") -> Any:
    if item.code_list:
        pairs = [(value, label, "") for value, label in page.code_lists[item.code_list].items()]
    else:
        pairs = [(one.value, str(one.label), str(one.hint)) for one in item.options if _is_offered(one, place, page)]
    for number, (value, label, hint) in enumerate(pairs):
        yield Choice(element_id(place, str(number)), value, label, hint, is_chosen=value in chosen)


def _is_offered(option: Any, place: str, page: "Page") -> bool:
    return not option.show or page.can_choose(place, option.value)
