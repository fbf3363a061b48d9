"""Staff: filling in for somebody, and internal services."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
