"""The one switch, for every module there is and every module to come."""

import pytest
from django.test import Client
from structlog.testing import capture_logs

from rathaus.registry import all_modules
from rathaus.tenancy import enter_public
from tenants.models import Activation
from tests.contracts.routes import make_examples, module_routes

MODULES = [spec.slug for spec in all_modules()]


def switch(tenant, module: str, *, is_on: bool) -> None:
    """Set the switch as the services would, without their checks: the gate is under test."""
    with enter_public():
        Activation.objects.update_or_create(tenant=tenant, module=module, defaults={"is_on": is_on})
    tenant.__dict__.pop("active_modules", None)
    from tenants import directory

    directory.forget_all()


@pytest.mark.parametrize("module", MODULES)
def test_each_address_with_arguments_has_an_example(tenant, module):
    wanted = {route.name for route in module_routes()[module] if route.arguments}
    assert wanted == set(make_examples(f"modules.{module}", "Beispiel"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_that_is_off_answers_404_everywhere_and_one_that_is_on_does_not(
    tenant, signed_in_administrator: Client, module
):
    examples = make_examples(f"modules.{module}", "Beispiel")
    paths = [route.path(examples.get(route.name)) for route in module_routes()[module]]
    assert paths

    switch(tenant, module, is_on=True)
    answers_on = {path: signed_in_administrator.get(path).status_code for path in paths}
    assert {path for path, status in answers_on.items() if status == 404} == set()

    switch(tenant, module, is_on=False)
    answers_off = {path: signed_in_administrator.get(path).status_code for path in paths}
    assert set(answers_off.values()) == {404}
    assert {signed_in_administrator.post(path).status_code for path in paths} == {404}


@pytest.mark.parametrize("module", MODULES)
def test_switching_off_hides_and_switching_on_shows_all_data_as_it_was(tenant, module):
    from django.apps import apps

    make_examples(f"modules.{module}", "Beispiel")
    models = list(apps.get_app_config(module).get_models())
    before = {model: model.objects.count() for model in models}
    assert sum(before.values()) > 0

    switch(tenant, module, is_on=False)
    switch(tenant, module, is_on=True)

    assert {model: model.objects.count() for model in models} == before


@pytest.mark.parametrize("module", MODULES)
def test_queued_jobs_of_a_module_that_was_switched_off_do_nothing(tenant, module):
    from rathaus.celery import app

    app.loader.import_default_modules()  # as a worker does when it starts
    spec = next(spec for spec in all_modules() if spec.slug == module)
    names = {schedule.task for schedule in spec.schedules}
    assert names <= set(app.tasks), "each schedule names a task that exists"

    for name in names:
        assert run_and_see_skips(app.tasks[name], tenant) == []
    switch(tenant, module, is_on=False)
    for name in names:
        assert run_and_see_skips(app.tasks[name], tenant) == ["module_off"], f"{name} works although {module} is off"


def run_and_see_skips(task, tenant) -> list[str]:
    """Run a job as the worker would and return the reasons for which it did nothing."""
    with capture_logs() as logs:
        task.apply(kwargs={"tenant_slug": tenant.slug}, throw=True)
    return [line["reason"] for line in logs if line["event"] == "job_skipped"]


@pytest.mark.parametrize("module", MODULES)
def test_permissions_belong_to_the_module_and_name_known_roles(module):
    from rathaus.accounts.roles import ROLE_NAMES

    spec = next(spec for spec in all_modules() if spec.slug == module)
    for permission in spec.permissions:
        assert permission.code.startswith(f"{module}.")
        assert set(permission.default_roles) <= set(ROLE_NAMES)
    known = [one for one in all_modules() if one.slug in (module, *spec.requires)]
    assert {entry.permission for entry in spec.nav} <= {right.code for one in known for right in one.permissions}


@pytest.mark.parametrize("module", MODULES)
def test_everything_a_module_names_can_be_loaded(module):
    from dataclasses import fields

    from rathaus.registry import contribution

    spec = next(spec for spec in all_modules() if spec.slug == module)
    for name in (
        "setup_checks",
        "sample_data",
        "demo_data",
        "personal_data",
        "activity",
        "counts",
        "opening_today",
        "opening_week",
        "next_free",
        "notices",
        "search",
        "dashboard",
    ):
        assert name in {entry.name for entry in fields(spec)}
        if getattr(spec, name):
            assert contribution(spec, name) is not None
