from django.urls import URLPattern

app_name = "inbox_staff"
urlpatterns: list[URLPattern] = []
