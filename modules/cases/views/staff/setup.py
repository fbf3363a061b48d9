"""Set up who is responsible for what, and the texts to answer with."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.cases.forms.staff import RouteForm, TextModuleForm
from modules.cases.handling import kind_label
from modules.cases.models import CaseRoute, TextModule
from modules.cases.selectors.choices import departments, service_choices
from modules.cases.selectors.routing import routes
from modules.cases.selectors.text_modules import text_modules
from modules.cases.services.setup import remove_route, remove_text_module, save_route, save_text_module
from modules.cases.views.staff.common import for_setup, of
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


def _find_route(_user: User, key: uuid.UUID) -> CaseRoute | None:
    return routes().filter(pk=key).first()


def _find_text(_user: User, key: uuid.UUID) -> TextModule | None:
    return text_modules().filter(pk=key).first()


@for_setup
@require_safe
def route_list(request: HttpRequest) -> HttpResponse:
    """Show the rules, what says most first."""
    names = dict(service_choices())
    rules = sorted(routes(), key=lambda rule: -rule.weight)
    lines = [(rule, names.get(rule.service_key, rule.service_key), kind_label(rule.kind)) for rule in rules]
    context = {"lines": lines, "has_departments": departments().exists()}
    return render(request, "cases/staff/routes.html", context)


@for_setup
@require_http_methods(["GET", "HEAD", "POST"])
def route_add(request: HttpRequest) -> HttpResponse:
    """Make a rule."""
    return _route(request, CaseRoute(), is_new=True)


@of(_find_route, guard=for_setup)
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, route: CaseRoute) -> HttpResponse:
    """Change a rule."""
    return _route(request, route)


@of(_find_route, guard=for_setup)
@require_POST
def route_remove(request: HttpRequest, route: CaseRoute) -> HttpResponse:
    """Remove a rule."""
    remove_route(route=route, actor=acting_user(request))
    messages.success(request, _("Die Regel ist gelöscht."))
    return see_other(reverse("cases_staff:routes"))


@for_setup
@require_safe
def text_list(request: HttpRequest) -> HttpResponse:
    """Show the texts."""
    return render(request, "cases/staff/texts.html", {"texts": list(text_modules())})


@for_setup
@require_http_methods(["GET", "HEAD", "POST"])
def text_add(request: HttpRequest) -> HttpResponse:
    """Make a text."""
    return _text(request, TextModule(), is_new=True)


@of(_find_text, guard=for_setup)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, text: TextModule) -> HttpResponse:
    """Change a text."""
    return _text(request, text)


@of(_find_text, guard=for_setup)
@require_POST
def text_remove(request: HttpRequest, text: TextModule) -> HttpResponse:
    """Remove a text."""
    remove_text_module(text_module=text, actor=acting_user(request))
    messages.success(request, _("Der Textbaustein ist gelöscht."))
    return see_other(reverse("cases_staff:texts"))


def _route(request: HttpRequest, known: CaseRoute, *, is_new: bool = False) -> HttpResponse:
    form = RouteForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save_route(route=form.save(commit=False), actor=acting_user(request))
        messages.success(request, _("Die Regel ist gespeichert. Sie gilt für neue Vorgänge."))
        return see_other(reverse("cases_staff:routes"))
    return render(request, "cases/staff/route.html", {"form": form, "known": known, "is_new": is_new})


def _text(request: HttpRequest, known: TextModule, *, is_new: bool = False) -> HttpResponse:
    form = TextModuleForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save_text_module(text_module=form.save(commit=False), actor=acting_user(request))
        messages.success(request, _("Der Textbaustein ist gespeichert."))
        return see_other(reverse("cases_staff:texts"))
    return render(request, "cases/staff/text.html", {"form": form, "known": known, "is_new": is_new})
