"""Options of choices and columns of tables."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.online_services.building.editing import change_part
from modules.online_services.building.errors import BuildingError, UnfitSettingsError, UnknownPartError
from modules.online_services.building.tree import place_of
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.fields import ChoiceField, ChoicesField, TableField
from modules.online_services.forms.building.options import columns_from, options_from
from modules.online_services.forms.building.settings import SettingsForm
from modules.online_services.models import Form
from modules.online_services.services.building.editing import Edit
from modules.online_services.views.staff.building.common import (
    Bench,
    answer_edit,
    answer_error,
    do_edit,
    of_form,
    part_url,
    show_bench,
    wants_part,
)
from modules.online_services.views.staff.building.part_context import part_context, typed_table


@of_form
@require_POST
def table(request: HttpRequest, form: Form, *, part: str) -> HttpResponse:
    """Keep the options of a choice or the columns of a table as they were typed, moved or removed."""
    definition = FormDefinition.model_validate(form.working)
    try:
        settings = _typed(request, definition, part)
        edited = do_edit(request, form, Edit("changed", lambda d: change_part(d, part, settings), part))
    except BuildingError as error:
        return _refused(request, form, part, _said(error))
    found = place_of(edited.after, part).part
    context = part_context(Bench(edited.form, edited.after), found, SettingsForm(found, edited.after))
    url = part_url(form, part)
    return answer_edit(request, edited, said=_("Gespeichert."), to=url, panel="part", context=context)


def _typed(request: HttpRequest, definition: FormDefinition, part_id: str) -> dict[str, Any]:
    try:
        part = place_of(definition, part_id).part
    except UnknownPartError:
        raise Http404 from None
    if isinstance(part, ChoiceField | ChoicesField):
        return {"options": options_from(request.POST, part.options)}
    if isinstance(part, TableField):
        return {"columns": columns_from(request.POST, part.columns)}
    raise Http404


def _refused(request: HttpRequest, form: Form, part_id: str, error: BuildingError) -> HttpResponse:
    """Say what is missing beside what was typed; a page that is still there keeps it anyway."""
    if wants_part(request):
        return answer_error(request, form, error, to=part_url(form, part_id))
    form.refresh_from_db()
    bench = Bench.of(form)
    try:
        found = place_of(bench.definition, part_id).part
    except UnknownPartError:
        return answer_error(request, form, error, to=part_url(form, ""))
    context = part_context(bench, found, SettingsForm(found, bench.definition))
    typed = {**typed_table(found, request.POST), "table_error": str(error)}
    return show_bench(request, bench, "part", {**context, **typed}, status=422)


def _said(error: BuildingError) -> BuildingError:
    """Return the sentence of the first setting that does not fit."""
    if not isinstance(error, UnfitSettingsError):
        return error
    said = BuildingError()
    said.sentence = next(iter(error.messages.values()), error.sentence)
    return said
