from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from rathaus.celery import app
from rathaus.jobs import OPERATORS, heartbeat, readiness, schedules, tasks, tenant_task
from rathaus.jobs.selectors import slugs_to_serve
from rathaus.registry import Schedule, all_modules
from rathaus.tenancy import enter_public
from tenants.models import Activation, Status, Tenant


@tenant_task(name="test.scheduled")
def scheduled() -> None:
    pass


@tenant_task(name="test.scheduled_everywhere", for_operators=True)
def scheduled_everywhere() -> None:
    pass


@pytest.fixture
def others(tenant):
    """One more municipality of each kind, as rows alone; dispatching reads nothing else."""
    with enter_public():
        for slug, status in [("aa-bereit", Status.PREPARING), ("bb-zu", Status.SUSPENDED), ("cc-weg", Status.ARCHIVED)]:
            Tenant.objects.create(
                slug=slug, schema_name=f"t_{slug}", official_name=slug, short_name=slug, kind="stadt", state="ST",
                plan="full", status=status,
            )  # fmt: skip


@pytest.fixture
def dispatched(monkeypatch):
    """Record whom a task was started for instead of starting it."""
    calls = []
    app.loader.import_default_modules()
    for name in ("test.scheduled", "test.scheduled_everywhere"):
        monkeypatch.setattr(app.tasks[name], "apply_async", lambda **options: calls.append(options))
    return calls


def test_a_schedule_reaches_every_working_municipality_and_no_other(others, tenant, dispatched):
    tasks.dispatch(task="test.scheduled", expires=300)

    assert [call["kwargs"] for call in dispatched] == [{"tenant_slug": "aa-bereit"}, {"tenant_slug": tenant.slug}]
    assert {call["expires"] for call in dispatched} == {300}


def test_a_modules_schedule_reaches_only_those_who_have_switched_it_on(others, tenant, dispatched):
    assert slugs_to_serve("appointments") == [tenant.slug]

    Activation.objects.filter(tenant=tenant).update(is_on=False)
    tasks.dispatch(task="test.scheduled", module="appointments")

    assert dispatched == []


def test_operators_are_served_where_the_task_says_so(tenant, dispatched):
    tasks.dispatch(task="test.scheduled_everywhere")

    assert [call["kwargs"]["tenant_slug"] for call in dispatched] == [tenant.slug, OPERATORS]


def test_the_scheduler_runs_one_dispatcher_per_schedule_and_the_heartbeat():
    plan = schedules.beat_schedule()

    declared = {f"{spec.slug}:{item.name}" for spec in all_modules() for item in spec.schedules}
    assert {"mail.sweep", "audit.seal", *declared} < set(plan)
    assert plan["mail.sweep"]["task"] == "platform.dispatch"
    assert plan["platform.heartbeat"]["schedule"] == timedelta(minutes=1)


def test_what_concerns_operators_alone_is_started_once(monkeypatch):
    once = Schedule("test.once", "test.scheduled_everywhere", timedelta(hours=1), only_operators=True)
    monkeypatch.setattr(schedules, "PLATFORM_SCHEDULES", (once,))

    entry = schedules.beat_schedule()["test.once"]

    assert (entry["task"], entry["kwargs"]) == ("test.scheduled_everywhere", {"tenant_slug": OPERATORS})


def test_missed_runs_expire_so_that_a_late_worker_starts_no_burst():
    plan = schedules.beat_schedule()

    assert plan["mail.sweep"]["options"]["expires"] == plan["mail.sweep"]["kwargs"]["expires"] == 300
    assert plan["mail.wipe"]["options"]["expires"] == 12 * 3600


def test_every_schedule_names_a_task_that_exists():
    app.loader.import_default_modules()

    for name, entry in schedules.beat_schedule().items():
        assert entry["task"] in app.tasks, name
        assert entry.get("kwargs", {}).get("task", "platform.heartbeat") in app.tasks, name


def test_two_schedules_of_the_same_name_are_refused_loudly(monkeypatch):
    twin = Schedule("mail.sweep", "mail.wipe", timedelta(minutes=1))
    monkeypatch.setattr(schedules, "PLATFORM_SCHEDULES", (*schedules.PLATFORM_SCHEDULES, twin))

    with pytest.raises(ImproperlyConfigured, match=r"mail\.sweep"):
        schedules.beat_schedule()


def test_sessions_that_have_run_out_are_removed(tenant):
    from django.contrib.sessions.models import Session

    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))

    tasks.clear_sessions.delay(tenant_slug=tenant.slug)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


@pytest.fixture
def silence(tenant):
    """No heart has beaten yet; ends with that too."""
    with enter_public():
        cache.delete(heartbeat.KEY)


def test_before_any_worker_ran_the_queue_keeps_nobody_from_starting(silence):
    assert readiness.queue_is_moving()


def test_a_heart_that_beats_is_ready_and_one_silent_for_five_minutes_is_not(silence):
    now = timezone.now()
    tasks.heartbeat.delay()

    assert readiness.queue_is_moving()
    assert not heartbeat.is_silent(now=now + timedelta(minutes=4, seconds=59))
    assert heartbeat.is_silent(now=timezone.now() + timedelta(minutes=5, seconds=1))
