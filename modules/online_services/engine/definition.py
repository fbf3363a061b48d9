"""A form as data: steps with fields and groups, rules between them, fees; what a version of a form keeps as JSON.

The ids of steps, groups and fields are unique in the whole form. Rules are expressions over field ids, see
`expressions`. Each kind of field has a class of its own with what can be set for it, see `fields`.
"""

from typing import Annotated, Literal

from pydantic import Field as Setting

from modules.online_services.engine.fees import Fee
from modules.online_services.engine.fields import FormField
from modules.online_services.engine.parts import FimReference, Id, Part, Rule
from modules.online_services.engine.texts import Text

LEVELS = Literal[0, 1, 3, 4]  # rathaus.accounts.trust.TrustLevel


class Repeat(Part):
    """How often a group may be filled in; answers to it are a list of rows."""

    minimum: int = Setting(default=1, ge=0, le=100)
    maximum: int = Setting(default=10, ge=1, le=100)
    add_label: Text = Text()  # "Weitere Person hinzufügen"
    row_label: Text = Text()  # "Person": a number follows


class Group(Part):
    """Fields that belong together under a heading; with `repeat` they can be given several times."""

    type: Literal["group"] = "group"
    id: Id
    title: Text = Text()
    intro: Text = Text()
    show: Rule = ""
    repeat: Repeat | None = None
    items: tuple["Item", ...] = ()
    fim: FimReference | None = None


Item = Annotated[FormField | Group, Setting(discriminator="type")]


class Step(Part):
    """One page of the form: one topic.

    It is left out while `show` does not hold or `skip` does. `assurance_level` is what must have been proven
    before this step opens, where that is more than the form asks for.
    """

    id: Id
    title: Text
    intro: Text = Text()
    show: Rule = ""
    skip: Rule = ""
    assurance_level: LEVELS = 0
    items: tuple[Item, ...] = ()


class Check(Part):
    """What has to hold between fields; the message says what to do and stands at each of `fields`.

    It counts only while `when` holds and all fields are shown. Over fields of a repeating group it counts for each row.
    """

    id: Id
    holds: Rule
    when: Rule = ""
    message: Text
    fields: tuple[Id, ...] = Setting(min_length=1)


class FormDefinition(Part):
    """A whole form. `request_kind`: an application waits for a decision, a notification only for its receipt."""

    format: Literal[1] = 1
    key: str = Setting(pattern=r"^[a-z][a-z0-9-]{1,59}$")
    title: Text
    intro: Text = Text()
    request_kind: Literal["application", "notification"] = "application"
    assurance_level: LEVELS = 0
    steps: tuple[Step, ...] = ()
    checks: tuple[Check, ...] = ()
    fees: tuple[Fee, ...] = ()
    fee_note: Text = Text()  # what to know about the fee beside its amount
    fee_exempt: Rule = ""  # no fee while it holds
    summary: str = Setting(default="", max_length=200)  # title of the case with {field_id}: "Osterfeuer am {datum}"
    what_next: Text = Text()  # what happens after it was sent, in plain words
    fim: FimReference | None = None


Group.model_rebuild()
