"""Figures for the operators: written inside each municipality by a job, read from `public`."""

from datetime import date

import pytest

from rathaus.jobs.schedules import beat_schedule
from rathaus.tenancy import enter_public
from tenants import figures
from tenants.models import DailyFigures, Status, Tenant
from tenants.tasks import figures as figures_job
from tests.factories.operators import make_tenant

DAY = date(2026, 11, 24)


@pytest.fixture
def reported(monkeypatch) -> dict[str, int]:
    """What the modules of a municipality report."""
    counts = {"bookings": 12}

    def one_module_reports(spec, name):
        return (lambda: counts) if (spec.slug, name) == ("appointments", "counts") else None

    monkeypatch.setattr(figures, "contribution", one_module_reports)
    return counts


def rows() -> list[DailyFigures]:
    with enter_public():
        return list(DailyFigures.objects.order_by("day"))


def test_a_row_has_what_the_modules_report_and_the_size_of_the_schema(tenant, reported):
    figures.write_figures(day=DAY)
    (row,) = rows()
    assert (row.tenant_id, row.day) == (tenant.pk, DAY)
    assert row.counts["bookings"] == 12
    assert row.counts["storage_bytes"] > 100_000


def test_a_second_run_on_the_same_day_replaces_the_first(tenant, reported):
    figures.write_figures(day=DAY)
    reported["bookings"] = 20
    figures.write_figures(day=DAY)
    assert [row.counts["bookings"] for row in rows()] == [20]


def test_a_module_that_is_off_reports_nothing(tenant, reported):
    tenant.active_modules = frozenset()
    figures.write_figures(day=DAY)
    assert "bookings" not in rows()[0].counts


def test_the_real_modules_report_numbers(tenant):
    figures.write_figures(day=DAY)
    assert all(isinstance(count, int) for count in rows()[0].counts.values())


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.ARCHIVED])
def test_the_job_does_nothing_where_jobs_have_stopped(tenant, reported, status):
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=status)
    figures_job(tenant_slug=tenant.slug)
    assert rows() == []


def test_the_job_writes_the_row_of_today(tenant, reported):
    figures_job(tenant_slug=tenant.slug)
    assert len(rows()) == 1


def test_the_job_never_counts_public_for_a_municipality_without_schema(db, reported):
    make_tenant("geist", status=Status.LIVE)
    figures_job(tenant_slug="geist")
    assert rows() == []


def test_reading_keeps_municipalities_apart_and_takes_the_latest_storage(db):
    first, second = make_tenant("eins"), make_tenant("zwei")
    with enter_public():
        for tenant, day, counts in (
            (first, date(2026, 11, 23), {"bookings": 1, "storage_bytes": 100}),
            (first, DAY, {"bookings": 2, "storage_bytes": 200}),
            (second, DAY, {"storage_bytes": 7}),
        ):
            DailyFigures.objects.create(tenant=tenant, day=day, counts=counts)
        found = figures.read_figures([first.pk, second.pk], today=DAY)
    assert found[first.pk].bookings.values == [0, 0, 0, 0, 0, 1, 2]
    assert found[first.pk].storage == 200
    assert found[second.pk].bookings is None


def test_figures_are_written_each_morning_in_every_municipality():
    plan = beat_schedule()["tenants.write_figures"]
    assert plan["task"] == "platform.dispatch"
    assert plan["kwargs"]["task"] == "tenants.write_figures"


def test_lost_wishes_are_looked_for_once_and_not_once_per_municipality():
    plan = beat_schedule()["tenants.fulfil_overdue"]
    assert (plan["task"], plan["kwargs"]) == ("tenants.fulfil_overdue", {"tenant_slug": "@operators"})
