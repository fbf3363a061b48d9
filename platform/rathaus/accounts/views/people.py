"""Staff of the municipality: who they are, what they may do, whether they can sign in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts import selectors, services, sessions
from rathaus.accounts.areas import areas_here
from rathaus.accounts.errors import AccountsError
from rathaus.accounts.filters import StateFilter
from rathaus.accounts.forms_organisation import PersonForm
from rathaus.accounts.models import StaffMembership
from rathaus.accounts.organisation.departments import set_departments
from rathaus.accounts.organisation.selectors import coming_substitutions
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.proof import fresh_proof_required
from rathaus.accounts.session import acting_user


@require_safe
@permission_required("platform.staff")
def people(request: HttpRequest) -> HttpResponse:
    """List staff with search and filter, and the open invitations."""
    query = request.GET.get("q", "").strip()
    state = StateFilter.chosen(request.GET)
    context = {
        "people": selectors.staff_list(query=query, only_active=state.only_active),
        "invitations": selectors.open_invitations(),
        "query": query,
        "state": state,
        "chips": state.chips(query),
    }
    return render(request, "accounts/people.html", context)


@permission_required("platform.staff")
def person(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Show one person; POST changes roles and departments."""
    membership = _find(membership_id)
    held = {
        "roles": [role.slug for role in membership.roles.all()],
        "departments": [str(one.pk) for one in membership.departments.all()],
    }
    form = PersonForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid() and _placed(request, membership, form):
        messages.success(request, _("Das ist gespeichert und gilt ab sofort."))
        return redirect("staff:person", membership_id)
    named = set(membership.areas.values_list("area", flat=True))
    context = {
        "membership": membership,
        "form": form,
        "is_self": membership.user_id == acting_user(request).pk,
        "absences": coming_substitutions().filter(absent=membership),
        "areas": [area.label for area in areas_here() if area.code in named],
        "headed": membership.headed.filter(is_active=True),
    }
    return render(request, "accounts/person.html", context)


def _placed(request: HttpRequest, membership: StaffMembership, form: PersonForm) -> bool:
    actor, data = acting_user(request), form.cleaned_data
    try:
        with transaction.atomic():
            services.change_roles(membership=membership, roles=data["roles"], actor=actor)
            if "departments" in data:
                set_departments(membership=membership, departments=data["departments"], actor=actor)
    except AccountsError as error:
        form.add_error("roles", str(error))
        return False
    return True


@require_POST
@permission_required("platform.staff")
def deactivate(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Close the person's access."""
    done = _("Der Zugang ist gesperrt. Die Person ist überall abgemeldet.")
    return _change(request, membership_id, services.deactivate_staff, done)


@require_POST
@permission_required("platform.staff")
def reactivate(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Open the person's access again."""
    return _change(request, membership_id, services.reactivate_staff, _("Der Zugang ist wieder offen."))


@require_POST
@permission_required("platform.staff")
def sign_out(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Sign the person out on all devices; the access stays open."""

    def end(*, membership: StaffMembership, actor: Any) -> None:
        sessions.sign_out_everywhere(user=membership.user, actor=actor)

    return _change(request, membership_id, end, _("Die Person ist überall abgemeldet."))


@require_POST
@permission_required("platform.staff")
@fresh_proof_required
def reset_second_factor(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Remove the person's second factor, for a lost telephone; whoever does it proves anew who they are."""

    def reset(*, membership: StaffMembership, actor: Any) -> None:
        services.reset_second_factor(user=membership.user, actor=actor)

    done = _("Der zweite Faktor ist entfernt. Bei der nächsten Anmeldung wird ein neuer eingerichtet.")
    return _change(request, membership_id, reset, done)


def _find(membership_id: UUID) -> StaffMembership:
    return get_object_or_404(selectors.staff_list(), pk=membership_id)


def _change(request: HttpRequest, membership_id: UUID, service: Callable[..., object], done: str) -> HttpResponse:
    """Run a service on the person and say what came of it."""
    try:
        service(membership=_find(membership_id), actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("staff:person", membership_id)
