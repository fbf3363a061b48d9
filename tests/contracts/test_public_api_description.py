"""Schemathesis tries the whole description: examples, edges, random data good and bad, and chains of requests."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import schemathesis.engine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test.testcases import LiveServerThread
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events

from modules.appointments.models import AppointmentSettings, Channel, Concern, PreliminaryQuestion
from rathaus.api.scopes import all_scopes
from rathaus.api.services import create_key
from rathaus.registry import all_modules
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tenants.municipality.models import Location
from tests.contracts.routes import make_examples

ANSWERS_TO_VALID = ["2xx", "404", "409"]  # it is not there, or rules and state speak against it; never 400 or 422


@pytest.fixture
def server(django_db_setup) -> Iterator[str]:
    """The address of a server that answers for every municipality of the test."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None, thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def config(server: str, slug: str, key: str) -> SchemathesisConfig:
    """Return what is tried and what is expected; the same in every run."""
    return SchemathesisConfig.from_dict(
        {
            "base-url": server,
            "headers": {"Authorization": f"Bearer {key}", "Host": f"{slug}.localhost"},
            "workers": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": 6, "deterministic": True, "no-shrink": True},
            "checks": {"positive_data_acceptance": {"expected-statuses": ANSWERS_TO_VALID}},
            "phases": {"stateful": {"generation": {"max-examples": 5}}},
        }
    )


@pytest.mark.fresh_tenant
def test_the_interface_keeps_what_it_describes(fresh_tenant, django_db_blocker, server):
    with django_db_blocker.unblock():
        switch_on_all(fresh_tenant)
        for spec in all_modules():
            if spec.public_api:
                make_examples(f"modules.{spec.slug}", "Beispiel")
        allow_all_that_the_description_allows()
        key = create_key(name="Prüfprogramm", scopes=list(all_scopes()), actor=None, rate_limit=10_000_000)[1]
        schema = schemathesis.openapi.from_url(
            f"{server}/api/v1/openapi.json",
            headers={"Host": f"{fresh_tenant.slug}.localhost"},
            config=config(server, fresh_tenant.slug, key),
        )
        found, statuses, tried = run(schema)

    assert found == []
    assert tried == set(labels(schema))
    assert statuses["2xx"] > 50, "most of it must have come to something, else nothing is proven"
    assert statuses["4xx"] > 100


def switch_on_all(tenant) -> None:
    """Let every module answer."""
    with enter_public():
        for spec in all_modules():
            Activation.objects.update_or_create(tenant=tenant, module=spec.slug, defaults={"is_on": True})
    tenant.__dict__.pop("active_modules", None)
    directory.forget_all()


def allow_all_that_the_description_allows() -> None:
    """Let rules refuse as little as possible, so that most of what is sent comes to something."""
    AppointmentSettings.objects.update_or_create(defaults={"video_address": "https://video.example/"})
    Concern.objects.update(max_persons=20, channels=list(Channel.values), offers_home_visit=True)
    PreliminaryQuestion.objects.all().delete()
    Location.objects.update(step_free=True)


def run(schema: Any) -> tuple[list[str], Counter[str], set[str]]:
    """Return what went wrong, how many answers there were of each kind, and which operations were tried."""
    found, statuses, tried = [], Counter[str](), set()
    for event in schemathesis.engine.from_schema(schema).execute():
        if isinstance(event, (events.NonFatalError, events.FatalError)):
            error = event.value if isinstance(event, events.NonFatalError) else event.exception
            found.append(f"{getattr(event, 'label', '')}: {error!r}")
        if isinstance(event, events.ScenarioFinished):
            tried |= {node.value.operation.label for node in event.recorder.cases.values()}
            statuses.update(kinds(event.recorder))
            found += failures(event.recorder)
    connection.close()
    return found, statuses, tried


def kinds(recorder: Any) -> list[str]:
    answers = [interaction.response for interaction in recorder.interactions.values() if interaction.response]
    return [f"{answer.status_code // 100}xx" for answer in answers]


def failures(recorder: Any) -> list[str]:
    return [
        f"{check.name}: {check.failure_info.failure}\n{recorder.cases[case].value.as_curl_command()}"
        for case, checks in recorder.checks.items()
        for check in checks
        if check.status == Status.FAILURE
    ]


def labels(schema: Any) -> list[str]:
    return [result.ok().label for result in schema.get_all_operations()]
