"""Staff: the catalogue, fees, the OZG page, statistics."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
