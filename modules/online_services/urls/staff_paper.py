"""Staff: scanned forms."""

from django.urls import URLPattern, path

from modules.online_services.views.staff import paper

urlpatterns: list[URLPattern] = [path("papier/<str:token>/", paper.scanned, name="paper")]
