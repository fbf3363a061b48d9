from django.urls import path, re_path

from rathaus.files import views

app_name = "files"

urlpatterns = [
    re_path(r"^o/(?P<file>[0-9a-f]{32}\.png)$", views.public_picture, name="public_picture"),
    path("<str:token>", views.download, name="download"),
]
