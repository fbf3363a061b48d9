"""The one sign-in page for citizens and staff, and the passkey that opens it."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rathaus.accounts import counter, factors, passkeys, sign_in_limits, sign_ins
from rathaus.accounts.errors import PasskeyError
from rathaus.accounts.forms_sign_in import AddressForm
from rathaus.accounts.models import User
from rathaus.accounts.places import has_citizen_accounts, is_dashboard, start_path
from rathaus.accounts.redirects import own_path
from rathaus.accounts.trust import sign_in_methods
from rathaus.limits.networks import client_network
from rathaus.tenancy.context import tenant_or_none


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's page for e-mail address and password, with a passkey before it and a code by mail beside it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what this municipality and this place offer."""
        known: dict[str, Any] = super().get_context_data(**kwargs)
        return known | offers(self.request)


def offers(request: HttpRequest, *, address_form: AddressForm | None = None) -> dict[str, Any]:
    """Return what the sign-in page shows besides the password: ways for citizens, addresses of former passkeys."""
    is_open = has_citizen_accounts()
    back = next_path(request)
    return {
        "next": back,
        "is_open": is_open,
        "is_for_staff": not is_open or is_dashboard(back) or "passwort" in request.GET or "password" in request.POST,
        "is_switching": counter.is_counter(request) and "wechsel" in request.GET,
        "address_form": address_form or AddressForm(),
        "methods": sign_in_methods() if is_open else [],
        "former_hosts": factors.former_hosts(passkeys.own_host(request)) if tenant_or_none() else [],
    }


def next_path(request: HttpRequest) -> str:
    """Return where the person wanted to go, as far as it lies on this site."""
    return own_path(request, request.POST.get("next") or request.GET.get("next"))


def sign_in_page(request: HttpRequest, *, address_form: AddressForm, status: int = 200) -> HttpResponse:
    """Show the page again with what was wrong in the address."""
    form = SignInView(request=request).get_form_class()(request=request)
    context = {"form": form, **offers(request, address_form=address_form)}
    return render(request, "account/login.html", context, status=status)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, and on from there to where the person wanted to go."""
    back = next_path(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}" if back else reverse("account_login"))


@never_cache
@require_POST
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the passkey belongs to."""
    if isinstance(request.user, User):
        return redirect(next_path(request) or start_path(request.user))
    try:
        passkey = passkeys.recognise(request, answer=request.POST.get("credential", ""), user=None)
    except PasskeyError as error:
        note_failed_passkey(request)
        messages.error(request, str(error))
        return to_sign_in(request)
    passkeys.note_use(request, passkey)
    response: HttpResponse = perform_login(request, Login(user=passkey.user, redirect_url=next_path(request) or None))
    return response


def note_failed_passkey(request: HttpRequest, user: User | None = None) -> None:
    """Write the failure down, unless this network had very many of them lately."""
    if sign_in_limits.may_note_failure(network=client_network(request)):
        sign_ins.note_failure(by="webauthn", user=user)


sign_in = SignInView.as_view()
