"""Absence and substitution: one's own, that of one's people for heads, everybody's for administrators."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.accounts.errors import AccountsError
from rathaus.accounts.forms_organisation import SubstitutionForm
from rathaus.accounts.models import StaffMembership
from rathaus.accounts.organisation import substitutions as services
from rathaus.accounts.organisation.errors import SubstituteError
from rathaus.accounts.organisation.selectors import (
    coming_substitutions,
    may_arrange_for,
    people_to_arrange_for,
    substitutions_for,
    working_staff,
)
from rathaus.accounts.session import acting_user


@require_http_methods(["GET", "HEAD", "POST"])
def substitutions(request: HttpRequest) -> HttpResponse:
    """Show running and coming substitutions; POST adds one. `?person=` chooses who is absent."""
    user = acting_user(request)
    people = people_to_arrange_for(user)
    chosen = request.GET.get("person") or str(people[0].pk)
    form = SubstitutionForm(request.POST or None, absentees=people, initial={"absent": chosen})
    if request.method == "POST" and form.is_valid() and _set(request, form, people):
        return redirect("staff:substitutions")
    found = substitutions_for(user)
    lines = [(one, one.substitute.user_id == user.pk or may_arrange_for(user, one.absent)) for one in found]
    return render(request, "accounts/substitutions.html", {"form": form, "lines": lines, "is_own": len(people) == 1})


def _set(request: HttpRequest, form: SubstitutionForm, people: list[StaffMembership]) -> bool:
    data = form.cleaned_data
    absent = next(one for one in people if str(one.pk) == data["absent"])
    try:
        made = services.set_substitution(
            absent=absent,
            substitute=working_staff().get(pk=data["substitute"]),
            first_on=data["first_on"],
            last_on=data["last_on"],
            actor=acting_user(request),
            key=data["idem_key"],
        )
    except SubstituteError as error:
        form.add_error("substitute", str(error))
    except AccountsError as error:
        form.add_error("last_on", str(error))
    else:
        names = {"substitute": made.substitute.user.full_name, "absent": made.absent.user.full_name}
        messages.success(request, _("%(substitute)s vertritt %(absent)s. Das ist gespeichert.") % names)
        return True
    return False


@require_POST
def end_substitution(request: HttpRequest, substitution_id: UUID) -> HttpResponse:
    """End a substitution at once."""
    substitution = get_object_or_404(coming_substitutions(), pk=substitution_id)
    try:
        services.end_substitution(substitution=substitution, actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("staff:substitutions")
