"""The task list of a draft, saving it for later, and throwing it away."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from modules.online_services.errors_filling import TooOftenError
from modules.online_services.forms.filling import KeepForm
from modules.online_services.selectors.progress import is_ready, tasks_of
from modules.online_services.services.drafts import drop_draft, take_into_account
from modules.online_services.services.keeping import mail_link
from modules.online_services.views.filling.visit import Visit, of_draft, signed_in_person
from rathaus.accounts.places import has_citizen_accounts


@require_safe
@of_draft
def task_list(visit: Visit) -> HttpResponse:
    """Show the steps with their state, and where to go on."""
    tasks = tasks_of(visit.draft, visit.definition, visit.evaluation)
    following = next((task for task in tasks if task.state != "done"), None)
    context = {
        "tasks": tasks,
        "following": following,
        "is_ready": is_ready(tasks),
        "has_begun": any(task.state != "open" for task in tasks),
        "fees": visit.evaluation.fees,
        "fee_cents": visit.evaluation.fee_cents,
    }
    return visit.render("tasks", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def keep(visit: Visit) -> HttpResponse:
    """Say until when the draft is kept; guests have the way back mailed, or take the draft into their account."""
    form = KeepForm(visit.request.POST or None, initial={"email": visit.draft.email})
    was_sent = False
    if visit.request.method == "POST":
        if "konto" in visit.request.POST:
            return _into_account(visit)
        was_sent = form.is_valid() and _mail(visit, form)
    can_sign_in = has_citizen_accounts() and visit.draft.person_id is None and not visit.draft.door
    context = {
        "form": form,
        "was_sent": was_sent,
        "is_signed_in": can_sign_in and signed_in_person(visit.request) is not None,
        "can_sign_in": can_sign_in,
        "is_guest": visit.draft.person_id is None and visit.draft.opened_by_id is None,
    }
    return visit.render("keep", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def drop(visit: Visit) -> HttpResponse:
    """Ask whether the draft shall go, with everything typed, and remove it on POST."""
    if visit.request.method != "POST":
        return visit.render("drop", {})
    drop_draft(draft=visit.draft)
    if visit.desk.is_staff:
        return redirect("online_services_staff:taking")
    if visit.draft.person_id and has_citizen_accounts():
        return redirect("online_services:begun")
    return visit.desk.render(visit.request, "dropped", {})


def _into_account(visit: Visit) -> HttpResponse:
    if person := signed_in_person(visit.request):
        take_into_account(draft=visit.draft, person=person)
    return visit.go("fill_keep")


def _mail(visit: Visit, form: KeepForm) -> bool:
    if visit.draft.person_id or visit.draft.opened_by_id:
        return False
    try:
        mail_link(draft=visit.draft, email=form.cleaned_data["email"])
    except TooOftenError as error:
        form.add_error("email", str(error))
        return False
    return True
