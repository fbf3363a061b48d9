"""Colleagues fill in: for somebody at the counter or on the telephone, and internal services for themselves."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from modules.online_services.forms.filling import BeginForm, TakeDownForm
from modules.online_services.models import FormVersion, PublicService
from modules.online_services.permissions import INTERNAL
from modules.online_services.prefilling import Known, known_from_profile, known_to_staff, prefill
from modules.online_services.selectors.catalogue import internal_services, offered
from modules.online_services.selectors.drafts import drafts_opened_by
from modules.online_services.selectors.versions import definition_of
from modules.online_services.selectors.ways import form_version_of
from modules.online_services.services.counting import BEGAN, count
from modules.online_services.services.drafts import Beginning, begin_draft
from modules.online_services.views.filling.desk import STAFF
from rathaus.accounts.details import details_of, find_people
from rathaus.accounts.models import User
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.places import has_citizen_accounts
from rathaus.accounts.session import acting_user
from rathaus.audit.services import record_read

OPEN = "cases.open"
_MOST = 200
_ELSEWHERE = ("elsewhere", "letter")  # somebody else's form, and what only the code of a letter opens


@permission_required(OPEN)
@require_safe
def taking(request: HttpRequest) -> HttpResponse:
    """Show the services that can be filled in for somebody, and what this colleague has begun."""
    query = request.GET.get("q", "").strip()[:100]
    services = offered().exclude(channel__in=_ELSEWHERE)
    if query:
        services = services.filter(name__icontains=query)
    context = {
        "services": list(services[:_MOST]),
        "query": query,
        "drafts": list(drafts_opened_by(acting_user(request)).exclude(channel="staff")[:20]),
    }
    return render(request, "online_services/staff/filling/taking.html", context)


@permission_required(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for whom it is, somebody with an account or not, and by which way it came; then begin the form."""
    service, version = _wanted(offered().exclude(channel__in=_ELSEWHERE).filter(slug=slug).first())
    clerk = acting_user(request)
    query = request.GET.get("suche", "").strip()[:100]
    people = list(find_people(query)) if query else []
    if query:
        record_read(action="online_services.people_searched", actor=clerk)
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _chosen(request.POST.get("person", ""))
        return _begin(service, version, clerk, form, person)
    context = {"service": service, "form": form, "people": people, "query": query, "can_search": has_citizen_accounts()}
    return render(request, "online_services/staff/filling/take_down.html", context)


@permission_required(INTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def internal(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an internal service for oneself: leave, a purchase, trouble with a computer."""
    found = next((one for one in internal_services() if one.slug == slug), None)
    service, version = _wanted(found)
    clerk = acting_user(request)
    if request.method != "POST":
        context = {"service": service, "definition": definition_of(version), "idem_key": uuid.uuid4()}
        return render(request, "online_services/staff/filling/internal.html", context)
    form = BeginForm(request.POST)
    first = prefill(definition_of(version), known_from_profile(details_of(clerk)))
    beginning = Beginning(
        person=clerk,
        answers=first.answers,
        origin=first.origin,
        facts={"service": service.name},
        channel="staff",
        opened_by=clerk,
        idem_key=form.cleaned_data["idem_key"] if form.is_valid() else None,
    )
    return _go(service, version, beginning)


def _begin(
    service: PublicService, version: FormVersion, clerk: User, form: TakeDownForm, person: User | None
) -> HttpResponse:
    contact = {} if person else form.contact()
    known = known_from_profile(details_of(person)) if person else known_to_staff(contact)
    known = Known({key: value for key, value in known.values.items() if key != "iban"}, known.origin)
    first = prefill(definition_of(version), known)
    beginning = Beginning(
        person=person,
        answers=first.answers,
        origin=dict.fromkeys(first.origin, "staff"),
        contact=contact,
        facts={"service": service.name},
        channel=form.cleaned_data["channel"],
        opened_by=clerk,
        idem_key=form.cleaned_data["idem_key"],
    )
    return _go(service, version, beginning)


def _chosen(text: str) -> User | None:
    """Return the person with an account who was chosen, None for somebody without one."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    return User.objects.filter(pk=key, is_active=True).first()


def _go(service: PublicService, version: FormVersion, beginning: Beginning) -> HttpResponse:
    draft = begin_draft(version=version, service=service, beginning=beginning)
    if draft.version == 1 and not draft.steps_done:
        count(service=service, what=BEGAN)
    return STAFF.go("fill", draft.token)


def _wanted(service: PublicService | None) -> tuple[PublicService, FormVersion]:
    version = form_version_of(service) if service else None
    if service is None or version is None:
        raise Http404
    return service, version
