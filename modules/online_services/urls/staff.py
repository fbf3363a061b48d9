"""Addresses for the town hall, below /verwaltung/dienste/."""

from django.urls import URLPattern

from modules.online_services.urls.staff_builder import urlpatterns as builder
from modules.online_services.urls.staff_catalogue import urlpatterns as catalogue
from modules.online_services.urls.staff_filling import urlpatterns as filling
from modules.online_services.urls.staff_fim import urlpatterns as fim
from modules.online_services.urls.staff_paper import urlpatterns as paper

app_name = "online_services_staff"
urlpatterns: list[URLPattern] = [*builder, *fim, *filling, *paper, *catalogue]
