"""All addresses of a municipality's site. German without prefix, English below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from rathaus.registry.urls import public_patterns, staff_patterns

handler400 = "rathaus.web.views.bad_request"
handler403 = "rathaus.web.views.permission_denied"
handler404 = "rathaus.web.views.page_not_found"
handler500 = "rathaus.web.views.server_error"

urlpatterns = [
    path("api/v1/", include("rathaus.api.urls")),
    path("dateien/", include("rathaus.files.urls")),
    path("konto/sso/", include("rathaus.sso.urls")),
    path("entwicklung/", include("rathaus.accounts.urls_development")),
    path("entwicklung/", include("rathaus.mail.urls")),
    *[path("", include(urls)) for urls in settings.PORTAL_FIXED_URLS],
    *i18n_patterns(
        path("konto/", include("rathaus.accounts.urls")),
        path("betriebszugang/", include("rathaus.accounts.urls_support")),
        path("verwaltung/", include("rathaus.accounts.urls_staff")),
        path("api/v1/docs/", include("rathaus.api.urls_docs")),
        path("verwaltung/schnittstelle/", include("rathaus.api.urls_staff")),
        path("verwaltung/anmeldung/", include("rathaus.sso.urls_staff")),
        path("verwaltung/protokoll/", include("rathaus.audit.urls")),
        path("mein/", include("rathaus.notifications.urls")),
        *staff_patterns(),
        *public_patterns(),
        *[path(prefix, include((f"{urls}", namespace), namespace)) for prefix, namespace, urls in settings.PORTAL_URLS],
        prefix_default_language=False,
    ),
]
