"""Legal pages and the barriers that citizens report."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from tenants.municipality import selectors
from tenants.municipality.errors import OpenPointsError
from tenants.municipality.forms import LegalTextForm
from tenants.municipality.markup import render_markup
from tenants.municipality.models import AccessibilityReport, LegalKind
from tenants.municipality.services import (
    approve_legal_text,
    handle_barrier_report,
    reset_legal_text,
    save_legal_text,
)
from tenants.municipality.views.staff import actor_of

PUBLIC_PAGES = {
    LegalKind.IMPRINT: "portal:imprint",
    LegalKind.PRIVACY_NOTICE: "portal:privacy_notice",
    LegalKind.ACCESSIBILITY_STATEMENT: "portal:accessibility",
}


@permission_required("platform.texts")
@require_safe
def text_list(request: HttpRequest) -> HttpResponse:
    """Show the three legal pages with their state."""
    context = {"texts": selectors.legal_texts(), "reports": selectors.open_barrier_reports().count()}
    return render(request, "municipality/texts.html", context)


@permission_required("platform.texts")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: LegalKind) -> HttpResponseBase:
    """Change a legal text; "approve" publishes it as read, the other button keeps it as a draft."""
    text = selectors.legal_text(kind)
    form = LegalTextForm(request.POST or None, initial={"body": text.body})
    if request.method == "POST" and form.is_valid() and store(request, kind, form):
        return redirect("portal_staff:texts")
    body = form["body"].value() or ""
    context = {"form": form, "text": text, "preview": render_markup(body), "public_url": reverse(PUBLIC_PAGES[kind])}
    return render(request, "municipality/edit_text.html", context)


def store(request: HttpRequest, kind: LegalKind, form: LegalTextForm) -> bool:
    """Return whether the text was stored; what is missing stands at the field."""
    body, actor = form.cleaned_data["body"], actor_of(request)
    if "approve" not in request.POST:
        save_legal_text(kind=kind, body=body, actor=actor)
        messages.success(request, _("{page}: Entwurf gespeichert.").format(page=kind.label))
        return True
    try:
        approve_legal_text(kind=kind, body=body, actor=actor)
    except OpenPointsError as error:
        form.add_error("body", str(error))
        return False
    messages.success(request, _("{page}: geprüft. Die Seite zeigt ab sofort diesen Text.").format(page=kind.label))
    return True


@permission_required("platform.texts")
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, kind: LegalKind) -> HttpResponseBase:
    """Ask, then throw the edited text away for a fresh draft."""
    if request.method == "POST":
        reset_legal_text(kind=kind, actor=actor_of(request))
        messages.success(request, _("{page}: Es gilt wieder der Entwurf aus Ihren Angaben.").format(page=kind.label))
        return redirect("portal_staff:edit_text", kind=kind)
    return render(request, "municipality/reset_text.html", {"text": selectors.legal_text(kind)})


@permission_required("platform.texts")
@require_safe
def barriers(request: HttpRequest) -> HttpResponse:
    """Show reported barriers: open ones first, then the latest that were handled."""
    context = {
        "open_reports": selectors.open_barrier_reports(),
        "handled_reports": selectors.handled_barrier_reports()[:20],
    }
    return render(request, "municipality/barriers.html", context)


@permission_required("platform.texts")
@require_POST
def handle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a reported barrier as done."""
    handle_barrier_report(report=get_object_or_404(AccessibilityReport, pk=pk), actor=actor_of(request))
    messages.success(request, _("Die Meldung ist erledigt."))
    return redirect("portal_staff:barriers")
