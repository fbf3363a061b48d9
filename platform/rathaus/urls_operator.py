"""All addresses of the base domain: the operators' console."""

from django.conf import settings
from django.urls import include, path

handler400 = "rathaus.web.views.bad_request"
handler403 = "rathaus.web.views.permission_denied"
handler404 = "rathaus.web.views.page_not_found"
handler500 = "rathaus.web.views.server_error"

urlpatterns = [
    path("entwicklung/", include("rathaus.accounts.urls_development")),
    path("entwicklung/", include("rathaus.mail.urls")),
    path("konto/", include("rathaus.accounts.urls")),
    *[path("", include(urls)) for urls in settings.OPERATOR_URLS],
]
