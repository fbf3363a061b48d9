from django.urls import URLPattern

app_name = "bundid_staff"
urlpatterns: list[URLPattern] = []
