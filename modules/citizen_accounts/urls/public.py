from django.urls import URLPattern

app_name = "citizen_accounts"
urlpatterns: list[URLPattern] = []
