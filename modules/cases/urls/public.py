"""Addresses for citizens, below /vorgaenge/."""

from django.urls import URLPattern

from modules.cases.urls.public_decisions import urlpatterns as decisions
from modules.cases.urls.public_work import urlpatterns as work

app_name = "cases"
urlpatterns: list[URLPattern] = [*work, *decisions]
