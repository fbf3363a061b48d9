"""Texts to start an answer with."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.inbox.forms.staff import TextModuleForm
from modules.inbox.models import TextModule
from modules.inbox.selectors.work import text_modules
from modules.inbox.services.text_modules import remove_text_module, save_text_module
from modules.inbox.views.staff.common import for_setup, of
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@for_setup
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show all texts."""
    return render(request, "inbox/staff/text_modules.html", {"text_modules": text_modules()})


@for_setup
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write a new text."""
    return _edit(request, TextModule())


def _find(clerk: User, key: uuid.UUID) -> TextModule | None:  # noqa: ARG001 - as the other finders
    return TextModule.objects.filter(pk=key).first()


@of(_find, guard=for_setup)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, text_module: TextModule) -> HttpResponse:
    """Change a text."""
    return _edit(request, text_module)


@of(_find, guard=for_setup)
@require_POST
def remove(request: HttpRequest, text_module: TextModule) -> HttpResponse:
    """Remove a text."""
    remove_text_module(text_module=text_module, actor=acting_user(request))
    messages.success(request, _("Der Textbaustein ist gelöscht."))
    return see_other(reverse("inbox_staff:text_modules"))


def _edit(request: HttpRequest, text_module: TextModule) -> HttpResponse:
    form = TextModuleForm(request.POST or None, instance=text_module)
    if request.method == "POST" and form.is_valid():
        save_text_module(text_module=form.save(commit=False), actor=acting_user(request))
        messages.success(request, _("Der Textbaustein ist gespeichert."))
        return see_other(reverse("inbox_staff:text_modules"))
    is_new = text_module._state.adding  # noqa: SLF001  Django documents it
    return render(request, "inbox/staff/text_module.html", {"form": form, "is_new": is_new, "known": text_module})
