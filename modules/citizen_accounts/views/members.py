"""Members of companies and clubs: inviting, joining, roles, leaving, handing over."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.citizen_accounts.errors import CitizenAccountsError, InvitationOverError
from modules.citizen_accounts.forms.organisations import InviteMemberForm, RoleForm
from modules.citizen_accounts.models import Membership, MembershipInvitation
from modules.citizen_accounts.selectors.organisations import find_member_invitation
from modules.citizen_accounts.services import members as services
from modules.citizen_accounts.views.organisations import for_owner
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user, citizen_required


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def invite(request: HttpRequest, own: Membership) -> HttpResponse:
    """Ask whom to invite and send the link."""
    form = InviteMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_member(organisation=own.organisation, actor=own.user, **form.cleaned_data)
        except CitizenAccountsError as error:
            form.add_error("email", str(error))
        else:
            text = _("Die Einladung an %(email)s ist unterwegs.")
            messages.success(request, text % {"email": form.cleaned_data["email"]})
            return redirect("citizen_accounts:organisation", own.organisation_id)
    return render(request, "citizen_accounts/invite_member.html", {"form": form, "organisation": own.organisation})


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites into what; POST joins, since mail scanners follow links."""
    invitation = find_member_invitation(token)
    if invitation is None:
        return _over(request, InvitationOverError())
    if request.method != "POST":
        return render(request, "citizen_accounts/join.html", {"invitation": invitation})
    try:
        membership = services.join(token=token, user=acting_user(request))
    except InvitationOverError as error:
        return _over(request, error)
    except CitizenAccountsError as error:
        messages.error(request, str(error))
        return redirect("citizen_accounts:organisations")
    messages.success(request, _("Sie gehören jetzt zu %(name)s.") % {"name": membership.organisation.name})
    return redirect("citizen_accounts:organisation", membership.organisation_id)


def _over(request: HttpRequest, error: CitizenAccountsError) -> HttpResponse:
    return render(request, "citizen_accounts/invitation_over.html", {"error": error}, status=410)


@citizen_required
@require_POST
def role(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Give a member another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        return redirect("citizen_accounts:organisations")

    def change(*, membership: Membership, actor: User) -> None:
        services.change_role(membership=membership, role=form.cleaned_data["role"], actor=actor)

    return _change(request, membership_id, change, _("Die Rolle ist geändert."))


@citizen_required
@require_POST
def hand_over(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Make a member the owner in one's own place."""
    return _change(request, membership_id, services.hand_over, _("Das Konto ist übergeben."))


@citizen_required
@require_POST
def remove(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Take a member out, or leave."""
    return _change(request, membership_id, services.remove_member, _("Das Mitglied ist ausgeschieden."))


def _change(request: HttpRequest, key: UUID, service: Callable[..., object], done: str) -> HttpResponse:
    """Run a service on a fellow member and say what came of it."""
    user = acting_user(request)
    fellows = Membership.objects.filter(organisation__memberships__user=user).select_related("organisation")
    membership = fellows.filter(pk=key).first()
    if membership is None:
        return redirect("citizen_accounts:organisations")
    try:
        service(membership=membership, actor=user)
    except CitizenAccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("citizen_accounts:organisation", membership.organisation_id)


@citizen_required
@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """End an invitation."""
    user = acting_user(request)
    ours = MembershipInvitation.objects.filter(organisation__memberships__user=user).select_related("organisation")
    invitation = ours.filter(pk=invitation_id).first()
    if invitation is None:
        return redirect("citizen_accounts:organisations")
    try:
        services.withdraw_member_invitation(invitation=invitation, actor=user)
    except CitizenAccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die Einladung ist zurückgezogen."))
    return redirect("citizen_accounts:organisation", invitation.organisation_id)
