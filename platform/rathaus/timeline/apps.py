from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "rathaus.timeline"
    label = "timeline"
