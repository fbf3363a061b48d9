"""What makes a production start unsafe. The web server, worker and scheduler refuse to start with any of it."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT = ("development", "test")


class UnsafeSettingsError(RuntimeError):
    """The process must not start like this; the message lists every reason."""


def production_problems() -> list[str]:
    """Return one clear line for each unsafe setting; empty when all is well."""
    findings = {
        "DEBUG is on: set DEBUG=false.": settings.DEBUG,
        "SECRET_KEY is missing or shorter than 50 characters.": len(_secret_key()) < 50,
        "PUBLIC_SCHEME must be https: sessions would travel in plain text.": settings.PUBLIC_SCHEME != "https",
        "BASE_DOMAIN is not set.": settings.BASE_DOMAIN in ("", "localhost"),
        "DATABASE_URL is not set.": settings.DATABASES["default"]["PORT"] == 1,
        "EMAIL_URL is not set: mails would be written to files.": "filebased" in settings.EMAIL_BACKEND,
        "CELERY_BROKER_URL is not set: jobs would be lost.": settings.CELERY_BROKER_URL.startswith("memory"),
    }
    return [text for text, is_wrong in findings.items() if is_wrong]


def _secret_key() -> str:
    """Return the key; Django itself raises as soon as an empty one is read."""
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ""


def refuse_unsafe_start() -> None:
    """Raise UnsafeSettingsError in production with unsafe settings; development and tests pass."""
    if settings.ENVIRONMENT in DEVELOPMENT:
        return
    if problems := production_problems():
        lines = "\n".join(f"- {problem}" for problem in problems)
        raise UnsafeSettingsError(f"Rathaus does not start with these settings:\n{lines}")
