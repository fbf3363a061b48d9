"""Staff: reading in XDatenfelder."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
