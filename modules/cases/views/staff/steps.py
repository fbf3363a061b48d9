"""What clerks do with a case besides writing: take it over, give it on, say how far it is and by when."""

from collections.abc import Callable  # noqa: TC003 - beside its use in a view

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from modules.cases.errors import CaseError
from modules.cases.forms.staff import AskForm, DatesForm, PassForm
from modules.cases.models import Case, Status
from modules.cases.selectors.access import case_for
from modules.cases.services.assigning import pass_on, take_over
from modules.cases.services.reading import mark_unread
from modules.cases.services.state import set_dates, set_status
from modules.cases.views.answers import attempt
from modules.cases.views.staff.case import case_page, case_url, read_id
from modules.cases.views.staff.common import of_case
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@of_case
@require_POST
def step(request: HttpRequest, case: Case) -> HttpResponse:
    """Take a case over, begin with it, or put it back among the unread."""
    clerk, version = acting_user(request), _version(request)
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "uebernehmen": (
            lambda: take_over(case=case, actor=clerk, seen=read_id(request, "gesehen")),
            _("Sie sind jetzt zuständig."),
        ),
        "beginnen": (
            lambda: set_status(case=case, status=Status.PROCESSING, actor=clerk, seen_version=version),
            _("Der Vorgang ist in Bearbeitung."),
        ),
        "ungelesen": (lambda: mark_unread(case=case), _("Der Vorgang steht wieder unter „Neu“.")),
    }
    wanted = request.POST.get("schritt", "")
    if chosen := steps.get(wanted):
        attempt(request, *chosen)
    return see_other(reverse("cases_staff:cases") if wanted == "ungelesen" else case_url(case))


@of_case
@require_POST
def ask(request: HttpRequest, case: Case) -> HttpResponse:
    """Say what the citizen has to do; until then the case waits for them."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, asking=form)
    clerk, typed = acting_user(request), form.cleaned_data
    attempt(
        request,
        lambda: set_status(
            case=case,
            status=Status.ACTION_REQUIRED,
            actor=clerk,
            seen_version=typed["version"],
            text=typed["text"],
        ),
        _("Der Vorgang wartet jetzt auf die Bürgerin oder den Bürger."),
    )
    return see_other(case_url(case))


@of_case
@require_POST
def dates(request: HttpRequest, case: Case) -> HttpResponse:
    """Set deadline and resubmission."""
    form = DatesForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, dates=form)
    typed, clerk = form.cleaned_data, acting_user(request)
    attempt(
        request,
        lambda: set_dates(case=case, due_on=typed["due_on"], resubmit_on=typed["resubmit_on"], actor=clerk),
        _("Frist und Wiedervorlage sind gespeichert."),
    )
    return see_other(case_url(case))


@of_case
@require_POST
def hand_on(request: HttpRequest, case: Case) -> HttpResponse:
    """Hand the case to another department or person, with a note."""
    form = PassForm(request.POST)
    clerk = acting_user(request)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            pass_on(
                case=case,
                department=typed["department"],
                responsible=typed["responsible"],
                note=typed["note"],
                actor=clerk,
            )
        except CaseError as error:
            form.add_error("responsible", str(error))
        else:
            messages.success(request, _("Der Vorgang ist übergeben."))
            is_still_mine = case_for(clerk, case.pk)
            return see_other(case_url(case) if is_still_mine else reverse("cases_staff:cases"))
    return case_page(request, case, passing=form)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
