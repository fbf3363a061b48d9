"""Who may open a draft, and what every page of it begins with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.cases.api import Channel
from modules.online_services.doors import find_door
from modules.online_services.engine.definition import FormDefinition, Step
from modules.online_services.engine.evaluation import Evaluation, Surroundings
from modules.online_services.errors_filling import DoorClosedError
from modules.online_services.levels import demanded_level
from modules.online_services.models import Draft, ServiceRequest
from modules.online_services.selectors.drafts import evaluate_draft, find_draft, sent_with, usable_uploads
from modules.online_services.selectors.versions import definition_of
from modules.online_services.sent_links import sent_path
from modules.online_services.services.drafts import take_into_account
from modules.online_services.services.saving import note_level
from modules.online_services.surroundings import surroundings_for
from modules.online_services.views.filling.desk import STAFF, Desk
from modules.online_services.views.framing import in_own_frame
from rathaus.accounts.models import User
from rathaus.accounts.trust import demand_trust, trust_of
from rathaus.web.answers import see_other
from rathaus.web.my import is_signed_in

P = ParamSpec("P")


@dataclass
class Visit:
    """A draft that this session may open, at its desk."""

    request: HttpRequest
    desk: Desk
    draft: Draft

    @cached_property
    def definition(self) -> FormDefinition:
        """The form in the version that is filled in."""
        return definition_of(self.draft.form_version)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What rules may ask besides: one query."""
        return surroundings_for(on=timezone.localdate(), facts=self.draft.facts)

    @cached_property
    def evaluation(self) -> Evaluation:
        """What the form looks like for the saved answers."""
        return evaluate_draft(self.draft, self.definition, self.surroundings)

    @cached_property
    def uploads(self) -> Mapping[str, str]:
        """The names of usable files."""
        return usable_uploads(self.draft)

    @property
    def name(self) -> str:
        """What is applied for, in the active language."""
        return self.draft.service.title if self.draft.service else str(self.definition.title)

    @property
    def needs_level(self) -> int:
        """The level that the whole form wants: of its own and of the service."""
        own = self.draft.service.description.assurance_level if self.draft.service else 0
        return max(self.definition.assurance_level, own)

    def is_exempt(self) -> bool:
        """Whether nobody is asked who they are: colleagues fill in, it is a preview, or a door proved enough."""
        return self.draft.opened_by_id is not None or self.draft.is_rehearsal or bool(self.draft.door)

    @property
    def list_url(self) -> str:
        """The task list."""
        return self.url("fill")

    @property
    def check_url(self) -> str:
        """The last look before sending."""
        return self.url("fill_check")

    @property
    def keep_url(self) -> str:
        """Where the draft is kept for later."""
        return self.url("fill_keep")

    @property
    def drop_url(self) -> str:
        """Where the draft is thrown away."""
        return self.url("fill_drop")

    @property
    def channel_words(self) -> str:
        """By which way it came."""
        return str(Channel(self.draft.channel).label)

    @property
    def for_whom(self) -> str:
        """For whom a colleague fills in."""
        person = self.draft.person
        return person.full_name if person else self.draft.contact.get("name", "") or _("jemanden ohne Konto")

    def url(self, name: str, *args: object) -> str:
        """Return the address of a page of this draft."""
        return self.desk.url(name, self.draft.token, *args)

    def go(self, name: str, *args: object, anchor: str = "") -> HttpResponse:
        """Lead to a page of this draft."""
        return self.desk.go(name, self.draft.token, *args, anchor=anchor)

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Return a page of this draft."""
        known = {"draft": self.draft, "definition": self.definition, "name": self.name, "visit": self}
        return self.desk.render(self.request, template, known | context, status=status)

    def demand(self, level: int) -> HttpResponse | None:
        """Return the way to prove this level where the session has not, else None; what was proven is noted."""
        if self.is_exempt() or not (demanded := demanded_level(level)):
            return None
        if answer := demand_trust(self.request, demanded):
            return answer
        if isinstance(self.request.user, User) and self.draft.person_id is None:
            take_into_account(draft=self.draft, person=self.request.user)
        note_level(draft=self.draft, level=int(trust_of(self.request)))
        return None

    def demand_for(self, step: Step) -> HttpResponse | None:
        """Return the way to prove what this step wants, where it is more than was proven."""
        return self.demand(max(self.needs_level, step.assurance_level))


DraftView = Callable[Concatenate[Visit, P], HttpResponse]


def of_draft(view: DraftView[P]) -> Callable[..., HttpResponse]:
    """Hand a view the draft of the token in the address, once it is clear that this session may open it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, token: str, desk: Desk, **kwargs: Any) -> HttpResponse:
        draft = find_draft(token)
        if draft is None:
            return _gone(request, desk, token)
        if answer := _keep_out(request, desk, draft):
            return answer
        visit = Visit(request, desk, draft)
        answer = visit.demand(visit.needs_level) or view(visit, *args, **kwargs)
        return in_own_frame(answer) if draft.is_rehearsal else answer

    return guarded


def signed_in_person(request: HttpRequest) -> User | None:
    """Return who is signed in; no session is read for those who bring no cookie."""
    return request.user if is_signed_in(request) and isinstance(request.user, User) else None


def _keep_out(request: HttpRequest, desk: Desk, draft: Draft) -> HttpResponse | None:
    is_of_staff = draft.opened_by_id is not None and not draft.is_rehearsal
    if is_of_staff != desk.is_staff:
        raise Http404
    owner = draft.opened_by_id or draft.person_id
    person = signed_in_person(request) if owner else None
    if owner and person is None:
        is_page = request.method in {"GET", "HEAD"}
        back = request.get_full_path() if is_page else desk.url("fill", draft.token)
        return redirect_to_login(back, reverse("account_login"))
    if owner and person and person.pk != owner:
        raise Http404
    if draft.expires_at <= timezone.now():
        return desk.render(request, "lapsed", {"is_over": True}, status=410)
    return _closed(request, desk, draft) if draft.door else None


def _closed(request: HttpRequest, desk: Desk, draft: Draft) -> HttpResponse | None:
    try:
        find_door(draft.door).refuse_closed(draft.door_id)
    except DoorClosedError as error:
        return desk.render(request, "lapsed", {"problem": str(error)}, status=410)
    return None


def _gone(request: HttpRequest, desk: Desk, token: str) -> HttpResponse:
    """Lead to the confirmation of what was sent already; say what may have happened for every other token."""
    sent = sent_with(token)
    if sent and (answer := _to_confirmation(request, desk, sent)):
        return answer
    return desk.render(request, "lapsed", {}, status=404)


def _to_confirmation(request: HttpRequest, desk: Desk, sent: ServiceRequest) -> HttpResponse | None:
    """Return the way to the confirmation: whoever has the token of a guest's draft has sent it."""
    person = signed_in_person(request)
    owner = sent.sent_by_id
    if owner is None and desk is not STAFF:
        return see_other(sent_path(sent, viewer=None))
    if person and person.pk == owner:
        path = sent_path(sent, viewer=person, is_staff=desk.is_staff)
        return see_other(path)
    return None
