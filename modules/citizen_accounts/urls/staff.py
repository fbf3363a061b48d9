from django.urls import URLPattern

app_name = "citizen_accounts_staff"
urlpatterns: list[URLPattern] = []
