"""The portal as an app: manifest, icons, worker, the page for the time without a connection, and how to set it up."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from rathaus.tenancy import current_tenant
from rathaus.web import my
from tenants.municipality import app_facts, app_icons, frame, selectors
from tenants.municipality.views.public import BRIEFLY, FOREVER


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Serve the manifest; browsers fetch it without a cookie."""
    content = app_facts.manifest(current_tenant(), selectors.get_profile())
    response = JsonResponse(
        content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = BRIEFLY
    return response


@require_safe
def icon(request: HttpRequest, digest: str, name: str) -> HttpResponse:  # noqa: ARG001
    """Serve an icon; for good under its own hash, briefly under an older one."""
    profile = selectors.get_profile()
    if name not in app_icons.ICONS:
        raise Http404
    response = HttpResponse(app_icons.icon_png(profile, name), content_type="image/png")
    response["Cache-Control"] = FOREVER if app_icons.digest_of(profile) == digest else BRIEFLY
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Serve the worker at the root, so that the whole site is its scope: its facts, then the code that all share.

    Browsers ask for it each time and compare; it must never be an old one.
    """
    facts = app_facts.worker_facts(current_tenant(), frame.current_frame().municipality, selectors.get_profile())
    code = f"self.rathaus = {json.dumps(facts)};\nimportScripts({json.dumps(static('web/worker.js'))});\n"
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what the app shows without a connection: whom to call."""
    return render(request, "municipality/offline.html")


@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    """Say how the portal comes onto a telephone's home screen, and what that keeps there."""
    return render(request, "municipality/app.html", {"has_accounts": current_tenant().has_module(my.ACCOUNTS)})
