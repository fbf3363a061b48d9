"""Citizens write to us or ask to be called: without account or cookie; who is signed in finds it in their cases."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from modules.cases.errors import TooOftenError
from modules.cases.forms.opening import CallbackForm, MessageForm
from modules.cases.handling import handler_of
from modules.cases.models import Case
from modules.cases.services.beginning import begin_case
from rathaus.accounts.models import User
from rathaus.accounts.places import CITIZEN_ACCOUNTS
from rathaus.accounts.rights import rights_of
from rathaus.limits.networks import client_network
from rathaus.signing import BadLinkError, sign, unsign
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other
from rathaus.web.framing import is_framed
from rathaus.web.my import acting_for, is_signed_in
from rathaus.web.origin import cookieless_post

_SENT = "cases.sent"


@cookieless_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Take a message about anything."""
    return _begin(request, MessageForm, "cases/public/write.html")


@cookieless_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def callback(request: HttpRequest) -> HttpResponse:
    """Take the wish to be called."""
    return _begin(request, CallbackForm, "cases/public/callback.html")


@never_cache
@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Say the number and what happens next; the address says nothing else about the case."""
    try:
        case = Case.objects.filter(pk=unsign(purpose=_SENT, token=token, max_age=24 * 3600)).first()
    except BadLinkError:
        raise Http404 from None
    if case is None:
        raise Http404
    context = {"case": case, "what_next": handler_of(case).what_next(case), "has_mail": bool(case.applicant_email)}
    return render(request, "cases/public/sent.html", context)


def _begin(request: HttpRequest, form_class: type[MessageForm | CallbackForm], template: str) -> HttpResponse:
    person = signed_in_citizen(request)
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = form_class(person=person, **given)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return see_other(reverse("cases:sent", args=[sign(purpose=_SENT, value=str(_open(request, form).pk))]))
        except TooOftenError as error:
            form.add_error(None, str(error))
            status = 429
    return render(request, template, {"form": form}, status=status)


def _open(request: HttpRequest, form: MessageForm | CallbackForm) -> Case:
    stands_for = acting_for(request) if form.person else None
    name = f"{stands_for.name} ({stands_for.role})" if stands_for else ""
    applicant = form.applicant(in_name_of=name, language=get_language() or "de")
    return begin_case(
        new=form.new_case(applicant),
        files=form.cleaned_data.get("attachments", ()),
        idem_key=form.cleaned_data["idem_key"],
        network=client_network(request),
    )


def signed_in_citizen(request: HttpRequest) -> User | None:
    """Return who is signed in as a citizen; colleagues write for others, and without a cookie no session is read."""
    if is_framed(request) or not is_signed_in(request) or not current_tenant().has_module(CITIZEN_ACCOUNTS):
        return None
    user = request.user
    return user if isinstance(user, User) and not rights_of(user).is_staff else None
