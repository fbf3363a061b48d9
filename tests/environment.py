"""The environment of a test run; a pytest plugin, because it must stand before the settings are read."""

import os
from pathlib import Path

LOCAL = Path(__file__).resolve().parents[1] / ".local" / "test"

os.environ.update(
    DJANGO_SETTINGS_MODULE="rathaus.settings",
    ENVIRONMENT="test",
    SECRET_KEY="only-for-tests-" + "x" * 50,
    BASE_DOMAIN="localhost",
    PUBLIC_SCHEME="http",
    RATHAUS_LOCAL=str(LOCAL),
    STATIC_ROOT=str(LOCAL / "static"),
    DATABASE_CONN_MAX_AGE="0",
    LOG_LEVEL="WARNING",
    FORM_MIN_SECONDS="0",  # tests fill in faster than people
)
for name in (
    "DEBUG",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "CELERY_BROKER_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "SENTRY_DSN",
):
    os.environ.pop(name, None)

(LOCAL / "static").mkdir(parents=True, exist_ok=True)
