"""Citizens' pages that exist without any module. They set no cookie."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.limits.networks import client_network
from rathaus.limits.responses import as_too_many
from rathaus.limits.services import hit
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import Tenant, current_tenant
from rathaus.web.origin import cookieless_post
from tenants.municipality import crest, selectors
from tenants.municipality.colors import brand_css, css_hash
from tenants.municipality.forms import BarrierForm
from tenants.municipality.markup import render_markup
from tenants.municipality.models import LegalKind
from tenants.municipality.services import report_barrier

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"
_PAGES_TO_KNOW = ("start", "help", "imprint", "privacy_notice", "accessibility")
_REPORTS_AN_HOUR = 10  # of one network; each one is a mail to the town hall


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the start page, or lead straight to the one module that is a start page of its own."""
    tenant = current_tenant()
    if alone := start_page_of_single_module(tenant):
        return redirect(alone)
    panels = [panel for spec in active_modules(tenant) if (say := contribution(spec, "next_free")) and (panel := say())]
    return render(request, "municipality/start.html", {"next_free": panels[0] if panels else None})


def start_page_of_single_module(tenant: Tenant) -> str:
    """Return the address of the only active module's first page if it is a start page, else ""."""
    modules = active_modules(tenant)
    if len(modules) != 1 or not modules[0].is_start_page or not modules[0].home:
        return ""
    return reverse(modules[0].home[0].url_name)


@require_safe
def legal_page(request: HttpRequest, kind: LegalKind) -> HttpResponse:
    """Show imprint or privacy notice."""
    text = selectors.legal_text(kind)
    return render(request, "municipality/legal_page.html", {"text": text, "body": render_markup(text.body)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement with the way to report a barrier."""
    text = selectors.legal_text(LegalKind.ACCESSIBILITY_STATEMENT)
    return render(request, "municipality/accessibility.html", {"text": text, "body": render_markup(text.body)})


@cookieless_post
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report about a barrier; sending it twice stores it once."""
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("seite", "")[:300]})
    if request.method == "POST" and form.is_valid():
        network = client_network(request)
        if refusal := hit(name="municipality.barrier", key=network, limit=_REPORTS_AN_HOUR, seconds=60 * 60):
            form.add_error(None, _("Von Ihrem Internetanschluss kamen sehr viele Meldungen. Bitte rufen Sie uns an."))
            return as_too_many(_report_page(request, form), refusal)
        report_barrier(**form.report())
        return redirect("portal:barrier_reported")
    return _report_page(request, form)


def _report_page(request: HttpRequest, form: BarrierForm) -> HttpResponse:
    return render(request, "municipality/report_barrier.html", {"form": form})


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """Say that the report has arrived."""
    return render(request, "municipality/barrier_reported.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to reach somebody who helps."""
    return render(request, "municipality/help.html", {"locations": selectors.locations()})


@require_safe
def branding(request: HttpRequest, digest: str) -> HttpResponse:  # noqa: ARG001
    """Serve the generated style sheet; for good under its own hash, briefly under an older one."""
    css = brand_css(selectors.get_profile().brand_color)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER if css_hash(css) == digest else BRIEFLY
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Tell search engines to leave the dashboard alone, and everything until the portal is public."""
    hidden = ["/verwaltung/", "/konto/"] if current_tenant().is_live else ["/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in hidden)]
    if current_tenant().is_live:
        lines += ["", f"Sitemap: {current_tenant().url(reverse('portal:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Tell search engines the pages that they should know; nothing until the portal is public."""
    tenant = current_tenant()
    if not tenant.is_live:
        raise Http404
    lists = [list_paths() for spec in active_modules(tenant) if (list_paths := contribution(spec, "sitemap"))]
    paths = [*(reverse(f"portal:{name}") for name in _PAGES_TO_KNOW), *(path for paths in lists for path in paths)]
    addresses = [tenant.url(path) for path in dict.fromkeys(paths)]
    return render(request, "municipality/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect | HttpResponsePermanentRedirect:  # noqa: ARG001
    """Lead to the coat of arms, or to the neutral shield."""
    return redirect(crest.public_url(selectors.get_profile()) or static("web/favicon.svg"))
