"""What is wrong with an answer: one German sentence that says what to do, with the field's label in it."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from modules.online_services.engine.definition import Group
from modules.online_services.engine.fields import FormField
from modules.online_services.engine.plan import Slot
from modules.online_services.engine.state import Row, State
from modules.online_services.engine.validators import amounts, choosing, parts, tables, texts
from modules.online_services.engine.validators.asked import Asked
from modules.online_services.engine.values import is_answered

NOT_ANSWERED: Final = ("information", "computed")  # kinds that ask for nothing
_CHECKS: Final[Mapping[str, Callable[[Asked], str]]] = {
    "text": texts.check_text,
    "long_text": texts.check_long_text,
    "number": amounts.check_number,
    "money": amounts.check_money,
    "date": amounts.check_date,
    "partial_date": amounts.check_partial_date,
    "time": amounts.check_time,
    "choice": choosing.check_choice,
    "choices": choosing.check_choices,
    "yes_no": choosing.check_yes_no,
    "email": texts.check_email,
    "phone": texts.check_phone,
    "address": parts.check_address,
    "iban": parts.check_iban,
    "plate": texts.check_plate,
    "file_reference": texts.check_file_reference,
    "tax_id": texts.check_tax_id,
    "chip_number": texts.check_chip_number,
    "upload": choosing.check_upload,
    "point": parts.check_point,
    "table": tables.check_table,
    "consent": choosing.check_consent,
}


def problem_of(state: State, slot: Slot, row: Row, *, is_required: bool) -> str:
    """Return what is wrong with the answer to a shown field, "" if nothing is."""
    field = slot.item
    if isinstance(field, Group) or field.type in NOT_ANSWERED:
        return ""
    answer = row.answers.get(field.id)
    if not is_answered(field, answer):
        return missing(field) if is_required else ""
    return _CHECKS[field.type](Asked(state, slot, row, field, answer))


def missing(field: FormField) -> str:
    """Return what to say where an answer is required and missing."""
    words = {"label": str(field.label)}
    if field.type in {"choice", "choices", "yes_no"}:
        return _("Bitte wählen Sie bei „%(label)s“ etwas aus.") % words
    if field.type == "upload":
        return _("Bitte laden Sie bei „%(label)s“ eine Datei hoch.") % words
    if field.type == "consent":
        return _("Bitte bestätigen Sie „%(label)s“.") % {"label": str(field.label).removesuffix(".")}
    return _("Bitte füllen Sie „%(label)s“ aus.") % words
