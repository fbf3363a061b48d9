"""Rules in words: conditions are composed from what the form asks for; what is too complex is an expression."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.online_services.building.conditions import conditions_of, expression_of
from modules.online_services.building.errors import BuildingError, UnknownPartError, UnreadableRuleError
from modules.online_services.building.ruling import RulePlace, check_of, rule_at, title_at, with_rule, within_of
from modules.online_services.building.subjects import Subject, subjects_of
from modules.online_services.building.wording import rule_in_words
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.expressions import ExpressionError, parse
from modules.online_services.forms.building.rules import (
    ABOVE,
    BESIDE,
    Composition,
    blocks_for,
    completed,
    composition_from,
)
from modules.online_services.models import Form
from modules.online_services.selectors.building.forms import problems_in
from modules.online_services.services.building.editing import Edit
from modules.online_services.views.staff.building.common import (
    Bench,
    answer_edit,
    answer_error,
    do_edit,
    form_url,
    of_form,
    part_url,
    show_bench,
    wants_part,
)
from modules.online_services.views.staff.building.part_context import WITH_RULE, rule_line

_MAX_RULE = 1000


@of_form
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, form: Form, *, owner: str, setting: str) -> HttpResponse:
    """Show a rule as conditions or as an expression, and keep changes of it."""
    place, definition = RulePlace(owner, setting), FormDefinition.model_validate(form.working)
    try:
        known = rule_at(definition, place)
    except UnknownPartError:
        raise Http404 from None
    if request.method == "POST":
        return _take(request, form, definition, place)
    subjects = subjects_of(definition, within_of(definition, place))
    bench = Bench.of(form, definition)
    return show_bench(request, bench, "rule", _context(bench, place, known, _read(known, subjects), subjects))


def _read(rule: str, subjects: list[Subject]) -> Composition | None:
    """Return the rule as it can be composed, None where it is too complex for that."""
    conditions = conditions_of(rule, {subject.code: subject for subject in subjects})
    return None if conditions is None else Composition(conditions)


def _take(request: HttpRequest, form: Form, definition: FormDefinition, place: RulePlace) -> HttpResponse:
    wish = request.POST.get("schritt", "")
    if wish == "pruefen":
        return _examined(request, definition, place)
    if wish in ("ausdruck", "loeschen"):
        text = "" if wish == "loeschen" else _typed(request)
        return _save_expression(request, form, definition, place, text)
    return _compose(request, form, definition, place, is_final=wish == "speichern")


def _typed(request: HttpRequest) -> str:
    return " ".join(request.POST.get("ausdruck", "").split())[: _MAX_RULE + 1]


def _examined(request: HttpRequest, definition: FormDefinition, place: RulePlace) -> HttpResponse:
    """Say at once what is wrong with a typed expression, or what it says in words."""
    text = _typed(request)
    context = {"words": rule_in_words(definition, text), "wrong": wrong_with(definition, place, text)}
    return render(request, "online_services/building/parts/expression_check.html", context)


def wrong_with(definition: FormDefinition, place: RulePlace, rule: str) -> list[str]:
    """Return what is wrong with an expression in this place, in sentences."""
    try:
        if rule:
            parse(rule)
    except ExpressionError as error:
        return [str(error)]
    before = {problem.message for problem in problems_in(definition) if problem.part_id == place.owner}
    found = [problem.message for problem in problems_in(with_rule(definition, place, rule))]
    return [message for message in found if message not in before]


def _save_expression(
    request: HttpRequest, form: Form, definition: FormDefinition, place: RulePlace, text: str
) -> HttpResponse:
    wrong = wrong_with(definition, place, text) if text else []
    if wrong:
        subjects = subjects_of(definition, within_of(definition, place))
        context = _context(Bench.of(form, definition), place, text, None, subjects) | {"wrong": wrong}
        return show_bench(request, context["bench_"], "rule", context, status=200 if wants_part(request) else 422)
    return _save(request, form, place, text)


def _save(
    request: HttpRequest, form: Form, place: RulePlace, text: str, composed: Composition | None = None
) -> HttpResponse:
    """Keep the rule; whoever is in the middle of a group goes on there."""
    edit = Edit("rule", lambda definition: with_rule(definition, place, text), place.owner)
    try:
        edited = do_edit(request, form, edit)
    except BuildingError as error:
        return answer_error(request, form, error, to=form_url(form, "form_rule", place.owner, place.setting))
    bench = Bench(edited.form, edited.after)
    subjects = subjects_of(edited.after, within_of(edited.after, place))
    context = _context(bench, place, text, composed or _read(text, subjects), subjects)
    to = form_url(form, "form_rule", place.owner, place.setting)
    return answer_edit(request, edited, said=_("Die Regel ist gespeichert."), to=to, panel="rule", context=context)


def _compose(
    request: HttpRequest, form: Form, definition: FormDefinition, place: RulePlace, *, is_final: bool
) -> HttpResponse:
    """Go on composing; a rule that is finished is saved at once, one that is not is shown with what is missing."""
    subjects = subjects_of(definition, within_of(definition, place))
    composed = completed(composition_from(request.POST), subjects)
    wish = request.POST.get("schritt", "")
    try:
        text = expression_of(composed.conditions, {subject.code: subject for subject in subjects})
    except UnreadableRuleError as error:
        missing = str(error)
    else:
        is_shown = _read(text, subjects) is not None
        if is_shown and (is_final or (wants_part(request) and text and not _is_placing(wish))):
            return _save(request, form, place, text, None if is_final else composed)
        missing = ""
    bench = Bench.of(form, definition)
    context = _context(bench, place, rule_at(definition, place), composed, subjects)
    extra = {"missing": missing if is_final else "", "is_placing": _is_placing(wish)}
    return show_bench(request, bench, "rule", context | extra)


def _is_placing(wish: str) -> bool:
    """Return whether somebody only says where the next condition goes."""
    return wish == ABOVE or wish.startswith(BESIDE)


def _context(
    bench: Bench, place: RulePlace, rule: str, composed: Composition | None, subjects: list[Subject]
) -> dict[str, Any]:
    begin = str(WITH_RULE[place.sentence]).partition("%(rule)s")[0].rstrip()
    check = check_of(bench.definition, place.owner)
    return {
        "bench_": bench,
        "place": place,
        "part_id": place.owner if place.kind in ("part", "option") and not check else "",
        "rule": rule,
        "line": rule_line(bench.definition, place.sentence, rule),
        "begin": begin,
        "rule_title": title_at(bench.definition, place),
        "conditions": composed.conditions if composed else None,
        "blocks": blocks_for(composed, subjects) if composed else [],
        "is_blank_inside": bool(composed and composed.blank_in is not None),
        "subjects": _by_step(subjects),
        "back": _back(bench, place),
        "names": [(subject.code, subject.label) for subject in subjects],
    }


def _by_step(subjects: list[Subject]) -> list[tuple[str, list[Subject]]]:
    found: dict[str, list[Subject]] = {}
    for subject in subjects:
        found.setdefault(subject.step, []).append(subject)
    return list(found.items())


def _back(bench: Bench, place: RulePlace) -> str:
    if place.kind == "form":
        return form_url(bench.form)
    if place.kind == "fee":
        return form_url(bench.form, "form_fee", place.number)
    if check_of(bench.definition, place.owner):
        return form_url(bench.form, "form_check", place.owner)
    return part_url(bench.form, place.owner)
