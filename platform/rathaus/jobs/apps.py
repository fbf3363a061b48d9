from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "rathaus.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make our Celery application the one that tasks belong to, in web processes too."""
        import rathaus.celery  # noqa: F401, PLC0415
