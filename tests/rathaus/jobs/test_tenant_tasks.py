import uuid

import pytest
import structlog
from celery import shared_task
from django.db import OperationalError, transaction
from structlog.testing import capture_logs

from rathaus.accounts.models import Role
from rathaus.celery import app
from rathaus.jobs import OPERATORS, MissingTenantError, enqueue, tenant_task
from rathaus.tenancy import current_tenant, enter_public
from rathaus.tenancy.context import tenant_or_none
from tenants.models import Activation, Status, Tenant

ran = []


@tenant_task(name="test.note", module="appointments")
def note(value: str = "") -> None:
    ran.append((current_tenant().slug, value, structlog.contextvars.get_contextvars()))


@tenant_task(name="test.note_anywhere", for_operators=True)
def note_anywhere() -> None:
    tenant = tenant_or_none()
    ran.append(tenant.slug if tenant else "")


@tenant_task(name="test.stumble")
def stumble(times: int) -> None:
    ran.append(times)
    if len(ran) <= times:
        raise OperationalError("deadlock detected")


@tenant_task(name="test.fail")
def fail() -> None:
    ran.append("failed")
    raise LookupError


@pytest.fixture(autouse=True)
def _clean():
    ran.clear()


def run(task, **arguments):
    return task.apply(kwargs=arguments, throw=True)


def skipped(task, **arguments):
    with capture_logs() as lines:
        run(task, **arguments)
    return [line["reason"] for line in lines if line["event"] == "job_skipped"]


def test_a_job_works_inside_its_municipality_and_names_it_on_its_lines(tenant):
    with enter_public():
        run(note, tenant_slug=tenant.slug, request_id="R7K2-9QXM", value="x")
        assert tenant_or_none() is None

    ((slug, value, context),) = ran
    assert (slug, value) == (tenant.slug, "x")
    assert context == {"job": "test.note", "tenant": tenant.slug, "request_id": "R7K2-9QXM"}


@pytest.mark.parametrize("task", [note, note_anywhere])
def test_a_job_without_a_municipality_is_refused(tenant, task):
    with pytest.raises(MissingTenantError):
        run(task)

    assert ran == []


def test_operators_jobs_run_in_public_only_where_a_task_says_so(tenant):
    run(note_anywhere, tenant_slug=OPERATORS)
    with pytest.raises(MissingTenantError):
        run(note, tenant_slug=OPERATORS)

    assert ran == [""]


def test_a_job_of_a_removed_municipality_does_nothing(tenant):
    assert skipped(note, tenant_slug="gibt-es-nicht") == ["unknown_tenant"]
    assert ran == []


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.ARCHIVED])
def test_a_job_queued_before_a_suspension_does_nothing(tenant, status):
    Tenant.objects.filter(pk=tenant.pk).update(status=status)

    assert skipped(note, tenant_slug=tenant.slug) == ["tenant_not_working"]
    assert ran == []


def test_a_municipality_in_preparation_works(tenant):
    Tenant.objects.filter(pk=tenant.pk).update(status=Status.PREPARING)

    assert skipped(note, tenant_slug=tenant.slug) == []
    assert len(ran) == 1


def test_a_job_queued_before_its_module_was_switched_off_does_nothing(tenant):
    Activation.objects.filter(tenant=tenant, module="appointments").update(is_on=False)

    assert skipped(note, tenant_slug=tenant.slug) == ["module_off"]
    assert ran == []
    run(note_anywhere, tenant_slug=tenant.slug)
    assert ran == [tenant.slug]


def test_a_job_never_falls_through_to_public_where_the_schema_is_missing(tenant):
    Tenant.objects.filter(pk=tenant.pk).update(schema_name="t_weg")

    assert skipped(note, tenant_slug=tenant.slug) == ["schema_missing"]
    assert ran == []


def test_the_database_stumbling_is_tried_again(tenant):
    app.conf.update(task_eager_propagates=False)  # in place of a worker, which repeats instead of raising

    stumble.apply(kwargs={"tenant_slug": tenant.slug, "times": 2})

    assert ran == [2, 2, 2]


def test_other_errors_are_not_repeated(tenant):
    with pytest.raises(LookupError):
        run(fail, tenant_slug=tenant.slug)

    assert ran == ["failed"]


def fail_after_enqueueing():
    with transaction.atomic():
        enqueue(note, value="b")
        raise RuntimeError


def test_jobs_start_only_when_the_transaction_is_true(tenant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enqueue(note, value="a")
        assert ran == []
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        fail_after_enqueueing()

    assert [value for _, value, _ in ran] == ["a"]


def test_a_job_carries_the_number_of_the_request_that_caused_it(tenant, django_capture_on_commit_callbacks):
    with (
        structlog.contextvars.bound_contextvars(request_id="R7K2-9QXM"),
        django_capture_on_commit_callbacks(execute=False) as callbacks,
    ):
        enqueue(note)
    for callback in callbacks:
        callback()

    assert ran[0][2]["request_id"] == "R7K2-9QXM"


@pytest.mark.parametrize("value", [uuid.UUID(int=7), object(), {1: "x"}, ["ok", Role()]])
def test_only_primitives_travel(tenant, value):
    with pytest.raises(TypeError, match="primitive"):
        enqueue(note, value=value)


def test_nothing_can_be_enqueued_outside_of_a_municipality_by_mistake(tenant, django_capture_on_commit_callbacks):
    with enter_public(), pytest.raises(MissingTenantError):
        enqueue(note, value="x")
    with enter_public(), django_capture_on_commit_callbacks(execute=True):
        enqueue(note_anywhere)

    assert ran == [""]


@pytest.mark.parametrize("error", [ConnectionRefusedError, AttributeError])  # the latter from a channel closed halfway
def test_a_broker_that_does_not_answer_does_not_fail_the_request(
    tenant, monkeypatch, django_capture_on_commit_callbacks, error
):
    def refuse(**_):
        raise error

    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(note, "apply_async", refuse)

    with capture_logs() as lines, django_capture_on_commit_callbacks(execute=True):
        enqueue(note, value="x")

    assert [line["event"] for line in lines] == ["job_not_queued"]


def test_a_job_whose_channel_was_closed_halfway_is_sent_through_the_next_one(
    tenant, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []

    def closed_once(kwargs):
        sent.append(kwargs["value"])
        if len(sent) == 1:
            raise AttributeError

    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(note, "apply_async", closed_once)

    with capture_logs() as lines, django_capture_on_commit_callbacks(execute=True):
        enqueue(note, value="x")

    assert (sent, lines) == (["x", "x"], [])


def test_tasks_know_our_application_in_every_thread(tenant):
    from concurrent.futures import ThreadPoolExecutor

    @shared_task(name="test.threaded")
    def threaded() -> None:
        pass

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: threaded.app.main).result() == "rathaus"
