"""Fixtures for the shell: compiled catalogs, static files without a manifest, templates from a string."""

import pytest
from django.template import Context, engines
from django.test import RequestFactory

from rathaus.web.translations import compile_all


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogs():
    compile_all()


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _own_addresses(settings):
    settings.ROOT_URLCONF = "tests.rathaus.web.urls"


@pytest.fixture
def render():
    """Render a template's source with the given context, as a page at `path`; without context processors."""

    def _render(source, path="/", **context):
        template = engines["django"].from_string(source).template
        return template.render(Context({"request": RequestFactory().get(path), **context}))

    return _render
