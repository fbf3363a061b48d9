from django.apps import AppConfig
from django.conf import settings


class ObservabilityConfig(AppConfig):
    name = "rathaus.observability"
    label = "observability"

    def ready(self) -> None:
        """Route structlog through the standard logging and start error reports where a DSN is set."""
        from rathaus.observability.logs import configure_structlog  # noqa: PLC0415
        from rathaus.observability.sentry import start_error_reports  # noqa: PLC0415

        configure_structlog()
        start_error_reports(
            dsn=settings.SENTRY_DSN,
            environment=settings.ENVIRONMENT,
            traces_sample_rate=settings.SENTRY_TRACES_SAMPLE_RATE,
        )
