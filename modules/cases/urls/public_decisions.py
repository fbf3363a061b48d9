"""Citizens: documents that were asked for. Notices and fees stand on the page of the case."""

from django.urls import URLPattern, path

from modules.cases.views.public import papers

urlpatterns: list[URLPattern] = [
    path("<uuid:key>/unterlage/<uuid:item>/", papers.case_paper, name="paper"),
    path("gast/<str:token>/unterlage/<uuid:item>/", papers.guest_paper, name="guest_paper"),
]
