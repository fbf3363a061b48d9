"""The citizens' pages that exist without any module."""

from django.urls import path

from tenants.municipality.models import LegalKind
from tenants.municipality.views import app, public

urlpatterns = [
    path("", public.start, name="start"),
    path("impressum/", public.legal_page, {"kind": LegalKind.IMPRINT}, name="imprint"),
    path("datenschutz/", public.legal_page, {"kind": LegalKind.PRIVACY_NOTICE}, name="privacy_notice"),
    path("barrierefreiheit/", public.accessibility, name="accessibility"),
    path("barrierefreiheit/melden/", public.report, name="report_barrier"),
    path("barrierefreiheit/gemeldet/", public.reported, name="barrier_reported"),
    path("hilfe/", public.help_page, name="help"),
    path("app/", app.set_up, name="app"),
    path("offline/", app.offline, name="offline"),
    path("branding-<slug:digest>.css", public.branding, name="branding"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("favicon.ico", public.favicon, name="favicon"),
]
