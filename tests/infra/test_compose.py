"""infra/compose.yaml and infra/Caddyfile, read without Docker."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from rathaus.web.certificates import PATH

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {"migrate", "web", "worker", "scheduler"}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "infra/compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return compose()["services"]


def test_everything_that_production_needs_is_there(services) -> None:
    assert set(services) == PROGRAMS | {"folders", "database", "proxy"}


def test_only_the_proxy_is_reachable_from_outside(services) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert services["proxy"]["ports"] == ["80:80", "443:443", "443:443/udp"]


def test_every_service_says_how_its_health_is_told(services) -> None:
    for name, service in services.items():
        check = service["healthcheck"]
        assert check == {"disable": True} or {"test", "interval", "timeout", "retries"} <= set(check), name
    assert {name for name, service in services.items() if service["healthcheck"].get("disable")} == {
        "folders", "migrate", "worker", "scheduler"
    }  # fmt: skip


def test_services_wait_for_healthy_or_finished_ones(services) -> None:
    for service in services.values():
        for needed, how in service.get("depends_on", {}).items():
            ends_by_itself = services[needed].get("restart", "no") == "no"
            wanted = "service_completed_successfully" if ends_by_itself else "service_healthy"
            assert how == {"condition": wanted}, needed


def test_our_processes_have_no_rights_they_do_not_need(services) -> None:
    for name in PROGRAMS:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]


def test_only_what_changes_schemas_knows_the_owners_password(services) -> None:
    knowing = {name for name in PROGRAMS if "RATHAUS_OWNER_PASSWORD" in str(services[name])}
    assert knowing == {"migrate", "worker"}
    assert not [name for name in services if "env_file" in services[name]]


def test_no_variable_has_a_secret_as_default() -> None:
    text = (ROOT / "infra/compose.yaml").read_text(encoding="utf-8")
    for name, rest in re.findall(r"\$\{([A-Z_]+)([^}]*)\}", text):
        assert rest == ":?" or name == "DATABASE_POOL_SIZE", f"{name}{rest}"


def test_production_runs_with_safe_values(services) -> None:
    for name in PROGRAMS:
        environment = services[name]["environment"]
        assert environment["ENVIRONMENT"] == "production"
        assert environment["PUBLIC_SCHEME"] == "https"
        assert "DEBUG" not in environment
        assert environment["CELERY_BROKER_URL"].startswith("pgmq://")


def test_the_proxys_network_is_the_trusted_one(services) -> None:
    subnet = compose()["networks"]["default"]["ipam"]["config"][0]["subnet"]
    assert services["web"]["environment"]["TRUSTED_PROXIES"] == subnet


def test_volumes_and_files_that_are_mounted_exist(services) -> None:
    declared = set(compose()["volumes"])
    for service in services.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert source in declared or (ROOT / "infra" / source).exists(), mount


def test_postgres_keeps_its_data_its_log_and_enough_locks(services) -> None:
    database = services["database"]
    assert re.match(r"postgres:(1[7-9]|[2-9]\d)-", database["image"])
    assert "database:/var/lib/postgresql" in database["volumes"]
    assert "max_locks_per_transaction=1024" in database["command"]
    assert "archive_mode=on" in database["command"]


def test_images_are_pinned_and_name_no_registry(services) -> None:
    for service in services.values():
        image, _, tag = service["image"].partition(":")
        assert re.fullmatch(r"[a-z]+", image)
        assert re.match(r"\d+(\.\d+)*-[a-z]+$|\$\{RATHAUS_VERSION:\?\}$", tag), tag


def test_the_proxy_asks_the_application_before_it_gets_a_certificate() -> None:
    caddyfile = (ROOT / "infra/Caddyfile").read_text(encoding="utf-8")
    assert f"ask http://web:8000{PATH}\n" in caddyfile
    assert "on_demand\n" in caddyfile
    assert caddyfile.count("{") == caddyfile.count("}")


def test_the_proxy_keeps_internal_pages_inside() -> None:
    caddyfile = (ROOT / "infra/Caddyfile").read_text(encoding="utf-8")
    assert re.search(r"@internal path /intern/\* .*/readyz\n\s*respond @internal 404", caddyfile)
