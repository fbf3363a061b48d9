"""Try the connection as an administrator: nobody is signed in by it, and no detail is kept."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from modules.bundid.errors import NotSetUpError
from modules.bundid.models import Attempt, Environment, Outcome, Purpose
from modules.bundid.needs import FOR_SIGN_IN
from modules.bundid.permissions import SETUP
from modules.bundid.services.attempts import Wish, answer_of, finish
from modules.bundid.services.setup import note_test
from modules.bundid.views.public.departing import depart
from modules.bundid.words import detail_labels
from rathaus.accounts.permissions import has_permission, permission_required
from rathaus.accounts.session import acting_user
from rathaus.accounts.trust import TrustLevel


@never_cache
@require_POST
@permission_required(SETUP)
def test(request: HttpRequest, environment: str) -> HttpResponse:
    """Go to the BundID of this environment, whether people are sent there or not."""
    setup = reverse("bundid_staff:overview")
    wish = Wish(
        purpose=Purpose.TEST,
        level=int(TrustLevel.BASIC),
        needs=[need.value for need in FOR_SIGN_IN],
        next_path=setup,
        back_path=setup,
        user=acting_user(request),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    try:
        return depart(request, wish=wish, environment=environment)
    except NotSetUpError as error:
        messages.error(request, str(error))
        return redirect(setup)


def tested(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Show the administrator who began it what came back: which details, not what they say."""
    if attempt.user_id != request.user.pk or not has_permission(request.user, SETUP):
        finish(attempt=attempt)
        return redirect("bundid_staff:overview")
    context = {"attempt": attempt, "environment": Environment(attempt.environment).label}
    if attempt.outcome == Outcome.PROVEN:
        answer = answer_of(attempt)
        finish(attempt=attempt)
        note_test(environment=attempt.environment)
        context |= {"level": TrustLevel(answer.level), "told": detail_labels(answer)}
    return render(request, "bundid/staff/tested.html", context)
