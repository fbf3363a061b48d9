"""The catalogue: finding services and reading about them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
