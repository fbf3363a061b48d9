"""Identity providers that answer for real, and browsers that go there and back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rathaus.sso.errors import InvalidAnswerError
from tests.factories.sso import map_groups, openid_provider, saml_provider
from tests.rathaus.sso.odd_provider import OddProvider
from tests.rathaus.sso.saml_provider import SamlProvider
from tests.rathaus.sso.visits import RealProvider, SamlVisit

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def provider_process(tmp_path_factory) -> Iterator[int]:
    """The port of a provider that runs for the tests of one file."""
    environment = os.environ | {
        "PROVIDER_DIRECTORY": str(tmp_path_factory.mktemp("provider")),
        "DJANGO_SETTINGS_MODULE": "tests.rathaus.sso.provider.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.rathaus.sso.provider.serve"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


@pytest.fixture
def real(provider_process, tenant, settings) -> RealProvider:
    """The real provider, known to the municipality and switched on; localhost is allowed as for developers."""
    settings.DEBUG = True
    provider = RealProvider(provider_process)
    provider.register()
    provider.row = openid_provider(provider.url)
    map_groups()
    return provider


@pytest.fixture
def odd(tenant, settings) -> Iterator[OddProvider]:
    """A provider that says what a test wants, known to the municipality and switched on."""
    settings.DEBUG = True
    server = OddProvider()
    server.row = openid_provider(server.issuer)
    map_groups()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def saml_key() -> SamlProvider:
    """A SAML provider with its key, made once."""
    return SamlProvider()


@pytest.fixture
def saml(saml_key, tenant) -> SamlProvider:
    """The SAML provider, known to the municipality and switched on."""
    saml_key.row = saml_provider(saml_key.certificate)
    map_groups()
    return saml_key


@pytest.fixture
def visit(saml, tenant_client) -> SamlVisit:
    """Somebody at the sign-in page who was sent to the SAML provider."""
    return SamlVisit(tenant_client)


@pytest.fixture
def reasons(monkeypatch) -> list[str]:
    """The reasons why answers were not believed, in order; people never read them."""
    found: list[str] = []
    original = InvalidAnswerError.__init__

    def noted(self, reason=""):
        found.append(reason)
        original(self, reason)

    monkeypatch.setattr(InvalidAnswerError, "__init__", noted)
    return found
