"""Addresses of the statistics, below /verwaltung/termine/auswertung/."""

from django.urls import path

from modules.appointments.views.statistics import page, report

urlpatterns = [
    path("", page.statistics, name="statistics"),
    path("tabelle/<slug:slug>.csv", page.table_file, name="statistics_table"),
    path("bericht/", report.report, name="report"),
    path("bericht/<slug:month>.pdf", report.report_pdf, name="report_pdf"),
]
