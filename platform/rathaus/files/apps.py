from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rathaus.files"
    label = "files"
