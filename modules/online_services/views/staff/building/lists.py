"""Checks across fields, and fees: lists of their own beside the tree."""

from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.online_services.building.checks_and_fees import (
    add_check,
    add_fee,
    change_check,
    change_fee,
    move_fee,
    remove_check,
    remove_fee,
)
from modules.online_services.building.comparing import title_of
from modules.online_services.building.errors import BuildingError, UnfitSettingsError
from modules.online_services.building.ruling import check_of
from modules.online_services.building.tree import places
from modules.online_services.building.words import FEE_KINDS
from modules.online_services.engine.definition import FormDefinition, Group, Step
from modules.online_services.forms.building.settings import SettingsForm
from modules.online_services.models import Form
from modules.online_services.selectors.building.forms import schedule_titles
from modules.online_services.services.building.editing import Edit
from modules.online_services.views.staff.building.common import (
    Bench,
    answer_edit,
    answer_error,
    do_edit,
    form_url,
    of_form,
    show_bench,
    wants_part,
)
from modules.online_services.views.staff.building.part_context import rule_lines

_METHODS: Final = ["GET", "HEAD", "POST"]


@of_form
@require_http_methods(_METHODS)
def checks(request: HttpRequest, form: Form) -> HttpResponse:
    """Show all checks, and take a new one."""
    definition = FormDefinition.model_validate(form.working)
    if request.method == "POST":
        message, fields = request.POST.get("satz", ""), request.POST.getlist("felder")
        edit = Edit("checks", lambda d: add_check(d, message=message, fields=fields))
        return _do(request, form, edit, to=("form_checks",))
    bench = Bench.of(form, definition)
    lines = [(check, rule_lines(definition, check, ("holds", "when"))) for check in definition.checks]
    context = {"checks": lines, "fields": _fields(definition), "part_problems": ()}
    return show_bench(request, bench, "checks", context, tab="form_checks")


@of_form
@require_http_methods(_METHODS)
def check(request: HttpRequest, form: Form, *, check: str) -> HttpResponse:
    """Show one check, and take changes of it or remove it."""
    definition = FormDefinition.model_validate(form.working)
    found = check_of(definition, check)
    if found is None:
        raise Http404
    if request.POST.get("schritt") == "loeschen":
        return _do(request, form, Edit("checks", lambda d: remove_check(d, check)), to=("form_checks",))
    settings = SettingsForm(found, definition, request.POST or None)
    if request.method == "POST" and settings.is_valid():
        typed = settings.settings() | {"fields": tuple(request.POST.getlist("felder"))}
        edit = Edit("checks", lambda d: change_check(d, check, typed))
        return _do(request, form, edit, to=("form_check", check), settings=settings)
    bench = Bench.of(form, definition)
    context = {
        "settings": settings,
        "check": found,
        "rules": rule_lines(definition, found, ("holds", "when")),
        "fields": _fields(definition),
        "part_problems": bench.problems_at(check),
    }
    return show_bench(request, bench, "check", context, tab="form_checks", status=_status(request))


@of_form
@require_http_methods(_METHODS)
def fees(request: HttpRequest, form: Form) -> HttpResponse:
    """Show all fees, and take a new one."""
    definition = FormDefinition.model_validate(form.working)
    schedules = schedule_titles()
    if request.method == "POST":
        kind, label = request.POST.get("art", ""), request.POST.get("bezeichnung", "")
        edit = Edit("fees", lambda d: add_fee(d, kind=kind, label=label, schedule=schedules[0][0] if schedules else ""))
        return _do(request, form, edit, to=("form_fee", len(definition.fees)), otherwise=("form_fees",))
    bench = Bench.of(form, definition)
    lines = [(fee, FEE_KINDS[fee.kind], rule_lines(definition, fee, ("when",))[0]) for fee in definition.fees]
    context = {
        "fees": lines,
        "kinds": FEE_KINDS.items(),
        "rules": rule_lines(definition, definition, ("fee_exempt",)),
        "part_problems": (),
    }
    return show_bench(request, bench, "fees", context, tab="form_fees")


@of_form
@require_http_methods(_METHODS)
def fee(request: HttpRequest, form: Form, *, number: int) -> HttpResponse:
    """Show one fee, and take changes of it, move or remove it."""
    definition = FormDefinition.model_validate(form.working)
    if number >= len(definition.fees):
        raise Http404
    steps = {"loeschen": lambda d: remove_fee(d, number), "hoch": lambda d: move_fee(d, number, -1)}
    if wish := steps.get(request.POST.get("schritt", "")):
        return _do(request, form, Edit("fees", wish), to=("form_fees",))
    found = definition.fees[number]
    settings = SettingsForm(found, definition, request.POST or None, schedules=schedule_titles())
    if request.method == "POST" and settings.is_valid():
        edit = Edit("fees", lambda d: change_fee(d, number, settings.settings()))
        return _do(request, form, edit, to=("form_fee", number), settings=settings)
    bench = Bench.of(form, definition)
    context = {
        "settings": settings,
        "fee": found,
        "number": number,
        "number_text": str(number),
        "kind_word": FEE_KINDS[found.kind],
        "rules": rule_lines(definition, found, ("when",)),
        "part_problems": (),
    }
    return show_bench(request, bench, "fee", context, tab="form_fees", status=_status(request))


def _do(
    request: HttpRequest,
    form: Form,
    edit: Edit,
    *,
    to: tuple[Any, ...],
    otherwise: tuple[Any, ...] | None = None,
    settings: SettingsForm | None = None,
) -> HttpResponse:
    """Save the edit and go on; a page that is still there keeps what was typed."""
    try:
        edited = do_edit(request, form, edit)
    except UnfitSettingsError as error:
        if settings:
            settings.refuse(error.messages)
        return answer_error(request, form, _first(error), to=form_url(form, *(otherwise or to)))
    except BuildingError as error:
        return answer_error(request, form, error, to=form_url(form, *(otherwise or to)))
    return answer_edit(request, edited, said=_("Gespeichert."), to=form_url(form, *to))


def _first(error: UnfitSettingsError) -> BuildingError:
    said = BuildingError()
    said.sentence = next(iter(error.messages.values()), error.sentence)
    return said


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" and not wants_part(request) else 200


def _fields(definition: FormDefinition) -> list[tuple[str, str]]:
    """Return the fields at which a message can stand, with their titles."""
    found = [cast("Any", place.part) for place in places(definition) if not isinstance(place.part, Step | Group)]
    return [(part.id, title_of(part)) for part in found if part.type != "information"]
