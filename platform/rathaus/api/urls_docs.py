from django.urls import path

from rathaus.api.views.description import documentation

app_name = "api_docs"
urlpatterns = [path("", documentation, name="docs")]
