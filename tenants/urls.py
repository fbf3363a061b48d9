"""Addresses of the operators' console on the base domain."""

from django.urls import path

from tenants.views import actions, creation, detail, overview, status, support

app_name = "console"

urlpatterns = [
    path("", overview.tenant_list, name="list"),
    path("kommunen/anlegen/", creation.create, name="create"),
    path("kommunen/anlegen/vorschlag/", creation.slug_suggestion, name="slug_suggestion"),
    path("kommunen/anlegen/<uuid:request_id>/", creation.creation, name="creation"),
    path("kommunen/anlegen/<uuid:request_id>/wiederholen/", creation.retry, name="retry"),
    path("kommunen/<uuid:tenant_id>/", detail.tenant_detail, name="detail"),
    path("kommunen/<uuid:tenant_id>/zustand/<slug:step>/", status.change_status, name="status"),
    path("kommunen/<uuid:tenant_id>/betriebszugang/", support.enter_municipality, name="support"),
    path("kommunen/<uuid:tenant_id>/einladung/", detail.invite, name="invite"),
    path("kommunen/<uuid:tenant_id>/domains/", detail.add_domain, name="add_domain"),
    path("kommunen/<uuid:tenant_id>/domains/<uuid:domain_id>/hauptdomain/", actions.make_primary, name="make_primary"),
    path("kommunen/<uuid:tenant_id>/domains/<uuid:domain_id>/entfernen/", actions.remove_domain, name="remove_domain"),
    path(
        "kommunen/<uuid:tenant_id>/module/<slug:module>/ein/", actions.switch_module, {"is_on": True}, name="switch_on"
    ),
    path(
        "kommunen/<uuid:tenant_id>/module/<slug:module>/aus/",
        actions.switch_module,
        {"is_on": False},
        name="switch_off",
    ),
]
