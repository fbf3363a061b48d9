"""From intern to pilot to live: who built a form asks, somebody else releases it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.building.comparing import changes_between
from modules.online_services.building.errors import BuildingError
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.forms.building.starting import AskForm, RefuseForm
from modules.online_services.models import Form, ReleaseRequest
from modules.online_services.permissions import PUBLISH
from modules.online_services.selectors.building.publishing import (
    find_request,
    last_refusal,
    live_version,
    news_against_live,
    open_request,
    open_requests,
    others_who_release,
    pilot_version,
    readiness_of,
    versions_of,
)
from modules.online_services.services.building.publishing import (
    ask_for_release,
    end_pilot,
    refuse_release,
    release,
    start_pilot,
    withdraw_request,
)
from modules.online_services.views.building_links import pilot_link
from modules.online_services.views.staff.building.common import Bench, Page, form_url, of_form, seen_of, show_bench
from rathaus.accounts.permissions import has_permission, permission_required
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

for_releasing: Callable[[Page], Page] = permission_required(PUBLISH)


@of_form
@require_safe
def publishing(request: HttpRequest, form: Form) -> HttpResponse:
    """Show the stages, what stands in the way, and what would change for citizens."""
    return _page(request, form, AskForm())


def _page(request: HttpRequest, form: Form, ask: AskForm, *, status: int = 200) -> HttpResponse:
    bench = Bench.of(form)
    live, pilot, asked = live_version(form), pilot_version(form), open_request(form)
    user = acting_user(request)
    context = {
        "live": live,
        "pilot": pilot,
        "pilot_url": pilot_link(pilot) if pilot else "",
        "asked": asked,
        "may_release": bool(asked) and has_permission(user, PUBLISH),
        "releasers": [other.full_name for other in others_who_release(user)],
        "refusal": None if asked else last_refusal(form),
        "readiness": readiness_of(form, bench.definition),
        "news": news_against_live(form, bench.definition),
        "is_piloted": bool(pilot and pilot.definition == form.working),
        "ask": ask,
        "part_problems": (),
    }
    return show_bench(request, bench, "publish", context, tab="form_publish", status=status)


@of_form
@require_POST
def publishing_step(request: HttpRequest, form: Form) -> HttpResponse:
    """Ask for the release, take that back, or begin and end the pilot."""
    user, wish = acting_user(request), request.POST.get("schritt", "")
    seen = seen_of(request)
    if wish == "beantragen":
        ask = AskForm(request.POST)
        if not ask.is_valid():
            return _page(request, form, ask, status=422)
        note = ask.cleaned_data["note"]
        _attempt(
            request,
            lambda: ask_for_release(form_id=form.pk, seen=seen, note=note, actor=user),
            _("Die Freigabe ist beantragt."),
        )
    elif wish == "zuruecknehmen" and (asked := open_request(form)):
        _attempt(
            request,
            lambda: withdraw_request(request_id=asked.pk, actor=user),
            _("Der Antrag auf Freigabe ist zurückgenommen."),
        )
    elif wish == "pilot":
        _attempt(
            request,
            lambda: start_pilot(form_id=form.pk, seen=seen, actor=user),
            _("Der Pilot läuft. Geben Sie den Link an alle, die ausprobieren sollen."),
        )
    elif wish == "pilot-beenden":
        _attempt(request, lambda: end_pilot(form_id=form.pk, actor=user), _("Der Pilot ist beendet, der Link ist zu."))
    return see_other(form_url(form, "form_publish"))


@for_releasing
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Show all forms that wait for a release."""
    return render(request, "online_services/building/releases.html", {"waiting": list(open_requests())})


@for_releasing
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, *, request_id: uuid.UUID) -> HttpResponse:
    """Show what a release changes for citizens, and take the decision."""
    asked = find_request(request_id)
    if asked is None:
        raise Http404
    refuse = RefuseForm(request.POST if request.POST.get("schritt") == "ablehnen" else None)
    if request.method == "POST" and _decided(request, asked, refuse):
        return see_other(reverse("online_services_staff:form_release", args=[asked.pk]))
    return _decision_page(request, asked, refuse)


def _decided(request: HttpRequest, asked: ReleaseRequest, refuse: RefuseForm) -> bool:
    user, wish = acting_user(request), request.POST.get("schritt", "")
    if wish == "ablehnen":
        if not refuse.is_valid():
            return False
        reason = refuse.cleaned_data["reason"]
        _attempt(
            request,
            lambda: refuse_release(request_id=asked.pk, reason=reason, actor=user),
            _("Die Freigabe ist abgelehnt. Der Grund steht beim Formular."),
        )
        return True
    if wish == "freigeben":
        alone = request.POST.get("allein") == "ja"
        _attempt(
            request,
            lambda: release(request_id=asked.pk, actor=user, alone=alone),
            _("Das Formular ist veröffentlicht."),
        )
        return True
    return False


def _decision_page(request: HttpRequest, asked: ReleaseRequest, refuse: RefuseForm) -> HttpResponse:
    definition = FormDefinition.model_validate(asked.definition)
    user = acting_user(request)
    others = others_who_release(user)
    context = {
        "asked": asked,
        "form_": asked.form,
        "news": news_against_live(asked.form, definition) if asked.decided_at is None else _what_it_changed(asked),
        "readiness": readiness_of(asked.form, definition) if asked.decided_at is None else None,
        "is_own": asked.asked_by_id == user.pk,
        "others": [other.full_name for other in others],
        "is_alone": not others,
        "live": live_version(asked.form),
        "refuse": refuse,
    }
    return render(request, "online_services/building/release.html", context)


def _what_it_changed(asked: ReleaseRequest) -> list[object]:
    """Return what a released version changed against the one before it."""
    if asked.version is None:
        return []
    before = versions_of(asked.form).filter(number__lt=asked.version.number).first()
    new = FormDefinition.model_validate(asked.definition)
    old = FormDefinition.model_validate(before.definition) if before else FormDefinition(key=new.key, title=new.title)
    return list(changes_between(old, new))


def _attempt(request: HttpRequest, change: Callable[[], object], said: str) -> None:
    try:
        change()
    except BuildingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
