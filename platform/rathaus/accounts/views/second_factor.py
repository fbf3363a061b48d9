"""Setting up the authenticator app."""

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

from rathaus.accounts import session


class SetUpSecondFactorView(ActivateTOTPView):  # type: ignore[misc]
    """allauth's page, after which the session counts as signed in with a second factor: the code has just proven it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Store the app, remember the proof, and go on to the recovery codes."""
        response: HttpResponse = super().form_valid(form)
        session.note_second_factor(self.request, self.request.user)
        return response


set_up_second_factor = SetUpSecondFactorView.as_view()
