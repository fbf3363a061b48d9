"""The dashboard's pages for keys and webhooks, below /verwaltung/schnittstelle/."""

from django.urls import path

from rathaus.api.views import deliveries, keys, webhooks

app_name = "api_staff"
urlpatterns = [
    path("", keys.overview, name="overview"),
    path("schluessel/neu/", keys.create, name="create_key"),
    path("schluessel/<uuid:key_id>/", keys.show, name="key"),
    path("schluessel/<uuid:key_id>/sperren/", keys.revoke, name="revoke_key"),
    path("webhooks/neu/", webhooks.create, name="create_webhook"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.show, name="webhook"),
    path("webhooks/<uuid:endpoint_id>/aendern/", webhooks.edit, name="edit_webhook"),
    path("webhooks/<uuid:endpoint_id>/geheimnis/", webhooks.renew_secret, name="renew_secret"),
    path("webhooks/<uuid:endpoint_id>/loeschen/", webhooks.delete, name="delete_webhook"),
    path("webhooks/<uuid:endpoint_id>/fortsetzen/", webhooks.resume, name="resume_webhook"),
    path("webhooks/<uuid:endpoint_id>/probe/", deliveries.test, name="test_webhook"),
    path("webhooks/<uuid:endpoint_id>/wiederholen/", deliveries.replay_range, name="replay_range"),
    path("webhooks/<uuid:endpoint_id>/nachrichten/<uuid:delivery_id>/", deliveries.show, name="delivery"),
    path("webhooks/<uuid:endpoint_id>/nachrichten/<uuid:delivery_id>/wiederholen/", deliveries.replay, name="replay"),
]
