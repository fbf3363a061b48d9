"""Programs of other people: their keys, and how they ask."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from rathaus.api.scopes import all_scopes
from rathaus.api.services import create_key
from rathaus.tenancy import current_tenant
from tests.clients import Browser


class Program:
    """Another program: `program.get("concerns")` asks below /api/v1/appointments/ with its key."""

    def __init__(self, text: str, *, prefix: str = "/api/v1/appointments/", **headers: str) -> None:
        self.text = text
        self.prefix = prefix
        self.headers = {"Authorization": f"Bearer {text}"} if text else {}
        self.headers |= headers
        self.browser = Browser(HTTP_HOST=f"{current_tenant().slug}.localhost")

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Return the answer; `body` is sent as JSON."""
        headers = self.headers | options.pop("headers", {})
        if body is not None:
            options |= {"data": json.dumps(body), "content_type": "application/json"}
        address = path if path.startswith("/") else self.prefix + path
        return self.browser.generic(method, address, headers=headers, **options)

    def get(self, path: str, **query: Any) -> Any:
        """Return the answer to a GET with these parameters."""
        return self.browser.get(self.prefix + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """Return the answer to a POST."""
        return self.ask("POST", path, body, **options)


@pytest.fixture
def program(tenant) -> Callable[..., Program]:
    """Return a function that makes a key and the program that has it: program("appointments:read")."""

    def make(*scopes: str, **further: Any) -> Program:
        _key, text = create_key(name="Bürger-App", scopes=scopes or list(all_scopes()), actor=None, **further)
        return Program(text)

    return make
