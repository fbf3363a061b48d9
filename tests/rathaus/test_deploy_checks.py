import pytest

from rathaus.deploy_checks import UnsafeSettingsError, production_problems, refuse_unsafe_start

UNSAFE = [
    ("DEBUG", True, "DEBUG is on"),
    ("SECRET_KEY", "", "SECRET_KEY is missing"),
    ("SECRET_KEY", "k" * 49, "SECRET_KEY is missing or shorter"),
    ("PUBLIC_SCHEME", "http", "PUBLIC_SCHEME must be https"),
    ("BASE_DOMAIN", "localhost", "BASE_DOMAIN is not set"),
    ("BASE_DOMAIN", "", "BASE_DOMAIN is not set"),
    ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "EMAIL_URL is not set"),
    ("CELERY_BROKER_URL", "memory://", "CELERY_BROKER_URL is not set"),
]


@pytest.fixture
def safe(settings, monkeypatch):
    """Settings as production has them."""
    settings.ENVIRONMENT = "production"
    settings.DEBUG = False
    settings.SECRET_KEY = "k" * 50
    settings.PUBLIC_SCHEME = "https"
    settings.BASE_DOMAIN = "rathaus.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.CELERY_BROKER_URL = "pgmq://rathaus_app@database/rathaus_queue"
    monkeypatch.setitem(settings.DATABASES["default"], "PORT", 5432)
    return settings


def test_safe_settings_may_start(safe) -> None:
    assert production_problems() == []
    refuse_unsafe_start()


@pytest.mark.parametrize(("name", "value", "reason"), UNSAFE)
def test_each_unsafe_setting_alone_stops_the_start_with_one_line(safe, name, value, reason) -> None:
    setattr(safe, name, value)
    with pytest.raises(UnsafeSettingsError) as raised:
        refuse_unsafe_start()
    _headline, *lines = str(raised.value).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"- {reason}")


def test_a_missing_database_stops_the_start(safe, monkeypatch) -> None:
    monkeypatch.setitem(safe.DATABASES["default"], "PORT", 1)
    with pytest.raises(UnsafeSettingsError, match="DATABASE_URL is not set"):
        refuse_unsafe_start()


@pytest.mark.parametrize("environment", ["development", "test"])
def test_development_and_tests_may_start_with_anything(safe, environment) -> None:
    safe.ENVIRONMENT = environment
    safe.DEBUG = True
    refuse_unsafe_start()


@pytest.mark.parametrize("environment", ["staging", "Production", ""])
def test_an_environment_of_any_other_name_counts_as_production(safe, environment) -> None:
    safe.ENVIRONMENT = environment
    safe.DEBUG = True
    with pytest.raises(UnsafeSettingsError):
        refuse_unsafe_start()
