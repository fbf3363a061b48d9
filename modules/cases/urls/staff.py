"""Addresses for the town hall, below /verwaltung/vorgaenge/."""

from django.urls import URLPattern

from modules.cases.urls.staff_decisions import urlpatterns as decisions
from modules.cases.urls.staff_work import urlpatterns as work

app_name = "cases_staff"
urlpatterns: list[URLPattern] = [*work, *decisions]
