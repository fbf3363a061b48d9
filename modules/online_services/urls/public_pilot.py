"""The pilot link of forms that are being tried."""

from django.urls import URLPattern, path

from modules.online_services.views.public import pilot

urlpatterns: list[URLPattern] = [path("pilot/<str:token>/", pilot.pilot, name="pilot")]
