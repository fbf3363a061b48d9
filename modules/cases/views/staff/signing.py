"""Set-up of decisions: account, limits, addresses, who signs how; and the protocol of what was forgotten."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.cases.forms.passing import AuthorityForm, SettingsForm
from modules.cases.models import RetentionNote, SigningAuthority
from modules.cases.selectors.signing import decision_settings
from modules.cases.services.signing import add_authority, remove_authority, save_settings
from modules.cases.views.staff.common import for_setup
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other
from tenants.municipality.selectors import get_profile

_PAGE = 50


@for_setup
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change what decisions need."""
    form = SettingsForm(request.POST or None, instance=decision_settings())
    if request.method == "POST" and form.is_valid():
        save_settings(settings=form.save(commit=False), actor=acting_user(request))
        messages.success(request, _("Die Einstellungen sind gespeichert."))
        return see_other(reverse("cases_staff:decision_settings"))
    return _page(request, form, AuthorityForm())


@for_setup
@require_POST
def authority_add(request: HttpRequest) -> HttpResponse:
    """Let somebody sign in a way."""
    form = AuthorityForm(request.POST)
    if not form.is_valid():
        return _page(request, SettingsForm(instance=decision_settings()), form)
    add_authority(authority=form.save(commit=False), actor=acting_user(request))
    messages.success(request, _("Die Befugnis ist eingetragen."))
    return see_other(reverse("cases_staff:decision_settings"))


@for_setup
@require_POST
def authority_remove(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take the right to sign away."""
    remove_authority(authority=get_object_or_404(SigningAuthority, pk=key), actor=acting_user(request))
    messages.success(request, _("Die Befugnis ist entfernt."))
    return see_other(reverse("cases_staff:decision_settings"))


@for_setup
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Show what the nights have forgotten, and what was held."""
    page = Paginator(RetentionNote.objects.all(), _PAGE).get_page(request.GET.get("seite"))
    return render(request, "cases/staff/forgotten.html", {"page": page})


def _page(request: HttpRequest, form: SettingsForm, authority: AuthorityForm) -> HttpResponse:
    context = {
        "form": form,
        "authority_form": authority,
        "authorities": list(SigningAuthority.objects.select_related("user")),
        "authority_name": get_profile().authority,
    }
    return render(request, "cases/staff/decision_settings.html", context)
