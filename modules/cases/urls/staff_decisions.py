"""Staff: notices, copies, handover, files, calls to all holders."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
