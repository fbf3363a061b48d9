from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "rathaus.calendar"
    label = "calendar"
