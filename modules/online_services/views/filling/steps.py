"""One step a page: shown, saved, checked when somebody wants to go on."""

import uuid
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from modules.online_services.answers import stamp_of
from modules.online_services.catalogue.markup import render_text
from modules.online_services.controls.context import by_place, has_rules, nodes_of
from modules.online_services.controls.parts import element_id
from modules.online_services.engine.definition import Step
from modules.online_services.engine.evaluation import Evaluation
from modules.online_services.engine.fields import UploadField
from modules.online_services.engine.walking import find_step, locate, located_items
from modules.online_services.errors_filling import FillingError
from modules.online_services.models import Draft
from modules.online_services.review import review_of
from modules.online_services.selectors.drafts import evaluate_draft, find_draft, usable_uploads
from modules.online_services.selectors.progress import next_step, tasks_of
from modules.online_services.services.counting import count, step_done
from modules.online_services.services.saving import (
    Saved,
    add_row_at,
    note_step_done,
    read_answers,
    remove_row_at,
    save_step,
)
from modules.online_services.services.uploading import remove_upload, take_file
from modules.online_services.views.filling.visit import Visit, of_draft
from rathaus.files.errors import FileError
from rathaus.web.fields import SummaryItem, summary_heading

ACTION: Final = "_tun"
BACK_TO_CHECK: Final = "pruefen"


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def step(visit: Visit, step_id: str) -> HttpResponse:
    """Show a step; what is sent is saved in any case, and checked where somebody wants to go on."""
    found = find_step(visit.definition, step_id)
    if found is None:
        raise Http404
    if answer := visit.demand_for(found):
        return answer
    if visit.request.method == "POST":
        return _take(visit, found)
    if found.id not in visit.evaluation.steps:
        return visit.go("fill")
    return show_step(visit, found)


@require_POST
@of_draft
def fields(visit: Visit, step_id: str) -> HttpResponse:
    """Return the fields of the step again where what was typed changes what is asked; nothing is saved.

    204 says that the page is right as it is.
    """
    found = find_step(visit.definition, step_id)
    if found is None:
        raise Http404
    if answer := visit.demand_for(found):
        return answer
    typed = read_answers(visit.definition, found, visit.request.POST, visit.draft.answers)
    evaluation = _evaluated(visit, typed)
    if visit.request.POST.get("_sicht") == _sight(found, typed, evaluation):
        return HttpResponse(status=204)
    return visit.render("fields", _fields(visit, found, typed, evaluation, {}))


def show_step(
    visit: Visit,
    step: Step,
    *,
    answers: Mapping[str, Any] | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
    overtaken: bool = False,
) -> HttpResponse:
    """Return the page of a step with these answers, by default those of the draft, and what is wrong with them."""
    shown, wrong = visit.draft.answers if answers is None else answers, errors or {}
    evaluation = visit.evaluation if answers is None else _evaluated(visit, answers)
    tasks = tasks_of(visit.draft, visit.definition, evaluation)
    here = next((task for task in tasks if task.step.id == step.id), None)
    nodes = _fields(visit, step, shown, evaluation, wrong)
    items = [
        SummaryItem(message, element_id(place) if place else "")
        for place, messages in wrong.items()
        for message in messages
    ]
    context = nodes | {
        "step": step,
        "intro": render_text(str(step.intro)),
        "fields_url": visit.url("fill_fields", step.id),
        "number": here.number if here else 1,
        "count": len(tasks),
        "stamp": stamp_of(step, visit.draft.answers),
        "summary": items,
        "summary_heading": summary_heading(items),
        "has_files": _has_files(visit, step),
        "has_rules": has_rules(visit.definition),
        "back_to_check": visit.request.GET.get("zurueck") == BACK_TO_CHECK,
        "others": _others(visit, step, shown) if overtaken else (),
        "is_overtaken": overtaken,
    }
    return visit.render("step", context)


def _take(visit: Visit, step: Step) -> HttpResponse:
    post = visit.request.POST
    action, _colon, place = post.get(ACTION, "weiter").partition(":")
    problems = _take_files(visit, step)
    try:
        saved = save_step(draft=visit.draft, step=step, data=post, stamp=post.get("_stand", ""))
    except FillingError as error:
        return show_step(visit, step, errors={"": [str(error)]})
    _refresh(visit, saved)
    if saved.is_overtaken:
        return show_step(visit, step, answers=saved.typed, overtaken=True)
    return _ACTIONS.get(action, _go_on)(visit, step, place, problems)


def _go_on(visit: Visit, step: Step, _place: str, problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    wrong = by_place(visit.evaluation.problems.get(step.id, ()))
    if wrong or problems:
        return show_step(visit, step, errors={**wrong, **problems})
    is_new, service = note_step_done(draft=visit.draft, step=step), visit.draft.service
    if is_new and service and not visit.draft.is_rehearsal:
        count(service=service, what=step_done(step.id))
    if visit.request.GET.get("zurueck") == BACK_TO_CHECK:
        return visit.go("fill_check")
    following = next_step(visit.definition, visit.evaluation, step)
    return visit.go("fill_step", following.id) if following else visit.go("fill_check")


def _add_row(visit: Visit, step: Step, place: str, _problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    draft = add_row_at(draft=visit.draft, place=place)
    rows: Any = draft.answers.get(place.rsplit("/", 1)[-1]) if "/" not in place else None
    anchor = f"{place}/{len(rows) - 1}" if rows else place
    return _again(visit, step, anchor)


def _remove_row(visit: Visit, step: Step, place: str, _problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    remove_row_at(draft=visit.draft, place=place)
    return _again(visit, step, place.rpartition("/")[0])


def _remove_file(visit: Visit, step: Step, key: str, _problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    try:
        remove_upload(draft=visit.draft, upload_id=uuid.UUID(key))
    except (FillingError, ValueError):
        return _again(visit, step)
    return _again(visit, step)


def _more(visit: Visit, step: Step, _place: str, problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    """Show the step again as it is now: with a further row of a table, or with the files that came."""
    return show_step(visit, step, errors=problems) if problems else _again(visit, step)


def _keep(visit: Visit, _step: Step, _place: str, _problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    return visit.go("fill_keep")


def _list(visit: Visit, _step: Step, _place: str, _problems: Mapping[str, Sequence[str]]) -> HttpResponse:
    return visit.go("fill")


_ACTIONS: Final = {
    "weiter": _go_on,
    "zeile": _add_row,
    "zeile-weg": _remove_row,
    "datei-weg": _remove_file,
    "mehr": _more,
    "speichern": _keep,
    "uebersicht": _list,
}


def _again(visit: Visit, step: Step, place: str = "") -> HttpResponse:
    query = f"?zurueck={BACK_TO_CHECK}" if visit.request.GET.get("zurueck") == BACK_TO_CHECK else ""
    return visit.go("fill_step", step.id, anchor=f"{query}#{element_id(place)}" if place else query)


def _take_files(visit: Visit, step: Step) -> dict[str, list[str]]:
    """Take the files that came with the form, where no script sent them before; return what was wrong with which."""
    wrong: dict[str, list[str]] = {}
    for place in visit.request.FILES:
        located = locate(visit.definition, place.rsplit("/", 1)[-1])
        if located is None or located.step is not step:
            continue
        for file in visit.request.FILES.getlist(place):
            try:
                take_file(draft=visit.draft, place=place, file=file)
            except (FileError, FillingError) as error:
                wrong.setdefault(place, []).append(str(error))
    return wrong


def _refresh(visit: Visit, saved: Saved) -> None:
    """Go on with the draft as it is in the database now; what was reckoned before is forgotten."""
    visit.draft = find_draft(saved.draft.token) or saved.draft
    for known in ("evaluation", "uploads"):
        visit.__dict__.pop(known, None)


def _fields(
    visit: Visit,
    step: Step,
    answers: Mapping[str, Any],
    evaluation: Evaluation,
    errors: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    nodes = nodes_of(
        draft=visit.draft,
        definition=visit.definition,
        step=step,
        answers=answers,
        evaluation=evaluation,
        surroundings=visit.surroundings,
        errors=errors,
    )
    return {
        "nodes": nodes,
        "upload_url": visit.url("upload"),
        "shows_fees": bool(visit.definition.fees),
        "sight": _sight(step, answers, evaluation),
        "fees": evaluation.fees,
        "fee_cents": evaluation.fee_cents,
    }


def _sight(step: Step, answers: Mapping[str, Any], evaluation: Evaluation) -> str:
    """Return a mark of what the page asks: it changes when a field comes or goes, or something is reckoned anew."""
    countries = [str(value.get("country")) for value in answers.values() if isinstance(value, Mapping)]
    seen = [sorted(evaluation.shown), sorted(evaluation.required), sorted(evaluation.computed.items())]
    return sha256(repr((step.id, seen, countries, evaluation.fees)).encode()).hexdigest()[:16]


def _evaluated(visit: Visit, answers: Mapping[str, Any]) -> Evaluation:
    typed = Draft(facts=visit.draft.facts, answers=dict(answers))
    return evaluate_draft(typed, visit.definition, visit.surroundings, usable_uploads(visit.draft))


def _others(visit: Visit, step: Step, typed: Mapping[str, Any]) -> list[Any]:
    """Return what another window has saved here and differs from what was typed in this one."""
    saved = _lines(visit, step, visit.draft.answers, visit.evaluation)
    here = {line.place: line.text for line in _lines(visit, step, typed, _evaluated(visit, typed))}
    return [line for line in saved if here.get(line.place) != line.text]


def _lines(visit: Visit, step: Step, answers: Mapping[str, Any], evaluation: Evaluation) -> list[Any]:
    parts = review_of(visit.definition, answers, evaluation, uploads=visit.uploads, with_empty=True)
    return [line for part in parts if part.step_id == step.id for line in part.lines]


def _has_files(visit: Visit, step: Step) -> bool:
    items = (located.item for located in located_items(visit.definition) if located.step is step)
    return any(isinstance(item, UploadField) for item in items)
