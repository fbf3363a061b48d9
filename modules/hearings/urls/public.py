"""Addresses for people with a letter, below /anhoerung/."""

from django.urls import path

from modules.hearings.views import public

app_name = "hearings"
urlpatterns = [
    path("", public.start, name="start"),
    path("brief/<str:token>/", public.letter, name="letter"),
    path("brief/<str:token>/antworten/", public.answer, name="answer"),
    path("brief/<str:token>/bild/<uuid:key>/", public.evidence, name="evidence"),
]
