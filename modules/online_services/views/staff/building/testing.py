"""Test cases: which there are and what comes out, taken from a rehearsal or written by hand."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.online_services.building.comparing import title_of
from modules.online_services.building.errors import BuildingError
from modules.online_services.building.tree import places
from modules.online_services.building.trying import Expected, differences, expected_of, outcome
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.forms.building.starting import TestCaseForm
from modules.online_services.models import Form, FormTestCase
from modules.online_services.selectors.building.publishing import run_test_cases
from modules.online_services.selectors.building.rehearsals import last_rehearsal
from modules.online_services.services.building.testing import add_test_case, change_test_case, remove_test_case
from modules.online_services.surroundings import surroundings_for
from modules.online_services.views.staff.building.common import Bench, form_url, of_form, show_bench
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

_METHODS = ["GET", "HEAD", "POST"]


@of_form
@require_http_methods(_METHODS)
def tests(request: HttpRequest, form: Form) -> HttpResponse:
    """Run all test cases and show what differs; a new one comes from the last rehearsal or begins empty."""
    if request.method == "POST":
        return _add(request, form)
    bench = Bench.of(form)
    runs = [] if bench.problems else run_test_cases(form, bench.definition)
    context = {
        "runs": runs,
        "cases": list(form.test_cases.all()) if bench.problems else [],
        "failing": sum(1 for run in runs if not run.passes),
        "rehearsal": last_rehearsal(form, acting_user(request)),
        "part_problems": [_("Solange das Formular Fehler hat, laufen keine Testfälle.")] if bench.problems else [],
    }
    return show_bench(request, bench, "tests", context, tab="form_tests")


def _add(request: HttpRequest, form: Form) -> HttpResponse:
    title = " ".join(request.POST.get("name", "").split())[:120]
    if not title:
        messages.error(request, _("Bitte geben Sie dem Testfall einen Namen."))
        return see_other(form_url(form, "form_tests"))
    draft = last_rehearsal(form, acting_user(request)) if request.POST.get("schritt") == "probe" else None
    definition = FormDefinition.model_validate(form.working)
    answers = dict(draft.answers) if draft else {}
    today = surroundings_for(on=timezone.localdate(), facts={})
    expected = outcome(definition, answers, today) if draft else Expected()
    try:
        case = add_test_case(form=form, title=title, answers=answers, expected=expected, actor=acting_user(request))
    except BuildingError as error:
        messages.error(request, str(error))
        return see_other(form_url(form, "form_tests"))
    messages.success(request, _("Der Testfall ist angelegt. Prüfen Sie, was herauskommen soll."))
    return see_other(form_url(form, "form_test", case.pk))


@of_form
@require_http_methods(_METHODS)
def test(request: HttpRequest, form: Form, *, test: uuid.UUID) -> HttpResponse:
    """Show one test case with what is expected field by field, and take changes."""
    case = FormTestCase.objects.filter(pk=test, form=form).first()
    if case is None:
        raise Http404
    if request.POST.get("schritt") == "loeschen":
        remove_test_case(case_id=case.pk, form=form, actor=acting_user(request))
        messages.success(request, _("Der Testfall ist gelöscht."))
        return see_other(form_url(form, "form_tests"))
    entry = TestCaseForm(request.POST or None, instance=case)
    if request.method == "POST" and entry.is_valid() and _change(request, form, entry):
        return see_other(form_url(form, "form_test", case.pk))
    return _page(request, form, case, entry)


def _change(request: HttpRequest, form: Form, entry: TestCaseForm) -> bool:
    marks = {name.removeprefix("feld-"): value for name, value in request.POST.items() if name.startswith("feld-")}
    known = {place.part.id for place in places(FormDefinition.model_validate(form.working))}
    shown = [name for name, value in marks.items() if value == "ja" and name in known]
    hidden = [name for name, value in marks.items() if value == "nein" and name in known]
    case = entry.save(commit=False)
    case.answers = entry.cleaned_data["answers_text"]
    try:
        change_test_case(case=case, expected=entry.expected(shown, hidden), actor=acting_user(request))
    except BuildingError as error:
        entry.add_error("title", str(error))
        return False
    messages.success(request, _("Der Testfall ist gespeichert."))
    return True


def _page(request: HttpRequest, form: Form, case: FormTestCase, entry: TestCaseForm) -> HttpResponse:
    bench = Bench.of(form)
    expected = expected_of(case.expected)
    around = surroundings_for(on=case.today or timezone.localdate(), facts=case.facts)
    found = [] if bench.problems else differences(bench.definition, case.answers, expected, around)
    marks = dict.fromkeys(expected.shown, "ja") | dict.fromkeys(expected.hidden, "nein")
    lines = [(place, title_of(place.part), marks.get(place.part.id, "")) for place in places(bench.definition)]
    context = {"case": case, "entry": entry, "differences": found, "lines": lines, "runs_at_all": not bench.problems}
    status = 422 if request.method == "POST" else 200
    return show_bench(request, bench, "test", context, tab="form_tests", status=status)
