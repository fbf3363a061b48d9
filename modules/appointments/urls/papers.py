"""Addresses of what is printed or mailed, below /verwaltung/termine/einrichten/."""

from django.urls import path

from modules.appointments.views.setup import day_list, posters
from modules.appointments.views.statistics import report

urlpatterns = [
    path("tagesliste/", day_list.day_list, name="day_list"),
    path("tagesliste/probe/", day_list.try_list, name="try_day_list"),
    path("tagesliste/herunterladen/", day_list.download_list, name="download_day_list"),
    path("aushaenge/", posters.posters, name="posters"),
    path("aushaenge/vorschau.png", posters.poster_preview, name="poster_preview"),
    path("aushaenge/plakat.pdf", posters.poster_pdf, name="poster_pdf"),
    path("monatsbericht/", report.report_settings, name="report_settings"),
]
