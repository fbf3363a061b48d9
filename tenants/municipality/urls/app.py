"""Addresses of the app that are the same in every language: a worker's scope is where it lies."""

from django.urls import path, re_path

from tenants.municipality.views import app

urlpatterns = [
    path("manifest.webmanifest", app.manifest, name="app_manifest"),
    path("sw.js", app.worker, name="app_worker"),
    re_path(r"^app-(?P<digest>[0-9a-f]{12})-(?P<name>[a-z]+-\d+)\.png$", app.icon, name="app_icon"),
]
