"""Companies and clubs that one belongs to."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.citizen_accounts.errors import CitizenAccountsError
from modules.citizen_accounts.forms.organisations import FoundForm, OrganisationForm
from modules.citizen_accounts.models import MemberRole, Membership
from modules.citizen_accounts.selectors import organisations as selectors
from modules.citizen_accounts.services import organisations as services
from rathaus.accounts.session import acting_user, citizen_required

View = Callable[[HttpRequest, Membership], HttpResponse]


def for_member(view: View, *, only_owners: bool = False) -> Callable[..., HttpResponse]:
    """Give the view the person's membership; whoever has none is led to their list, as for one that never was."""

    @citizen_required
    @wraps(view)
    def guarded(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        own = selectors.memberships_of(acting_user(request)).filter(organisation=organisation_id).first()
        if own is None or (only_owners and not own.is_owner):
            messages.error(request, _("Dieses Konto gibt es nicht, oder Sie dürfen das dort nicht."))
            return redirect("citizen_accounts:organisations")
        return view(request, own)

    return guarded  # type: ignore[return-value]  # the guards take and return more kinds of answers


def for_owner(view: View) -> Callable[..., HttpResponse]:
    """Give the view the membership of whoever manages the account; see `for_member`."""
    return for_member(view, only_owners=True)


@citizen_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations that the person belongs to."""
    context = {"memberships": selectors.memberships_of(acting_user(request))}
    return render(request, "citizen_accounts/organisations.html", context)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Make an account for a company or club."""
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = services.found_organisation(
                user=acting_user(request), key=typed["idem_key"], kind=typed["kind"], values=typed
            )
        except CitizenAccountsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Das Konto für %(name)s ist angelegt.") % {"name": made.name})
            return redirect("citizen_accounts:organisation", made.pk)
    return render(request, "citizen_accounts/found.html", {"form": form})


@require_safe
@for_member
def organisation(request: HttpRequest, own: Membership) -> HttpResponse:
    """Show an organisation with its members; owners see what they may change."""
    context = {
        "own": own,
        "organisation": own.organisation,
        "members": selectors.members_of(own.organisation),
        "invitations": selectors.open_invitations_of(own.organisation) if own.is_owner else (),
        "roles": MemberRole.choices,
    }
    return render(request, "citizen_accounts/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def edit(request: HttpRequest, own: Membership) -> HttpResponse:
    """Change name, register number and address."""
    form = OrganisationForm.of(own.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_organisation(organisation=own.organisation, actor=own.user, values=form.cleaned_data)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("citizen_accounts:organisation", own.organisation_id)
    return render(request, "citizen_accounts/edit_organisation.html", {"form": form, "organisation": own.organisation})


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def close(request: HttpRequest, own: Membership) -> HttpResponse:
    """Ask whether the account shall be closed; POST does it."""
    if request.method == "POST":
        try:
            services.close_organisation(organisation=own.organisation, actor=own.user)
        except CitizenAccountsError as error:
            messages.error(request, str(error))
            return redirect("citizen_accounts:organisation", own.organisation_id)
        messages.success(request, _("Das Konto ist geschlossen."))
        return redirect("citizen_accounts:organisations")
    return render(request, "citizen_accounts/close_organisation.html", {"organisation": own.organisation})
