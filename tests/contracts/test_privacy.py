"""Whatever keeps personal data is reached by access, erasure and retention: no table can be forgotten."""

import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from rathaus.privacy.handlers import handlers
from rathaus.registry import all_modules

# Names of fields that hold something about a person. Ids of people are pseudonyms and stand in many tables.
LOOKS_PERSONAL = re.compile(
    r"(^|_)(e?mails?|phones?|telephones?|first_names?|last_names?|full_names?|person_names?|guest_names?|"
    r"applicant_names?|birth(day|_date|_on)?|iban|ip|user_agent|streets?|address(es)?|latitude|longitude)$"
)
# Tables of frameworks that hold no person of their own: texts about people stand in the models above.
OWN_PACKAGES = ("rathaus.", "tenants.", "modules.", "billing.")


def tenant_models():
    """Return every model with a table in the schema of a municipality."""
    names = set(settings.TENANT_APPS)
    configs = [config for config in apps.get_app_configs() if config.name in names or type(config).__module__ in names]
    return [model for config in configs for model in config.get_models(include_auto_created=False)]


def looks_personal(model):
    fields = [field for field in model._meta.concrete_fields if not field.is_relation]
    return {f.name for f in fields if isinstance(f, models.EmailField) or LOOKS_PERSONAL.search(f.name)}


def personal_fields(model):
    """Return the fields that the model declares; those that look personal where it declares nothing."""
    declared = getattr(model, "personal_fields", None)
    return looks_personal(model) if declared is None else set(declared)


def covered():
    return {model for handler in handlers().values() for model in handler.models}


def test_the_check_sees_the_models_of_every_module():
    labels = {model._meta.app_label for model in tenant_models()}

    assert {"accounts", "mail", "audit", "municipality", *(spec.slug for spec in all_modules())} <= labels


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_a_model_with_personal_data_has_a_handler(model):
    if fields := personal_fields(model):
        assert model in covered(), f"{model._meta.label} keeps {sorted(fields)}, but no handler lists it."


@pytest.mark.parametrize(
    "model", [m for m in tenant_models() if m.__module__.startswith(OWN_PACKAGES)], ids=lambda model: model._meta.label
)
def test_a_model_says_which_of_its_fields_are_personal(model):
    declared = getattr(model, "personal_fields", None)
    if declared is None:
        assert looks_personal(model) == set(), f"{model._meta.label} must declare personal_fields, () if none is."
    else:
        assert set(declared) <= {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("name", sorted(handlers()))
def test_a_handler_answers_for_somebody_nobody_knows(db, name):
    handler = handlers()[name]

    assert handler.models
    assert list(handler.export(email="nobody@nowhere.example")) == []
    assert handler.erase(email="nobody@nowhere.example") == 0


@pytest.mark.parametrize("name", sorted(handlers()))
def test_retention_may_run_twice(db, name):
    handler, far_future = handlers()[name], datetime(2100, 1, 1, tzinfo=UTC)

    handler.apply_retention(now=far_future)

    assert handler.apply_retention(now=far_future) == 0


def test_every_module_has_a_handler_of_its_own_or_keeps_nothing_personal():
    without = {spec.slug for spec in all_modules()} - set(handlers())

    assert [m._meta.label for m in tenant_models() if m._meta.app_label in without and personal_fields(m)] == []
