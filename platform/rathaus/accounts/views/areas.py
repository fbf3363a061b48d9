"""Restricted areas and the people who are named for them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.areas import areas_here
from rathaus.accounts.errors import AccountsError
from rathaus.accounts.forms_organisation import NamingForm
from rathaus.accounts.models import RestrictedAreaMember
from rathaus.accounts.organisation import areas as services
from rathaus.accounts.organisation.selectors import area_members, working_staff
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.registry import RestrictedAreaSpec


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("platform.areas")
def areas(request: HttpRequest) -> HttpResponse:
    """Show each area with its people; POST names one more."""
    sections = [_section(request, area) for area in areas_here()]
    if request.method == "POST":
        form = next((form for area, _members, form in sections if form.is_bound), None)
        if form is not None and form.is_valid() and _named(request, form):
            return redirect("staff:areas")
    forms = [form for _area, _members, form in sections]
    return render(request, "accounts/areas.html", {"sections": sections, "forms": forms})


def _section(
    request: HttpRequest, area: RestrictedAreaSpec
) -> tuple[RestrictedAreaSpec, list[RestrictedAreaMember], NamingForm]:
    members = list(area_members(area.code))
    named = {member.membership_id for member in members}
    people = [one for one in working_staff() if one.pk not in named and one.user_id != acting_user(request).pk]
    data = request.POST if request.POST.get("area") == area.code else None
    number = [known.code for known in areas_here()].index(area.code)
    form = NamingForm(data, people=people, initial={"area": area.code}, auto_id=f"id_{number}_%s")
    return area, members, form


def _named(request: HttpRequest, form: NamingForm) -> bool:
    data = form.cleaned_data
    membership = working_staff().get(pk=data["person"])
    try:
        services.name_for_area(membership=membership, area=data["area"], actor=acting_user(request))
    except AccountsError as error:
        form.add_error("person", str(error))
        return False
    messages.success(request, _("Der Bereich ist für %(name)s offen.") % {"name": membership.user.full_name})
    return True


@require_POST
@permission_required("platform.areas")
def close_area(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Close an area for a person."""
    member = get_object_or_404(RestrictedAreaMember.objects.select_related("membership__user"), pk=member_id)
    services.remove_from_area(member=member, actor=acting_user(request))
    name = member.membership.user.full_name
    messages.success(request, _("Der Bereich ist für %(name)s geschlossen.") % {"name": name})
    return redirect("staff:areas")
