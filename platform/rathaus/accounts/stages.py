"""What stands between a proof and a session."""

from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse

from rathaus.accounts import session
from rathaus.accounts.factors import must_show_second_factor
from rathaus.accounts.models import User


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Asks staff, operators and whoever set up an app for the second factor, unless this session has shown one."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return the page that asks, or nothing where the first proof was enough (a passkey is both factors)."""
        if not self._is_needed(self.request):
            return None, True
        self.state["authentication_required"] = True
        return headed_redirect_response("mfa_authenticate"), True

    def _is_needed(self, request: HttpRequest) -> bool:
        user = self.login.user
        if not isinstance(user, User) or session.has_second_factor(request, user):
            return False
        return must_show_second_factor(user)
