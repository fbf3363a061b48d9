"""The preview link of a municipality in preparation."""

from django.urls import path

from tenants import preview

urlpatterns = [path("vorschau/<str:token>/", preview.open_preview, name="preview")]
