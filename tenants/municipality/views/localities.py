"""Localities, and the member municipalities of a Verbandsgemeinde, on one page."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.permissions import permission_required
from rathaus.tenancy import current_tenant
from tenants.models import Kind
from tenants.municipality import selectors
from tenants.municipality.forms import LocalitiesForm
from tenants.municipality.models import Locality, MemberMunicipality
from tenants.municipality.services import add_places
from tenants.municipality.views.places import LOCALITIES, MEMBERS, delete_page, edit_page, move
from tenants.municipality.views.staff import actor_of


@permission_required("platform.localities")
@require_http_methods(["GET", "HEAD", "POST"])
def locality_list(request: HttpRequest) -> HttpResponseBase:
    """Show both lists; take one or many new localities."""
    form = LocalitiesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = add_places(places=form.places(), actor=actor_of(request))
        messages.success(request, said_about(len(added)))
        return redirect("portal_staff:localities")
    members = list(selectors.member_municipalities())
    context = {
        "form": form,
        "localities": selectors.localities(),
        "members": members,
        "has_members": bool(members) or current_tenant().kind == Kind.VERBANDSGEMEINDE,
    }
    return render(request, "municipality/localities.html", context)


def said_about(added: int) -> str:
    """Return what to say after this many localities were added."""
    if not added:
        return _("Diese Namen stehen schon in der Liste.")
    return ngettext("Eine Ortschaft ist dazugekommen.", "%(count)s Ortschaften sind dazugekommen.", added) % {
        "count": added
    }


@permission_required("platform.localities")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_locality(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a locality."""
    return edit_page(request, LOCALITIES, get_object_or_404(Locality, pk=pk))


@permission_required("platform.localities")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_locality(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete a locality after a question."""
    return delete_page(request, LOCALITIES, get_object_or_404(Locality, pk=pk))


@permission_required("platform.localities")
@require_POST
def move_locality(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move a locality in its list."""
    return move(request, LOCALITIES, get_object_or_404(Locality, pk=pk))


@permission_required("platform.localities")
@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: HttpRequest) -> HttpResponse:
    """Add a member municipality."""
    return edit_page(request, MEMBERS, MemberMunicipality())


@permission_required("platform.localities")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a member municipality."""
    return edit_page(request, MEMBERS, get_object_or_404(MemberMunicipality, pk=pk))


@permission_required("platform.localities")
@require_http_methods(["GET", "HEAD", "POST"])
def delete_member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete a member municipality after a question."""
    return delete_page(request, MEMBERS, get_object_or_404(MemberMunicipality, pk=pk))


@permission_required("platform.localities")
@require_POST
def move_member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move a member municipality in its list."""
    return move(request, MEMBERS, get_object_or_404(MemberMunicipality, pk=pk))
