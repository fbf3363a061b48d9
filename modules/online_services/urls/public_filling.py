"""Filling in a form, from the first step to the confirmation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
