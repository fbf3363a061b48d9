"""A form and the shipped form it was copied from: what is new there is taken over part by part, or left."""

import uuid

from django.db import transaction

from modules.online_services.building.merging import remembered, taken_over
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form
from modules.online_services.services.building.editing import Edit, Edited, edit_form, lock_form
from rathaus.accounts.models import User


@transaction.atomic
def take_over_part(*, form: Form, seen: int, shipped: FormDefinition, part_id: str, actor: User) -> Edited:
    """Take a part as the shipped form has it; it can be undone like every edit.

    Raises StalePageError and UnknownPartError.
    """
    edit = Edit("template", lambda definition: taken_over(definition, shipped, part_id), part_id.lstrip("*"))
    edited = edit_form(form=form, seen=seen, edit=edit, actor=actor)
    _remember(form.pk, shipped, part_id)
    return edited


@transaction.atomic
def leave_part(*, form_id: uuid.UUID, shipped: FormDefinition, part_id: str) -> None:
    """Keep the municipality's own part; the difference is not told again."""
    _remember(form_id, shipped, part_id)


def _remember(form_id: uuid.UUID, shipped: FormDefinition, part_id: str) -> None:
    form = lock_form(form_id)
    copied = FormDefinition.model_validate(form.template)
    form.template = remembered(copied, shipped, part_id).to_json()
    form.save(update_fields=["template"])
