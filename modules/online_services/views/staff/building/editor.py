"""The workbench: the form itself and each of its parts, with all edits of the tree."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.online_services.building.editing import (
    add_field,
    add_group,
    add_step,
    change_form,
    change_part,
    duplicate_part,
    move_beside,
    move_to,
    remove_part,
    rename_part,
)
from modules.online_services.building.errors import BuildingError, UnfitPlaceError, UnfitSettingsError, UnknownPartError
from modules.online_services.building.tree import AnyPart, children_of, place_of
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.forms.building.settings import SettingsForm
from modules.online_services.models import Form
from modules.online_services.services.building.editing import Edit, Edited, redo, undo
from modules.online_services.views.staff.building.common import (
    Bench,
    answer_edit,
    answer_error,
    do_edit,
    form_url,
    of_form,
    part_url,
    seen_of,
    show_bench,
    wants_part,
)
from modules.online_services.views.staff.building.part_context import form_context, part_context
from rathaus.web.answers import see_other

_TITLE_LENGTH: Final = 200


@of_form
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, form: Form) -> HttpResponse:
    """Show the outline beside what belongs to the form as a whole, and take changes of that."""
    definition = FormDefinition.model_validate(form.working)
    settings = SettingsForm(definition, definition, request.POST or None)
    if request.method != "POST":
        bench = Bench.of(form, definition)
        return show_bench(request, bench, "form", form_context(bench, settings))
    edit = _form_edit(settings)
    return _save(request, form, settings, edit, part_id="")


@of_form
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, form: Form, *, part: str) -> HttpResponse:
    """Show one part with its settings, and take changes of them."""
    definition = FormDefinition.model_validate(form.working)
    found = _found(definition, part)
    if found is None:
        return _gone(request, form)
    settings = SettingsForm(found, definition, request.POST or None)
    if request.method != "POST":
        bench = Bench.of(form, definition)
        return show_bench(request, bench, "part", part_context(bench, found, settings))
    return _save(request, form, settings, _part_edit(part, settings), part_id=part)


def _found(definition: FormDefinition, part_id: str) -> AnyPart | None:
    try:
        return place_of(definition, part_id).part
    except UnknownPartError:
        return None


def _gone(request: HttpRequest, form: Form) -> HttpResponse:
    """A part that was deleted: the way back leads to the form."""
    if request.method == "POST":
        return answer_error(request, form, UnknownPartError(), to=form_url(form))
    raise Http404


def _form_edit(settings: SettingsForm) -> Edit:
    return Edit("changed", lambda definition: change_form(definition, settings.settings()))


def _part_edit(part_id: str, settings: SettingsForm) -> Edit:
    return Edit("changed", lambda definition: change_part(definition, part_id, settings.settings()), part_id)


def _save(request: HttpRequest, form: Form, settings: SettingsForm, edit: Edit, *, part_id: str) -> HttpResponse:
    """Keep settings as they were typed, or say at each what is wrong with nothing lost."""
    if settings.is_valid():
        try:
            edited = do_edit(request, form, edit)
        except UnfitSettingsError as error:
            settings.refuse(error.messages)
        except BuildingError as error:
            return _refused(request, form, settings, error, part_id=part_id)
        else:
            return answer_edit(request, edited, said=_("Gespeichert."), to=part_url(form, part_id))
    return _refused(request, form, settings, UnfitSettingsError({}), part_id=part_id)


def _refused(
    request: HttpRequest, form: Form, settings: SettingsForm, error: BuildingError, *, part_id: str
) -> HttpResponse:
    """Show the page with what was typed; for one that is still there, say beside it what is wrong."""
    if wants_part(request):
        return answer_error(request, form, error, to="")
    form.refresh_from_db()
    bench = Bench.of(form)
    if not isinstance(error, UnfitSettingsError):
        settings.add_error(None, str(error))
    found = _found(bench.definition, part_id) if part_id else None
    if found is None:
        return show_bench(request, bench, "form", form_context(bench, settings), status=422)
    return show_bench(request, bench, "part", part_context(bench, found, settings), status=422)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a button asks for: the edit, the part it is about, and what is said when it is done."""

    apply: Callable[[FormDefinition], tuple[FormDefinition, str]]
    code: str
    said: str


@of_form
@require_POST
def add(request: HttpRequest, form: Form) -> HttpResponse:
    """Add a step, group or field: behind the part named, or inside it."""
    kind, label = request.POST.get("art", ""), " ".join(request.POST.get("bezeichnung", "").split())[:_TITLE_LENGTH]
    label = label or _("Ohne Namen")
    inside, behind = request.POST.get("in", ""), request.POST.get("nach", "")
    wish = _Wish(lambda definition: _added(definition, kind, label, inside, behind), "added", _("Hinzugefügt."))
    return _do(request, form, wish, part_id=behind or inside)


def _added(definition: FormDefinition, kind: str, label: str, inside: str, behind: str) -> tuple[FormDefinition, str]:
    if kind == "step":
        after = place_of(definition, behind).step_id if behind else ""
        return add_step(definition, title=label, after=after)
    parent_id, index = _target(definition, inside, behind)
    if kind in ("group", "repeat"):
        return add_group(definition, title=label, parent_id=parent_id, index=index, repeats=kind == "repeat")
    return add_field(definition, kind=kind, label=label, parent_id=parent_id, index=index)


def _target(definition: FormDefinition, inside: str, behind: str) -> tuple[str, int]:
    if behind:
        place = place_of(definition, behind)
        return place.parent_id, place.index + 1
    if not inside:
        raise UnfitPlaceError
    return inside, len(children_of(definition, inside))


@of_form
@require_POST
def step(request: HttpRequest, form: Form) -> HttpResponse:
    """Move, duplicate or delete a part, or give it another technical name."""
    part_id = request.POST.get("teil", "")
    wishes: dict[str, Callable[[], _Wish]] = {
        "hoch": lambda: _move(part_id, -1),
        "runter": lambda: _move(part_id, 1),
        "verschieben": lambda: _move_into(part_id, request.POST.get("ziel", "")),
        "duplizieren": lambda: _Wish(lambda d: duplicate_part(d, part_id), "duplicated", _("Dupliziert.")),
        "loeschen": lambda: _Wish(
            lambda d: (remove_part(d, part_id), _neighbour(d, part_id)),
            "removed",
            _("Gelöscht. Mit „Rückgängig“ holen Sie den Teil zurück."),
        ),
        "umbenennen": lambda: _rename(part_id, request.POST.get("name", "").strip()),
    }
    chosen = wishes.get(request.POST.get("schritt", ""))
    if chosen is None:
        return see_other(part_url(form, part_id))
    return _do(request, form, chosen(), part_id=part_id)


def _move(part_id: str, places: int) -> _Wish:
    return _Wish(lambda d: (move_beside(d, part_id, places), part_id), "moved", _("Verschoben."))


def _move_into(part_id: str, target: str) -> _Wish:
    return _Wish(lambda d: (move_to(d, part_id, parent_id=target), part_id), "moved", _("Verschoben."))


def _rename(part_id: str, name: str) -> _Wish:
    return _Wish(lambda d: (rename_part(d, part_id, name), name), "changed", _("Umbenannt, auch in allen Regeln."))


def _neighbour(definition: FormDefinition, part_id: str) -> str:
    """Return what is shown after a part was deleted: the one before it, or what it stood in."""
    place = place_of(definition, part_id)
    siblings = children_of(definition, place.parent_id)
    return str(siblings[place.index - 1].id) if place.index else place.parent_id


def _do(request: HttpRequest, form: Form, wish: _Wish, *, part_id: str) -> HttpResponse:
    """Do what a button asks for and go on with the part that it leads to."""
    target = ""

    def apply(definition: FormDefinition) -> FormDefinition:
        nonlocal target
        changed, target = wish.apply(definition)
        return changed

    about = "" if wish.code in ("added", "duplicated") else part_id
    try:
        edited = do_edit(request, form, Edit(wish.code, apply, about))
    except BuildingError as error:
        return answer_error(request, form, error, to=part_url(form, part_id) if part_id else form_url(form))
    return _show_part(request, edited, target, said=wish.said)


def _show_part(request: HttpRequest, edited: Edited, part_id: str, *, said: str) -> HttpResponse:
    bench = Bench(edited.form, edited.after)
    found = _found(edited.after, part_id) if part_id else None
    if found is None:
        panel, context = "form", form_context(bench, SettingsForm(edited.after, edited.after))
    else:
        settings = SettingsForm(found, edited.after)
        panel, context = "part", part_context(bench, found, settings)
    to = part_url(edited.form, part_id if found else "")
    return answer_edit(request, edited, said=said, to=to, panel=panel, context=context)


@of_form
@require_POST
def history(request: HttpRequest, form: Form) -> HttpResponse:
    """Undo the last edit, or do it again."""
    is_redo = request.POST.get("schritt") == "wiederholen"
    part_id = request.POST.get("teil", "")
    try:
        edited = (redo if is_redo else undo)(form=form, seen=seen_of(request))
    except BuildingError as error:
        return answer_error(request, form, error, to=part_url(form, part_id))
    said = _("Wiederholt.") if is_redo else _("Rückgängig gemacht.")
    return _show_part(request, edited, part_id, said=said)
