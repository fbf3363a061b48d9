"""The kinds of fields, and what can be set for each.

What an answer looks like as JSON stands in each class. Nothing answered is a key that is missing or None.
"""

from typing import Annotated, Literal

from pydantic import Field as Setting

from modules.online_services.engine.parts import FimReference, Id, Part, Rule
from modules.online_services.engine.texts import Text


class BaseField(Part):
    """What every field has. `required` holds always, `require` is the rule for fields that must be given sometimes.

    `prefill` names what is taken from profile or BundID: given_name, family_name, birth_name, birth_date,
    birth_place, nationality, email, phone, address, iban, organisation_name. `is_sensitive` keeps the answer out of
    search, lists and mails.
    """

    id: Id
    label: Text
    hint: Text = Text()
    required: bool = False
    require: Rule = ""
    show: Rule = ""
    prefill: str = ""
    is_sensitive: bool = False
    fim: FimReference | None = None


class Option(Part):
    """One of several answers; it can be chosen while `show` holds."""

    value: str = Setting(min_length=1, max_length=60)
    label: Text
    hint: Text = Text()
    show: Rule = ""


class TextField(BaseField):
    """One line: str."""

    type: Literal["text"] = "text"
    min_length: int = Setting(default=0, ge=0, le=500)
    max_length: int = Setting(default=200, ge=1, le=500)
    pattern: str = Setting(default="", max_length=200)
    pattern_message: Text = Text()
    autocomplete: str = ""


class LongTextField(BaseField):
    """Several lines: str."""

    type: Literal["long_text"] = "long_text"
    min_length: int = Setting(default=0, ge=0, le=20_000)
    max_length: int = Setting(default=4_000, ge=1, le=20_000)


class NumberField(BaseField):
    """A number as decimal text: "12" or "12.5"; bounds are decimal text too."""

    type: Literal["number"] = "number"
    decimals: int = Setting(default=0, ge=0, le=6)
    minimum: str = ""
    maximum: str = ""
    unit: Text = Text()


class MoneyField(BaseField):
    """An amount in euros: int, in cents."""

    type: Literal["money"] = "money"
    minimum_cents: int | None = None
    maximum_cents: int | None = None


class DateField(BaseField):
    """A day: "2026-11-24". `earliest` and `latest` are expressions that give a day: "add_days(today(), 14)"."""

    type: Literal["date"] = "date"
    earliest: Rule = ""
    latest: Rule = ""


class PartialDateField(BaseField):
    """A birth date of which month or day may be unknown: "1968", "1968-04" or "1968-04-02"."""

    type: Literal["partial_date"] = "partial_date"


class TimeField(BaseField):
    """A time of day: "18:00"."""

    type: Literal["time"] = "time"


class ChoiceField(BaseField):
    """One of several: str, the option's value. `code_list` names a shipped list in place of own options."""

    type: Literal["choice"] = "choice"
    options: tuple[Option, ...] = ()
    code_list: str = ""
    display: Literal["radio", "select"] = "radio"


class ChoicesField(BaseField):
    """Some of several: list[str] in the order of the options."""

    type: Literal["choices"] = "choices"
    options: tuple[Option, ...] = ()
    code_list: str = ""
    minimum: int = Setting(default=0, ge=0)
    maximum: int | None = None


class YesNoField(BaseField):
    """Yes or no: bool; nothing is chosen at first."""

    type: Literal["yes_no"] = "yes_no"


class EmailField(BaseField):
    """An e-mail address: str."""

    type: Literal["email"] = "email"


class PhoneField(BaseField):
    """A telephone number: str."""

    type: Literal["phone"] = "phone"


class AddressField(BaseField):
    """An address: {"country": "DE", "street", "house_number", "extra", "postal_code", "city", "locality"}.

    Abroad it is {"country": "FR", "lines": "two or more lines"}. The locality may be left out: not every place has one.
    """

    type: Literal["address"] = "address"
    may_be_abroad: bool = False
    asks_locality: bool = False


class IbanField(BaseField):
    """An account: {"iban", "holder", "mandate": bool}; `mandate` asks for a SEPA direct debit mandate."""

    type: Literal["iban"] = "iban"
    mandate: Literal["none", "optional", "required"] = "none"
    is_recurring: bool = False


class PlateField(BaseField):
    """A licence plate: "SDL-AB 123"."""

    type: Literal["plate"] = "plate"


class FileReferenceField(BaseField):
    """A file reference, Kassenzeichen or reference number from a letter: str."""

    type: Literal["file_reference"] = "file_reference"
    max_length: int = Setting(default=60, ge=1, le=120)


class TaxIdField(BaseField):
    """A tax identification number with its check digit (§ 139b AO): 11 digits."""

    type: Literal["tax_id"] = "tax_id"


class ChipNumberField(BaseField):
    """The number of an animal's transponder (ISO 11784): 15 digits."""

    type: Literal["chip_number"] = "chip_number"


class UploadField(BaseField):
    """Files: list[str], the ids of uploads."""

    type: Literal["upload"] = "upload"
    max_files: int = Setting(default=5, ge=1, le=20)


class PointField(BaseField):
    """A place: {"lat": "52.43", "lon": "11.80", "description": str}; either the point or the description is enough."""

    type: Literal["point"] = "point"


class TableColumn(Part):
    """A column of a table; `kind` is that of a simple field."""

    id: Id
    label: Text
    kind: Literal["text", "number", "money", "date", "time", "choice"] = "text"
    options: tuple[Option, ...] = ()
    required: bool = False


class TableField(BaseField):
    """Rows of short answers: list[dict[column id, answer]]."""

    type: Literal["table"] = "table"
    columns: tuple[TableColumn, ...] = Setting(min_length=1, max_length=8)
    min_rows: int = Setting(default=0, ge=0, le=50)
    max_rows: int = Setting(default=20, ge=1, le=50)


class InformationField(BaseField):
    """A text in between, no answer; `label` is its heading."""

    type: Literal["information"] = "information"
    text: Text = Text()
    tone: Literal["plain", "info", "warning", "danger"] = "plain"


class ConsentField(BaseField):
    """A box to tick: True. `text` is what is agreed to; the version of the form keeps its wording."""

    type: Literal["consent"] = "consent"
    text: Text = Text()


class ComputedField(BaseField):
    """What the other answers make: shown, never typed, computed again at each step and when sent."""

    type: Literal["computed"] = "computed"
    compute: Rule
    result: Literal["number", "money", "text", "date", "yes_no"] = "number"
    decimals: int = Setting(default=2, ge=0, le=6)
    unit: Text = Text()


FormField = Annotated[
    TextField
    | LongTextField
    | NumberField
    | MoneyField
    | DateField
    | PartialDateField
    | TimeField
    | ChoiceField
    | ChoicesField
    | YesNoField
    | EmailField
    | PhoneField
    | AddressField
    | IbanField
    | PlateField
    | FileReferenceField
    | TaxIdField
    | ChipNumberField
    | UploadField
    | PointField
    | TableField
    | InformationField
    | ConsentField
    | ComputedField,
    Setting(discriminator="type"),
]
