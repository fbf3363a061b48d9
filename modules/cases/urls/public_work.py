"""Citizens: their cases and the conversation about each."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
