"""The public interface as it describes itself, for every module there is and every module to come."""

from collections.abc import Iterator
from typing import Any

import pytest

from rathaus.api.documents import openapi_document
from rathaus.api.scopes import all_scopes
from rathaus.api.services import create_key
from rathaus.registry import all_modules
from rathaus.tenancy import current_tenant, enter
from tests.contracts.test_module_switch import switch
from tests.factories.api import Program

MODULES = [spec for spec in all_modules() if spec.public_api]
BY_SLUG = pytest.mark.parametrize("spec", MODULES, ids=lambda spec: spec.slug)
SAMPLE = {"string": "beispiel-beispiel-beispi", "uuid": "00000000-0000-0000-0000-000000000007"}


def operations(slug: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield method, path and description of each operation of a module."""
    for path, item in openapi_document(current_tenant())["paths"].items():
        if path.startswith(f"/api/v1/{slug}/"):
            for method, operation in item.items():
                yield method.upper(), path_of(path, operation), operation


def path_of(path: str, operation: dict[str, Any]) -> str:
    """Return a path of this shape; whether its objects exist does not matter at the door."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            schema = parameter["schema"]
            path = path.replace(f"{{{parameter['name']}}}", SAMPLE[schema.get("format", "string")])
    return path


@pytest.mark.django_db
@BY_SLUG
def test_codes_belong_to_the_module(spec):
    assert [scope.code for scope in spec.api_scopes if not scope.code.startswith(f"{spec.slug}:")] == []
    assert [event.code for event in spec.api_events if not event.code.startswith(f"{spec.slug}.")] == []
    assert all(scope.label for scope in spec.api_scopes)
    assert all(event.label for event in spec.api_events)


@pytest.mark.django_db
@BY_SLUG
def test_each_operation_names_a_right_and_every_right_opens_something(spec):
    named = [operation["x-scope"] for _method, _path, operation in operations(spec.slug)]

    assert set(named) == {scope.code for scope in spec.api_scopes}


@pytest.mark.django_db
@BY_SLUG
def test_without_key_or_with_a_foreign_right_nobody_gets_in(spec):
    stranger = Program("")
    for method, path, operation in operations(spec.slug):
        others = [scope for scope in all_scopes() if scope != operation["x-scope"]]
        poor = Program(create_key(name="Arm", scopes=others, actor=None)[1])
        body = {} if "requestBody" in operation else None

        assert stranger.ask(method, path, body).status_code == 401, path
        assert poor.ask(method, path, body).status_code == 403, path


@pytest.mark.django_db
@BY_SLUG
def test_a_module_that_is_off_has_no_interface_and_stands_in_no_description(tenant, spec):
    app = Program(create_key(name="App", scopes=list(all_scopes()), actor=None)[1])
    found = list(operations(spec.slug))
    assert found

    switch(tenant, spec.slug, is_on=False)

    for program in (app, Program("")):
        for method, path, _operation in found:
            answer = program.ask(method, path)
            assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path
    described = app.ask("GET", "/api/v1/openapi.json").json()
    assert [path for path in described["paths"] if path.startswith(f"/api/v1/{spec.slug}/")] == []


@pytest.mark.django_db
@BY_SLUG
def test_each_operation_documents_what_may_go_wrong(spec):
    for _method, path, operation in operations(spec.slug):
        assert {400, 401, 403, 413, 415, 422, 429, 503} <= set(operation["responses"]), path
        assert str(operation["summary"]), path


@pytest.fixture
def other(django_db_setup, django_db_blocker):
    """A second municipality, committed."""
    from tests.municipalities import new_tenants

    make = new_tenants(django_db_blocker)
    with django_db_blocker.unblock():
        yield next(make)
        make.close()


def test_keys_of_one_municipality_open_nothing_in_another(other, django_db_blocker):
    from tenants.models import Tenant
    from tests.database import MUSTERSTADT

    with enter(other):
        text = create_key(name="App", scopes=list(all_scopes()), actor=None)[1]
        assert Program(text).get("concerns").status_code == 200

    with enter(Tenant.objects.get(slug=MUSTERSTADT)):
        for spec in MODULES:
            for method, path, _operation in operations(spec.slug):
                assert Program(text).ask(method, path).status_code == 401, path
