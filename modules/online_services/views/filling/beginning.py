"""How citizens begin a form: as guests or signed in, for themselves or for somebody else."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from modules.online_services.forms.filling import BeginForm
from modules.online_services.levels import demanded_level
from modules.online_services.models import FormVersion, PublicService
from modules.online_services.prefilling import (
    Known,
    for_somebody_else,
    known_as_confirmed,
    known_from_profile,
    prefill,
)
from modules.online_services.selectors.catalogue import offered_service
from modules.online_services.selectors.drafts import drafts_of
from modules.online_services.selectors.versions import definition_of
from modules.online_services.selectors.ways import form_version_of
from modules.online_services.services.counting import BEGAN, count
from modules.online_services.services.drafts import Beginning, begin_draft
from modules.online_services.views.filling.desk import PUBLIC
from modules.online_services.views.filling.visit import signed_in_person
from rathaus.accounts.details import confirmed_of, details_of
from rathaus.accounts.models import User
from rathaus.accounts.places import has_citizen_accounts
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.accounts.trust import demand_trust, trust_of
from rathaus.limits.networks import client_network
from rathaus.limits.responses import as_too_many
from rathaus.limits.services import hit
from rathaus.registry import ActingFor
from rathaus.web.framing import is_framed
from rathaus.web.my import acting_for

_DRAFTS_AN_HOUR = 60
_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the form of a service; GET says what is needed and lets people choose whether to sign in."""
    service, version = _wanted(slug)
    definition = definition_of(version)
    level = demanded_level(max(definition.assurance_level, service.description.assurance_level))
    if request.method == "POST":
        if level and (answer := demand_trust(request, level)):
            return answer
        return _begin(request, service, version)
    person = _person(request)
    context = {
        "service": service,
        "definition": definition,
        "level": level or None,
        "has_to_prove": level > trust_of(request),
        "person": person,
        "can_sign_in": has_citizen_accounts() and person is None,
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
        "begun": list(drafts_of(person).filter(service=service)[:3]) if person else [],
        "idem_key": uuid.uuid4(),
    }
    return PUBLIC.render(request, "begin", context)


@citizen_required
@require_safe
def begun(request: HttpRequest) -> HttpResponse:
    """Show what the person has begun and can still go on with."""
    return PUBLIC.render(request, "begun", {"drafts": list(drafts_of(acting_user(request))[:50])})


def _begin(request: HttpRequest, service: PublicService, version: FormVersion) -> HttpResponse:
    person = _person(request)
    if person is None:
        network = client_network(request)
        if refusal := hit(name="online_services.begin", key=network, limit=_DRAFTS_AN_HOUR, seconds=_HOUR):
            return as_too_many(PUBLIC.render(request, "too_many", {"until": refusal.retry_at}), refusal)
    form = BeginForm(request.POST)
    key = form.cleaned_data["idem_key"] if form.is_valid() else None
    stands_for = acting_for(request) if person else None
    first = prefill(definition_of(version), _known(request, person, stands_for))
    beginning = Beginning(
        person=person,
        in_name_of=_in_name_of(stands_for),
        answers=first.answers,
        origin=first.origin,
        facts={"service": service.name},
        language=get_language() or "de",
        assurance_level=int(trust_of(request)) if person else 0,
        idem_key=key,
    )
    draft = begin_draft(version=version, service=service, beginning=beginning)
    if draft.version == 1 and not draft.steps_done:
        count(service=service, what=BEGAN)
    return PUBLIC.go("fill", draft.token)


def _wanted(slug: str) -> tuple[PublicService, FormVersion]:
    service = offered_service(slug)
    if service is None or service.audience != "public" or service.channel == "elsewhere":
        raise Http404
    version = form_version_of(service)
    if version is None:
        raise Http404
    return service, version


def _person(request: HttpRequest) -> User | None:
    """Return who is signed in; in a frame everybody is a guest."""
    return None if is_framed(request) or not has_citizen_accounts() else signed_in_person(request)


def _known(request: HttpRequest, person: User | None, stands_for: ActingFor | None) -> Known:
    if person is None:
        return Known()
    known = known_as_confirmed(confirmed_of(request)).over(known_from_profile(details_of(person)))
    if stands_for is None:
        return known
    return for_somebody_else(known, organisation=stands_for.name if stands_for.is_organisation else "")


def _in_name_of(stands_for: ActingFor | None) -> str:
    """Return for whom the person acts and how that is proven, "" for themselves."""
    if stands_for is None:
        return ""
    about = ", ".join(str(part) for part in (stands_for.role, stands_for.proof) if part)
    return f"{stands_for.name} ({about})"
