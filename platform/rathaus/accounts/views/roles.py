"""The roles and what each may do, by module."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts import selectors
from rathaus.accounts.errors import AccountsError
from rathaus.accounts.forms_organisation import RoleForm
from rathaus.accounts.models import Role
from rathaus.accounts.organisation import roles as services
from rathaus.accounts.organisation.errors import NameTakenError
from rathaus.accounts.organisation.role_words import role_cards
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user


@require_safe
@permission_required("platform.staff")
def role_list(request: HttpRequest) -> HttpResponse:
    """Show every role with its rights by module, and how many people hold it."""
    return render(request, "accounts/roles.html", {"cards": role_cards()})


@permission_required("platform.staff")
def add_role(request: HttpRequest) -> HttpResponse:
    """Add a role of the municipality's own."""
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("staff:roles")
    return render(request, "accounts/role.html", {"form": form, "title": _("Neue Rolle")})


def _added(request: HttpRequest, form: RoleForm) -> bool:
    data = form.cleaned_data
    try:
        role = services.add_role(
            name=data["name"],
            description=data["description"],
            permissions=form.permissions(),
            actor=acting_user(request),
            key=data["idem_key"],
        )
    except AccountsError as error:
        form.add_error("name", str(error))
        return False
    messages.success(request, _("Die Rolle %(role)s ist angelegt.") % {"role": role.label})
    return True


@permission_required("platform.staff")
def role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Show the rights of a role; POST changes them, and the words of a role of one's own."""
    found = get_object_or_404(Role, pk=role_id)
    words = {"name": found.name, "description": found.description}
    form = RoleForm(request.POST or None, role=found, initial=words)
    if request.method == "POST" and form.is_valid() and _changed(request, found, form):
        messages.success(request, _("Die Rolle %(role)s gilt ab sofort so.") % {"role": found.label})
        return redirect("staff:roles")
    people = selectors.staff_list(only_active=True).filter(roles=found)
    context = {"form": form, "role": found, "title": found.label, "people": people}
    return render(request, "accounts/role.html", context)


def _changed(request: HttpRequest, role: Role, form: RoleForm) -> bool:
    actor = acting_user(request)
    try:
        if not role.is_default:
            data = form.cleaned_data
            services.rename_role(role=role, name=data["name"], description=data["description"], actor=actor)
        services.change_role(role=role, permissions=form.permissions(), actor=actor)
    except NameTakenError as error:
        form.add_error("name", str(error))
    except AccountsError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


@require_POST
@permission_required("platform.staff")
def reset_role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Give a role of the product its first rights back."""
    found = get_object_or_404(Role, pk=role_id)
    try:
        services.reset_role(role=found, actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die Rolle %(role)s hat wieder ihre Standardrechte.") % {"role": found.label})
    return redirect("staff:role", role_id)


@require_POST
@permission_required("platform.staff")
def delete_role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Delete a role of the municipality's own that nobody holds."""
    found = get_object_or_404(Role, pk=role_id)
    try:
        services.delete_role(role=found, actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
        return redirect("staff:role", role_id)
    messages.success(request, _("Die Rolle %(role)s ist gelöscht.") % {"role": found.name})
    return redirect("staff:roles")
