from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "rathaus.mail"
    label = "mail"
