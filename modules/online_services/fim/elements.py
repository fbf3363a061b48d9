"""What stands in a file of FIM, the same for XDatenfelder 2 and 3; JSON keeps all of it."""

from typing import Annotated, Literal

from pydantic import Field as Setting

from modules.online_services.engine.parts import Part


class FimRule(Part):
    """A rule: in words, sometimes with a script that no portal executes. `kind` is K, M, V or B in version 3."""

    id: str
    version: str = ""
    name: str = ""
    text: str = ""
    script: str = ""
    kind: str = ""

    @property
    def all_text(self) -> str:
        """All that is known of the rule, for the editor."""
        return "\n\n".join(part for part in (self.text, self.script) if part)


class FimValue(Part):
    """An entry of a code list or list of values."""

    code: str
    name: str
    help: str = ""


class FimListReference(Part):
    """A code list that stands somewhere else; entries are in columns that may be named."""

    uri: str = ""
    version: str = ""
    code_key: str = ""
    name_key: str = ""


class _Element(Part):
    id: str
    version: str = ""
    name: str = ""
    label: str = ""
    help: str = ""
    law: str = ""
    rules: tuple[FimRule, ...] = ()
    unknown: tuple[str, ...] = ()  # names of what the standard does not know


class FimField(_Element):
    """A field. `input` is input, select, label, hidden or locked, `data` its kind of value."""

    type: Literal["field"] = "field"
    input: str = "input"
    data: str = "text"
    minimum: str = ""
    maximum: str = ""
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    content: str = ""
    values: tuple[FimValue, ...] = ()
    code_list: FimListReference | None = None


class FimGroup(_Element):
    """A group; of the children of a choice only one is filled in."""

    type: Literal["group"] = "group"
    is_choice: bool = False
    children: tuple["FimChild", ...] = ()


class FimChild(Part):
    """An element where it stands, with how often it may be given; `most` is None for any number."""

    least: int = 1
    most: int | None = 1
    law: str = ""
    element: Annotated[FimField | FimGroup, Setting(discriminator="type")]


class FimSchema(_Element):
    """A whole schema, or a group or field that was exported alone."""

    standard: Literal["2", "3"]
    status: str = ""
    children: tuple[FimChild, ...] = ()

    @property
    def is_alone(self) -> bool:
        """Whether it is a group or field that was exported alone."""
        return len(self.children) == 1 and self.children[0].element.id == self.id


FimGroup.model_rebuild()
FimSchema.model_rebuild()
