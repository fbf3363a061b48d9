"""Forms on paper."""

from django.urls import URLPattern, path

from modules.online_services.views.public import paper

urlpatterns: list[URLPattern] = [path("<slug:slug>/papier/", paper.paper, name="paper")]
