"""The last look before sending, and sending itself."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from modules.online_services.applicants import applicant_of
from modules.online_services.engine.final import final_answers
from modules.online_services.errors_filling import AlreadySentError, FillingError, TooOftenError
from modules.online_services.forms.filling import SendForm
from modules.online_services.models import ServiceRequest
from modules.online_services.review import ReviewSection, review_of
from modules.online_services.selectors.drafts import find_draft, sent_with
from modules.online_services.selectors.progress import tasks_of
from modules.online_services.sent_links import sent_path
from modules.online_services.services.sending import Sending, send_draft
from modules.online_services.views.filling.visit import Visit, of_draft, signed_in_person
from modules.online_services.words_filling import declaration, declares_itself, send_label
from rathaus.accounts.trust import trust_of
from rathaus.limits.networks import client_network
from rathaus.limits.services import hit
from rathaus.web.answers import see_other

_SENDS_AN_HOUR = 30
_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def check(visit: Visit) -> HttpResponse:
    """Show all answers with what it costs; POST sends them once and leads to the confirmation."""
    steps = [step for step in visit.definition.steps if step.id in visit.evaluation.steps]
    level = max([visit.needs_level, *(step.assurance_level for step in steps)])
    if answer := visit.demand(level):
        return answer
    form = SendForm(
        visit.request.POST or None,
        asks_email=_asks_email(visit),
        asks_declaration=not declares_itself(visit.definition),
    )
    if visit.request.method == "POST" and form.is_valid():
        return _send(visit, form)
    return _page(visit, form)


def _send(visit: Visit, form: SendForm) -> HttpResponse:
    try:
        _count(visit)
        request = send_draft(draft=visit.draft, sending=_sending(visit, form))
    except AlreadySentError:
        return _already_sent(visit)
    except FillingError as error:
        form.add_error(None, str(error))
        visit.draft = find_draft(visit.draft.token) or visit.draft
        visit.__dict__.pop("evaluation", None)
        return _page(visit, form)
    return _to_confirmation(visit, request)


def _sending(visit: Visit, form: SendForm) -> Sending:
    person = signed_in_person(visit.request) if visit.draft.person_id or visit.draft.opened_by_id else None
    return Sending(
        version=form.cleaned_data["version"],
        has_declared=form.cleaned_data.get("declared", declares_itself(visit.definition)),
        email=form.cleaned_data.get("email", ""),
        level=int(trust_of(visit.request)) if visit.draft.person_id and person else 0,
        actor=person,
    )


def _count(visit: Visit) -> None:
    """Refuse networks from which guests send more than people do."""
    if visit.draft.person_id or visit.draft.opened_by_id:
        return
    network = client_network(visit.request)
    if refusal := hit(name="online_services.send", key=network, limit=_SENDS_AN_HOUR, seconds=_HOUR):
        raise TooOftenError(refusal.retry_at)


def _already_sent(visit: Visit) -> HttpResponse:
    sent = sent_with(visit.draft.token)
    return _to_confirmation(visit, sent) if sent else visit.desk.render(visit.request, "lapsed", {}, status=404)


def _to_confirmation(visit: Visit, request: ServiceRequest) -> HttpResponse:
    viewer = signed_in_person(visit.request) if request.sent_by_id else None
    path = sent_path(request, viewer=viewer, is_staff=visit.desk.is_staff)
    return see_other(path)


def _asks_email(visit: Visit) -> bool:
    """Ask for an address where neither form nor account tells one, so that the confirmation reaches the person."""
    if visit.draft.is_rehearsal or visit.draft.channel == "staff":
        return False
    answers = final_answers(visit.definition, visit.draft.answers, visit.evaluation)
    return not applicant_of(visit.draft, visit.definition, answers).email


def _page(visit: Visit, form: SendForm) -> HttpResponse:
    evaluation = visit.evaluation
    context = {
        "form": form,
        "groups": _groups(visit),
        "fees": evaluation.fees,
        "fee_cents": evaluation.fee_cents,
        "is_complete": evaluation.is_complete,
        "declaration": declaration(),
        "send_label": send_label(visit.definition),
    }
    return visit.render("check", context)


def _groups(visit: Visit) -> list[dict[str, Any]]:
    """Return each step with its answers and what is wrong there."""
    found: dict[str, list[ReviewSection]] = {}
    answers, evaluation = visit.draft.answers, visit.evaluation
    for part in review_of(visit.definition, answers, evaluation, origin=visit.draft.origin, uploads=visit.uploads):
        found.setdefault(part.step_id, []).append(part)
    return [
        {
            "task": task,
            "title": str(task.step.title),
            "sections": found.get(task.step.id, []),
            "problems": evaluation.problems.get(task.step.id, ()),
            "url": f"{visit.url('fill_step', task.step.id)}?zurueck=pruefen",
        }
        for task in tasks_of(visit.draft, visit.definition, evaluation)
    ]
