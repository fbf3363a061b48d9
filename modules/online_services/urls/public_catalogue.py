"""The catalogue: finding services and reading about them. The page of a service comes last: it takes any name."""

from django.urls import URLPattern, path

from modules.online_services.views.public import finding, service

urlpatterns: list[URLPattern] = [
    path("", finding.start, name="start"),
    path("a-z/", finding.letters, name="letters"),
    path("lebenslagen/<slug:key>/", finding.life_situation, name="situation"),
    path("<slug:slug>/weiter/", service.leave, name="leave"),
    path("<slug:slug>/", service.service, name="service"),
]
