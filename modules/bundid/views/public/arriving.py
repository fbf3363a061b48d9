"""The way back: the BundID's answer, posted from its site, and the page of ours that takes it over (ADR 0016)."""

import logging
from typing import Final

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from modules.bundid import entering
from modules.bundid.models import Attempt, Outcome, Purpose
from modules.bundid.saml.answers import Answer
from modules.bundid.saml.errors import AnswerError, UnreadableAnswerError, WrongRequestError
from modules.bundid.saml.xml import MAX_BYTES, decode
from modules.bundid.selectors.identities import find_by_bpk2
from modules.bundid.services.attempts import answer_of, find_open, finish, pick_up, receive
from modules.bundid.services.identities import note_use
from modules.bundid.views.public.departing import BROWSER_COOKIE
from modules.bundid.views.staff.testing import tested
from rathaus.accounts.models import User
from rathaus.accounts.places import start_path
from rathaus.accounts.trust import TrustLevel

logger = logging.getLogger(__name__)
TOKEN: Final = "antwort"  # noqa: S105 - the name of a parameter
_PAGES: Final = {
    Outcome.CANCELLED: "bundid/way/cancelled.html",
    Outcome.FAILED: "bundid/way/failed.html",
    Outcome.TOO_LOW: "bundid/way/too_low.html",
}


@csrf_exempt
@never_cache
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take the answer. No cookie comes with it, none is needed: it is signed, and belongs to one request of ours."""
    text = b""
    try:
        text = _message(request)
        attempt, token = receive(text=text)
    except AnswerError as error:
        known = find_open(text)
        with translation.override(_language(known)):
            return _refused(request, error, known)
    with translation.override(_language(attempt)):
        response = redirect(f"{reverse('bundid:arrive')}?{urlencode({TOKEN: token})}")
    response.status_code = 303  # a GET of our own site, to which the browser adds its cookies
    return response


def _language(attempt: Attempt | None) -> str:
    """Return in which language the person came: the answer arrives at one address for all."""
    return (get_language_from_path(attempt.back_path) if attempt else None) or get_language() or settings.LANGUAGE_CODE


def _message(request: HttpRequest) -> bytes:
    text = request.POST.get("SAMLResponse", "")
    if not text or len(text) > 2 * MAX_BYTES:
        raise UnreadableAnswerError
    return decode(text)


def _refused(request: HttpRequest, error: AnswerError, attempt: Attempt | None) -> HttpResponse:
    """Say that the answer was not taken, and where to go on."""
    logger.warning("bundid_answer_refused", extra={"reason": error.code})
    back = attempt.back_path if attempt else ""
    context = {"error": error, "back": back or reverse("account_login"), "retry": _retry_path(attempt)}
    return render(request, "bundid/way/refused.html", context, status=400)


@never_cache
@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Go on in the browser that began: signed in, with more trust, or with what went wrong."""
    token = request.GET.get(TOKEN, "")
    if not token:
        return redirect("account_login")
    try:
        attempt = pick_up(token=token, browser=request.COOKIES.get(BROWSER_COOKIE, ""))
    except WrongRequestError as error:
        return _refused(request, error, None)
    if attempt.purpose == Purpose.TEST:
        return tested(request, attempt)
    if attempt.outcome != Outcome.PROVEN:
        context = {"attempt": attempt, "level": TrustLevel(attempt.level), "retry": _retry_path(attempt)}
        return render(request, _PAGES[Outcome(attempt.outcome)], context)
    return _go_on(request, attempt, answer_of(attempt))


def _go_on(request: HttpRequest, attempt: Attempt, found: Answer) -> HttpResponse:
    identity = find_by_bpk2(found.bpk2)
    person = request.user if isinstance(request.user, User) else None
    if identity is None:
        entering.keep_waiting(request, attempt)
        return redirect("bundid:connect" if person else "bundid:welcome")
    finish(attempt=attempt)
    if person is None:
        note_use(identity=identity)
        return entering.sign_in(request, user=identity.user, answer=found, next_path=attempt.next_path)
    if identity.user_id != person.pk:
        return render(request, "bundid/way/other_account.html", {"attempt": attempt}, status=409)
    note_use(identity=identity)
    entering.note_proof(request, user=person, answer=found)
    return redirect(attempt.next_path or start_path(person))


def _retry_path(attempt: Attempt | None) -> str:
    """Return where the same is tried once more."""
    if attempt is None or attempt.purpose == Purpose.TEST:
        return ""
    query = {"level": attempt.level} | ({REDIRECT_FIELD_NAME: attempt.next_path} if attempt.next_path else {})
    return f"{reverse('bundid:start')}?{urlencode(query)}"
