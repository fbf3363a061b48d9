"""Reading in schemas of FIM: what is in the file, what is left to do by hand, and what a newer version changes."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.fim.comparing import compare_schemas, compare_with_form
from modules.online_services.fim.elements import FimSchema
from modules.online_services.fim.errors import FimError, UnreadableCodeListError
from modules.online_services.fim.reading import read_schema
from modules.online_services.forms.fim import READ_IN, FimForm, NewerForm
from modules.online_services.models import FimSource, Form, FormTask
from modules.online_services.selectors.building.tasks import sources_of, tasks_of
from modules.online_services.services.importing_fim import FimImport, import_fim, look_into_fim, settle_task
from modules.online_services.views.staff.building.common import Bench, for_building, form_url, of_form, show_bench
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

_PAGE: Final = "online_services/staff/fim/reading_in.html"
_SHOWN_CHANGES: Final = 300


@for_building
@require_http_methods(["GET", "HEAD", "POST"])
def reading_in(request: HttpRequest) -> HttpResponse:
    """Ask for a schema; tell what is in it, or make a form of it at once."""
    form = FimForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, _PAGE, {"form": form}, status=422 if form.is_bound else 200)
    try:
        found = _read(request, form)
    except FimError as error:
        form.add_error("code_lists" if isinstance(error, UnreadableCodeListError) else "file", str(error))
        return render(request, _PAGE, {"form": form}, status=422)
    if found.form:
        messages.success(request, _("Das Schema ist eingelesen. Was von Hand zu tun bleibt, steht hier als Aufgabe."))
        return see_other(form_url(found.form, "form_fim"))
    return render(request, _PAGE, {"form": FimForm(), "found": found, "known": _known(found.schema)})


def _read(request: HttpRequest, form: FimForm) -> FimImport:
    data, lists = form.cleaned_data["file"], form.cleaned_data["code_lists"]
    if form.cleaned_data["what"] != READ_IN:
        return look_into_fim(data=data, code_lists=lists)
    actor = acting_user(request)
    return import_fim(data=data, code_lists=lists, title=form.cleaned_data["title"], actor=actor)


def _known(schema: FimSchema) -> list[tuple[FimSource, list[Any]]]:
    """Forms that were made of this schema before, with what is different in the file."""
    return [(source, _changes(source, schema)) for source in sources_of(schema.id)[:5]]


def _changes(source: FimSource, newer: FimSchema) -> list[Any]:
    return compare_schemas(FimSchema.model_validate(source.schema), newer)[:_SHOWN_CHANGES]


@of_form
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, form: Form) -> HttpResponse:
    """Show where a form was read from and what is to be done; compare it with a newer version of the schema."""
    source = _source(form)
    newer = NewerForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"newer": newer, "source": source, "fim_tasks": list(tasks_of(form.pk))}
    status = 200
    if request.method == "POST":
        status = _compare(newer, source, context)
    bench = Bench.of(form)
    context["local_changes"] = compare_with_form(FormDefinition.model_validate(source.definition), bench.definition)
    context["open_count"] = sum(1 for task in context["fim_tasks"] if task.done_at is None)
    return show_bench(request, bench, "fim", context, tab="form_fim", status=status)


def _compare(newer: NewerForm, source: FimSource, context: dict[str, Any]) -> int:
    if not newer.is_valid():
        return 422
    try:
        schema = read_schema(newer.cleaned_data["file"])
    except FimError as error:
        newer.add_error("file", str(error))
        return 422
    if schema.id != source.schema_id:
        text = _("Das ist ein anderes Schema: %(id)s. Eingelesen wurde %(known)s.")
        newer.add_error("file", text % {"id": schema.id, "known": source.schema_id})
        return 422
    context |= {"compared": schema, "changes": _changes(source, schema), "newer": NewerForm()}
    return 200


@of_form
@require_POST
def task(request: HttpRequest, form: Form, *, task_id: uuid.UUID) -> HttpResponse:
    """Note that a task is done, or open again."""
    found = get_object_or_404(FormTask.objects.select_related("form"), pk=task_id, form=form)
    settle_task(task=found, is_done=request.POST.get("stand") == "erledigt", actor=acting_user(request))
    return see_other(f"{form_url(form, 'form_fim')}#aufgabe-{found.number}")


def _source(form: Form) -> FimSource:
    source = FimSource.objects.filter(form=form).select_related("imported_by").first()
    if source is None:
        raise Http404
    return source
