"""A person's own pages about being told, below /mein/."""

from django.urls import path

from rathaus.notifications.views import own

app_name = "notifications"
urlpatterns = [
    path("benachrichtigungen/", own.preferences, name="preferences"),
    path("benachrichtigungen/geraete/", own.add_device, name="add_device"),
    path("benachrichtigungen/geraete/<uuid:device_id>/entfernen/", own.remove_device, name="remove_device"),
    path("geraet/", own.device, name="device"),
]
