"""Staff: reading in XDatenfelder."""

from django.urls import URLPattern, path

from modules.online_services.views.staff import fim

urlpatterns: list[URLPattern] = [
    path("formulare/fim/", fim.reading_in, name="fim_import"),
    path("formulare/<uuid:key>/fim/", fim.report, name="form_fim"),
    path("formulare/<uuid:key>/fim/<uuid:task_id>/", fim.task, name="form_fim_task"),
]
