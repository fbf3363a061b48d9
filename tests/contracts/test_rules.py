"""House rules that a reader would otherwise have to remember."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform/rathaus", "tenants", "modules", "billing")
CODE = [path for source in SOURCES for path in sorted((ROOT / source).rglob("*.py")) if "migrations" not in path.parts]


def files_with(pattern: str) -> set[str]:
    """Return the files of the product that match."""
    expression = re.compile(pattern)
    return {str(path.relative_to(ROOT)) for path in CODE if expression.search(path.read_text(encoding="utf-8"))}


def test_platform_is_a_folder_and_never_a_package():
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not (ROOT / "tests" / "platform").exists()


def test_one_file_points_the_connection_at_a_municipality():
    assert files_with(r"\.set_tenant\(") == {"platform/rathaus/tenancy/context.py"}
    assert files_with(r"connection\.tenant\b|connection\.get_tenant") == set()
    assert files_with(r"\bwith tenant:|\.activate\(\)") == set()


def test_business_flows_through_services_not_signals():
    assert files_with(r"post_save|pre_save|post_delete|m2m_changed|django\.dispatch import receiver") == set()


def test_nobody_has_all_rights_by_a_flag():
    assert files_with(r"is_superuser|PermissionsMixin|django\.contrib\.admin") == set()
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_there_is_no_drawer_for_odds_and_ends():
    assert [path for path in CODE if path.name in ("utils.py", "helpers.py", "misc.py")] == []


def test_every_model_of_a_municipality_has_a_key_that_outsiders_cannot_count():
    ours = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    in_addresses = {"UUIDField", "CompositePrimaryKey"}
    counted = {
        model._meta.label
        for config in ours
        if config.name.startswith(("tenants.", "modules."))
        for model in config.get_models()
        if type(model._meta.pk).__name__ not in in_addresses
    }
    assert counted <= {
        "municipality.MunicipalityProfile",
        "appointments.AppointmentSettings",
        "appointments.BookingPlace",
        "appointments.QueueRules",  # keyed by its location
        "citizen_accounts.CitizenProfile",  # keyed by their person
        "citizen_accounts.EmailChange",
        "bundid.Entity",  # the one row
        "cases.CaseCounter",  # keyed by its year
        "hearings.HearingSettings",  # the one row
        "cases.DecisionSettings",  # the one row
        "bundid.Provider",  # one for tests, one for real
    }


def test_no_file_names_a_package_registry():
    hosts = re.compile(r"https?://[^\s\"']*(registry\.npm|pypi\.org|pythonhosted)|index-url|\"resolved\"")
    files = [ROOT / "platform/frontend/package-lock.json", ROOT / "Makefile", *(ROOT / "requirements").iterdir()]
    files += [path for path in (ROOT / "infra").rglob("*") if path.is_file()]
    assert [path.name for path in files if hosts.search(path.read_text(encoding="utf-8"))] == []
