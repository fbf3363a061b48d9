"""Inviting colleagues."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.accounts import selectors, services
from rathaus.accounts.errors import AccountsError, AlreadyInvitedError, AlreadyStaffError
from rathaus.accounts.forms import InviteForm
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user


@permission_required("platform.staff")
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite and send the link."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("staff:people")
    return render(request, "accounts/invite.html", {"form": form})


def _invited(request: HttpRequest, form: InviteForm) -> bool:
    data = form.cleaned_data
    try:
        invitation = services.invite_staff(
            email=data["email"],
            roles=data["roles"],
            actor=acting_user(request),
            first_name=data["first_name"],
            last_name=data["last_name"],
            key=data["idem_key"],
        )
    except (AlreadyInvitedError, AlreadyStaffError) as error:
        form.add_error("email", str(error))
    except AccountsError as error:
        form.add_error("roles", str(error))
    else:
        messages.success(request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": invitation.email})
        return True
    return False


@require_POST
@permission_required("platform.staff")
def resend(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send a new link."""
    done = _("Die Einladung ist noch einmal unterwegs. Der frühere Link gilt nicht mehr.")
    return _change(request, invitation_id, services.resend_invitation, done)


@require_POST
@permission_required("platform.staff")
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """End an invitation."""
    return _change(request, invitation_id, services.withdraw_invitation, _("Die Einladung ist zurückgezogen."))


def _change(request: HttpRequest, invitation_id: UUID, service: Callable[..., object], done: str) -> HttpResponse:
    invitation = get_object_or_404(selectors.all_invitations(), pk=invitation_id)
    try:
        service(invitation=invitation, actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("staff:people")
