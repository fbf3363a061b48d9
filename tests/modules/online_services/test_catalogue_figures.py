"""The OZG page and the statistics of the catalogue."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from modules.cases.models import Case
from modules.online_services.catalogue.maturity import maturity_of
from modules.online_services.models import ServiceCount
from modules.online_services.selectors.ozg import ozg_lines
from modules.online_services.services.counting import BEGAN, count, step_done
from modules.online_services.services.using import count_uses
from modules.online_services.statistics.periods import PeriodKind, period_of
from modules.online_services.statistics.protecting import Spent, mean_days, shown_teams
from modules.online_services.statistics.reading import read_figures
from rathaus.accounts.models import Department
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case
from tests.factories.services import make_version
from tests.modules.online_services.catalogue import make_steg, text, url
from tests.modules.online_services.examples import make_described

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


@pytest.fixture
def steg(administrator):
    return make_steg(administrator)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, 3),
        ({"is_active": False}, 0),
        ({"has_own_form": False}, 2),
        ({"has_own_form": False, "can_be_sent": False}, 1),
        ({"trust_here": 0}, 2),
    ],
)
def test_the_claimed_level_is_capped_by_what_is_there(facts, level):
    service = make_described("Beispiel")
    claimed = service.description.model_copy(update={"maturity": 4, "assurance_level": 1})
    known = {"is_active": True, "has_own_form": True, "can_be_sent": True, "trust_here": 1} | facts
    found = maturity_of(claimed, **known)
    assert found.level == level
    assert found.reason


def test_the_ozg_page_counts_what_was_used_and_gives_it_as_a_file(browser, steg):
    make_case(service_key=steg.key, service_name=steg.name)
    line = ozg_lines()[0]
    assert (line.used, line.online, line.maturity.level) == (1, 1, 0)
    assert "Steg mieten" in text(browser.get(url("ozg")))
    file = browser.get(url("ozg_csv")).content.decode("utf-8-sig")
    assert "Steg mieten;http://musterstadt.localhost/dienste/steg-mieten/" in file


# --- statistics


def test_a_mean_needs_five_cases_and_two_people():
    five = Spent(None, 2, 5, timedelta(days=10))
    assert mean_days([five]) == 2.0
    assert mean_days([Spent(None, 1, 50, timedelta(days=10))]) is None
    assert mean_days([Spent(None, 9, 4, timedelta(days=10))]) is None


def test_one_hidden_team_takes_the_smallest_shown_one_with_it():
    def team(number, people, closed):
        return Spent(number, people, closed, timedelta(days=closed))

    assert set(shown_teams([team(1, 2, 5), team(2, 3, 9)])) == {1, 2}
    assert set(shown_teams([team(1, 2, 5), team(2, 3, 9), team(3, 1, 7)])) == {2}
    assert set(shown_teams([team(1, 2, 5), team(2, 3, 9), team(3, 1, 7), team(4, 1, 7)])) == {1, 2}


def test_services_are_counted_by_way_team_and_duration(browser, steg):
    team = Department.objects.create(name="Hafenamt")
    for membership in (StaffFactory(), StaffFactory()):
        membership.departments.add(team)
    for number in range(6):
        case = make_case(service_key=steg.key, department=team, channel="online" if number else "phone")
        Case.objects.filter(pk=case.pk).update(closed_at=case.opened_at + timedelta(days=2))
    figures = read_figures(period_of(PeriodKind.TWELVE_MONTHS, timezone.localdate()))
    line = figures.services[0]
    assert (line.number, line.online, line.days, figures.trips_saved) == (6, 5, 2.0, 5)
    page = text(browser.get(f"{url('statistics')}?abteilung={team.pk}"))
    assert "<svg" in page
    assert "Hafenamt" in page
    file = browser.get(url("statistics_csv", "leistungen")).content.decode("utf-8-sig")
    assert "Steg mieten;6;83 %;2,0;5;–" in file
    assert browser.get(url("statistics_csv", "unsinn")).status_code == 404
    count_uses()
    steg.refresh_from_db()
    assert steg.uses == 6


def test_a_department_of_one_person_has_no_duration(steg):
    alone = Department.objects.create(name="Archiv")
    StaffFactory().departments.add(alone)
    for _number in range(6):
        case = make_case(service_key=steg.key, department=alone)
        Case.objects.filter(pk=case.pk).update(closed_at=case.opened_at + timedelta(days=2))
    figures = read_figures(period_of(PeriodKind.MONTH, timezone.localdate()))
    assert (figures.services[0].days, figures.teams[0].days) == (None, None)


def test_how_far_people_come_is_counted_without_them(browser, steg):
    make_version(service=steg)
    for what, number in ((BEGAN, 4), (step_done("person"), 3), (step_done("sache"), 1)):
        for _time in range(number):
            count(service=steg, what=what)
    assert ServiceCount.objects.count() == 3
    page = text(browser.get(url("service_statistics", steg.pk)))
    rows = [page.index(word) for word in ("Begonnen", "Ihre Angaben", "Ihr Anliegen", "Abgesendet")]
    assert rows == sorted(rows)
    assert "75 %" in page


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PeriodKind.MONTH, date(2026, 11, 1), date(2026, 11, 23)),
        (PeriodKind.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (PeriodKind.QUARTER, date(2026, 10, 1), date(2026, 11, 23)),
        (PeriodKind.YEAR, date(2026, 1, 1), date(2026, 11, 23)),
        (PeriodKind.TWELVE_MONTHS, date(2025, 11, 24), date(2026, 11, 23)),
    ],
)
def test_periods_end_today_or_with_the_month(kind, first, last):
    period = period_of(kind, date(2026, 11, 23))
    assert (period.first, period.last) == (first, last)
