"""Pages for people with a letter: code in, what it is about, answer. No cookie, no account."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.cases.api import case_of, fee_account
from modules.hearings.errors import HearingError, TooManyTriesError
from modules.hearings.forms.public import AccessForm
from modules.hearings.links import hearing_of, letter_token, letter_url
from modules.hearings.models import Hearing
from modules.hearings.selectors.hearings import evidence_of, hearing_settings, payable_fine
from modules.hearings.services.answering import let_in, start_answer
from modules.online_services.api import draft_path
from rathaus.files.attachments import read_kept
from rathaus.files.errors import FileError
from rathaus.files.giving import harmless
from rathaus.limits.networks import client_network
from rathaus.web.answers import see_other
from rathaus.web.giro_code import giro_code_inline
from rathaus.web.origin import cookieless_post

View = Callable[..., HttpResponse]


def of_letter(view: View) -> Callable[..., HttpResponseBase]:
    """Hand the view the hearing of the address; one that opens nothing any more leads back to the code."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **arguments: Any) -> HttpResponseBase:
        hearing = hearing_of(token)
        if hearing is None:
            return render(request, "hearings/public/start.html", {"form": AccessForm(), "is_over": True}, status=410)
        return view(request, hearing, **arguments)

    return never_cache(guarded)


@never_cache
@cookieless_post
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for file reference and code."""
    form = AccessForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            hearing = let_in(network=client_network(request), now=timezone.now(), **form.cleaned_data)
        except HearingError as error:
            form.add_error(None, str(error))
            status = 429 if isinstance(error, TooManyTriesError) else 200
        else:
            return see_other(letter_url(hearing))
    return render(request, "hearings/public/start.html", {"form": form}, status=status)


@of_letter
@require_safe
def letter(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Show the part of the file that the person may see, their rights, and how to answer or pay."""
    return _letter(request, hearing)


@cookieless_post
@of_letter
@require_POST
def answer(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Open the form."""
    try:
        draft = start_answer(hearing=hearing, language=get_language() or "de", now=timezone.now())
    except HearingError as error:
        return _letter(request, hearing, error=str(error), status=409)
    return see_other(draft_path(draft))


@of_letter
@require_safe
def evidence(request: HttpRequest, hearing: Hearing, key: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """Show a photograph, or give out a document."""
    found = hearing.evidence.filter(pk=key).first()
    if found is None:
        raise Http404
    try:
        content = read_kept(found.stored, sha256=found.sha256)
    except FileError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    return harmless(HttpResponse(content, content_type=found.content_type))


def _letter(request: HttpRequest, hearing: Hearing, *, error: str = "", status: int = 200) -> HttpResponse:
    case = case_of(case_id=hearing.case_id) if hearing.case_id else None
    account = fee_account()
    fine = payable_fine(hearing, timezone.localdate())
    context = {
        "hearing": hearing,
        "token": letter_token(hearing),
        "is_open": hearing.is_open(timezone.localdate()),
        "evidence": evidence_of(hearing),
        "case": case,
        "account": account,
        "fine": fine,
        "giro_code": giro_code_inline(account=account, cents=fine, text=purpose_of(hearing)) if fine else "",
        "purpose": purpose_of(hearing),
        "contact": hearing.contact or hearing_settings().contact,
        "error": error,
    }
    return render(request, "hearings/public/letter.html", context, status=status)


def purpose_of(hearing: Hearing) -> str:
    """Return by which words a payment is recognised."""
    return hearing.kassenzeichen or hearing.file_reference
