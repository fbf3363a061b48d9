"""The interface, below /api/v1/: its description, and what the modules contribute."""

from typing import Final

from django.urls import path

from rathaus.api.interface import interface
from rathaus.api.views.description import openapi

app_name = "api"
_ROOT: Final = "api-root"  # ninja's own, which only says that there is nothing

urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    *[pattern for pattern in interface().urls[0] if getattr(pattern, "name", "") != _ROOT],
]
