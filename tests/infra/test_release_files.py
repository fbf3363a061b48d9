"""Files that describe the product to others: publiccode.yml, CHANGELOG.md; and what no file may contain."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = {
    "appointment-scheduling",
    "online-booking",
    "digital-citizenship",
    "content-management",
    "workflow-management",
}
# Put together here, so that this file does not name them itself.
REGISTRY_HOSTS = [
    "pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com",
    "docker" + ".io", "ghcr" + ".io", "quay" + ".io", "hub.docker" + ".com",
]  # fmt: skip


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return loaded


def test_publiccode_has_what_the_standard_demands(publiccode) -> None:
    assert publiccode["publiccodeYmlVersion"] == "0.4"
    assert {"name", "url", "platforms", "categories", "developmentStatus", "softwareType", "description", "legal",
            "maintenance", "localisation"} <= set(publiccode)  # fmt: skip
    assert set(publiccode["categories"]) <= CATEGORIES
    assert publiccode["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert publiccode["softwareType"] == "standalone/web"
    assert publiccode["legal"]["license"] == "EUPL-1.2"


@pytest.mark.parametrize("language", ["de", "en"])
def test_publiccode_describes_the_product_within_the_lengths_of_the_standard(publiccode, language) -> None:
    text = publiccode["description"][language]
    assert len(text["shortDescription"]) <= 150
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert text["features"]
    assert language in publiccode["localisation"]["availableLanguages"]


def test_publiccode_names_a_contact_as_internal_maintenance_demands(publiccode) -> None:
    assert publiccode["maintenance"]["type"] == "internal"
    for contact in publiccode["maintenance"]["contacts"]:
        assert contact["name"]
        assert contact["email"].endswith(".example")


def test_publiccode_and_the_package_have_the_same_version(publiccode) -> None:
    assert f'version = "{publiccode["softwareVersion"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_changelog_tells_each_group_what_is_new() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.partition("## [Unreleased]")[2].partition("\n## ")[0]
    assert re.findall(r"^\*\*For (\w+)", unreleased, re.MULTILINE) == ["citizens", "clerks", "operators"]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    pattern = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))
    naming = [
        name
        for name in names
        if (path := ROOT / name).is_file() and pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not naming


def test_the_wheel_carries_everything_that_the_image_serves(tmp_path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert {"rathaus/settings.py", "tenants/cli.py", "modules/appointments/module.py", "billing/plans.py"} <= names
    assert "rathaus/web/templates/web/base.html" in names
    assert "rathaus/web/static/web/shell.css" in names
    assert "rathaus/web/locale/en/LC_MESSAGES/django.mo" in names
    assert not [name for name in names if name.startswith(("tests/", "platform/", "infra/", ".local"))]
