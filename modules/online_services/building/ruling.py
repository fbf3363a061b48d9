"""Where rules stand: of the form, of a part, of an option, of a check, of a fee; reading and replacing them."""

from dataclasses import dataclass
from typing import Any, Final, cast

from modules.online_services.building.comparing import title_of
from modules.online_services.building.errors import UnknownPartError
from modules.online_services.building.tree import AnyPart, place_of, with_part
from modules.online_services.engine.definition import Check, FormDefinition

FORM: Final = "formular-selbst"
FEE: Final = "gebuehr-"
OPTION: Final = "option-"
_OF_PARTS: Final = ("show", "skip", "require")


@dataclass(frozen=True, slots=True)
class RulePlace:
    """A rule by who has it and which one it is: ("datum", "show"), ("gebuehr-0", "when"), ("anlass", "option-2")."""

    owner: str
    setting: str

    @property
    def kind(self) -> str:
        """Who has it: form, fee, option, or part (a check counts as one)."""
        if self.owner == FORM:
            return "form"
        if self.owner.startswith(FEE):
            return "fee"
        return "option" if self.setting.startswith(OPTION) else "part"

    @property
    def sentence(self) -> str:
        """The setting by which the sentence about the rule begins."""
        return "show" if self.kind == "option" else self.setting

    @property
    def number(self) -> int:
        """The place of the fee or option in its list; -1 for what has none."""
        text = (self.owner if self.kind == "fee" else self.setting).rpartition("-")[2]
        return int(text) if text.isdecimal() and len(text) < 5 else -1


def owner_of(definition: FormDefinition, place: RulePlace) -> Any:
    """Return the object that has the rule. Raises UnknownPartError where there is none, or no such rule."""
    found: Any = _find(definition, place)
    name = "show" if place.kind == "option" else place.setting
    if found is None or name not in type(found).model_fields or name not in (*_OF_PARTS, "when", "holds", "fee_exempt"):
        raise UnknownPartError
    return found


def _find(definition: FormDefinition, place: RulePlace) -> Any:
    if place.kind == "form":
        return definition
    if place.kind == "fee":
        return definition.fees[place.number] if 0 <= place.number < len(definition.fees) else None
    part = check_of(definition, place.owner) or place_of(definition, place.owner).part
    if place.kind == "part":
        return part
    options = getattr(part, "options", ())
    return options[place.number] if 0 <= place.number < len(options) else None


def check_of(definition: FormDefinition, check_id: str) -> Check | None:
    """Return the check with this id."""
    return next((check for check in definition.checks if check.id == check_id), None)


def rule_at(definition: FormDefinition, place: RulePlace) -> str:
    """Return the expression. Raises UnknownPartError."""
    owner = owner_of(definition, place)
    return str(getattr(owner, "show" if place.kind == "option" else place.setting))


def with_rule(definition: FormDefinition, place: RulePlace, rule: str) -> FormDefinition:
    """Return the form with another expression there, "" for none. Raises UnknownPartError."""
    owner = owner_of(definition, place)
    name = "show" if place.kind == "option" else place.setting
    changed = owner.model_copy(update={name: rule})
    if place.kind == "form":
        return cast("FormDefinition", changed)
    if place.kind == "fee":
        fees = (*definition.fees[: place.number], changed, *definition.fees[place.number + 1 :])
        return definition.model_copy(update={"fees": fees})
    if isinstance(owner, Check):
        checks = tuple(changed if check.id == owner.id else check for check in definition.checks)
        return definition.model_copy(update={"checks": checks})
    return with_part(definition, place.owner, _with_option(definition, place, changed))


def _with_option(definition: FormDefinition, place: RulePlace, changed: Any) -> AnyPart:
    if place.kind == "part":
        return cast("AnyPart", changed)
    part: Any = place_of(definition, place.owner).part
    options = (*part.options[: place.number], changed, *part.options[place.number + 1 :])
    return cast("AnyPart", part.model_copy(update={"options": options}))


def title_at(definition: FormDefinition, place: RulePlace) -> str:
    """Return how people know what has the rule."""
    owner = owner_of(definition, place)
    if place.kind == "option":
        return f"{title_of(place_of(definition, place.owner).part)}: {owner.label}"
    if place.kind == "form":
        return str(definition.title)
    return (
        str(getattr(owner, "message", ""))
        if isinstance(owner, Check)
        else str(getattr(owner, "label", "") or getattr(owner, "title", ""))
    )


def within_of(definition: FormDefinition, place: RulePlace) -> str:
    """Return the part inside which the rule speaks, for the fields of the same row; "" for none."""
    if place.kind in ("form", "fee"):
        return ""
    check = check_of(definition, place.owner)
    return check.fields[0] if check else place.owner
