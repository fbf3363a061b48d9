from django.urls import URLPattern

app_name = "bundid"
urlpatterns: list[URLPattern] = []
