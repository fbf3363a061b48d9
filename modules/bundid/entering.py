"""From a believed answer to a session."""

from typing import Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from modules.bundid.confirmed import remember
from modules.bundid.models import Attempt
from modules.bundid.saml.answers import Answer
from modules.bundid.saml.errors import WrongRequestError
from modules.bundid.services.attempts import answer_of, finish
from rathaus.accounts.models import User
from rathaus.accounts.trust import TrustLevel, note_trust

METHOD: Final = "bundid"
_WAITING: Final = "bundid_waiting"


def note_proof(request: HttpRequest, *, user: User, answer: Answer) -> None:
    """Give the session the level that was proven, and what was confirmed with it."""
    record_authentication(request, user, METHOD, level=answer.level)
    note_trust(request, TrustLevel(answer.level), user=user)
    remember(request, user=user, answer=answer)


def sign_in(request: HttpRequest, *, user: User, answer: Answer, next_path: str) -> HttpResponse:
    """Open a session for the person, after a second factor where their account asks for one."""
    note_proof(request, user=user, answer=answer)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_path or None))
    return response


def keep_waiting(request: HttpRequest, attempt: Attempt) -> None:
    """Remember in this session the answer of somebody who has to decide something first."""
    request.session[_WAITING] = str(attempt.pk)


def waiting(request: HttpRequest) -> tuple[Attempt, Answer] | None:
    """Return the answer that waits for a decision in this session, None when there is none or it is too old."""
    key = request.session.get(_WAITING)
    attempt = Attempt.objects.filter(pk=key).first() if key else None
    if attempt is None:
        return None
    try:
        return attempt, answer_of(attempt)
    except WrongRequestError:
        return None


def end_waiting(request: HttpRequest, attempt: Attempt) -> None:
    """Forget the answer: it was decided."""
    request.session.pop(_WAITING, None)
    finish(attempt=attempt)
