"""Citizens: notices, fees and documents that were asked for."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
