"""Staff: the inbox, a case, its conversation, who is responsible."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
