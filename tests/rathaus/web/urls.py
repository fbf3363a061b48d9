"""Addresses of a site in two languages, so that the shell's tests need nobody's views."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import path


def _page(request):
    return HttpResponse(request.path)


urlpatterns = [
    path("dateien/", _page, name="files"),
    *i18n_patterns(
        path("", _page, name="home"),
        path("termine/", _page, name="booking"),
        path("konto/login/", _page, name="account_login"),
        path("konto/logout/", _page, name="account_logout"),
        prefix_default_language=False,
    ),
]
