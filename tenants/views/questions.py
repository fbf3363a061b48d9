"""Pages that ask first: they say what will happen, their button does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenants.errors import TenantError, WrongStatusError
from tenants.models import Tenant
from tenants.views.people import operator
from tenants.words import explain

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Question:
    """What a page asks before something is done; the texts may name {name}, {module} and {domain}."""

    title: Any
    consequence: Any
    button: Any
    done: Any


def ask_or_do(
    request: HttpRequest,
    tenant: Tenant,
    question: Question,
    change: Callable[..., Any],
    *,
    warning: str = "",
    **names: Any,
) -> HttpResponse:
    """Ask on GET; on POST do it and lead back to the municipality, or say why it cannot be done."""
    if request.method != "POST":
        return question_page(request, tenant, question, names, warning=warning)
    try:
        change(tenant=tenant, actor=operator(request))
    except WrongStatusError as error:  # a second click, or somebody else was faster
        messages.info(request, explain(error))
    except TenantError as error:
        return question_page(request, tenant, question, names, error=explain(error))
    else:
        messages.success(request, str(question.done).format(name=tenant.short_name, **names))
    return redirect("console:detail", tenant.pk)


def question_page(
    request: HttpRequest, tenant: Tenant, question: Question, names: Mapping[str, Any], **more: Any
) -> HttpResponse:
    """Show the question with its consequence."""
    title = str(question.title).format(name=tenant.short_name, **names)
    context = {"municipality_row": tenant, "question": question, "title": title, **more}
    return render(request, "tenants/confirm.html", context)
