"""Addresses for citizens, below /dienste/. The catalogue comes last: a service may be called anything."""

from django.urls import URLPattern

from modules.online_services.urls.public_catalogue import urlpatterns as catalogue
from modules.online_services.urls.public_filling import urlpatterns as filling
from modules.online_services.urls.public_paper import urlpatterns as paper
from modules.online_services.urls.public_pilot import urlpatterns as pilot

app_name = "online_services"
urlpatterns: list[URLPattern] = [*filling, *paper, *pilot, *catalogue]
