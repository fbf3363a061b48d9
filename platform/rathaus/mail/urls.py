from django.urls import path

from rathaus.mail import views

app_name = "mail"

urlpatterns = [
    path("postfach/", views.mailbox, name="mailbox"),
    path("postfach/<uuid:message_id>/", views.message, name="message"),
    path("postfach/<uuid:message_id>/html/", views.message_html, name="html"),
]
