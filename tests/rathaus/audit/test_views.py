from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.audit import selectors
from rathaus.audit.models import AuditEntry
from rathaus.audit.services import record

NOBODY = "00000000-0000-4000-8000-00000000abcd"

URL = "/verwaltung/protokoll/"


def page(browser, **query):
    response = browser.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def test_administrators_read_who_did_what_in_words(signed_in_administrator, administrator):
    record(action="accounts.roles_changed", actor=administrator, details={"roles": "front_desk"})

    html = page(signed_in_administrator)

    assert "Rollen geändert" in html
    assert administrator.full_name in html
    assert "roles: front_desk" in html


def test_others_may_not_read_it(case_worker, signed_in, tenant_client):
    assert signed_in(case_worker).get(URL).status_code == 403
    assert tenant_client.get(URL).status_code == 302


def test_the_filter_lives_in_the_url_and_narrows_by_action_person_and_day(signed_in_administrator, administrator):
    record(action="accounts.invited", actor=administrator, details={"which": "wanted"})
    record(action="accounts.deactivated", actor=administrator, details={"which": "other-action"})
    record(action="accounts.invited", details={"which": "other-person"})
    AuditEntry.objects.create(
        action="accounts.invited", actor_kind="staff", actor_id=administrator.pk, details={"which": "other-day"},
        at=timezone.now() - timedelta(days=3),
    )  # fmt: skip
    today = timezone.localdate().isoformat()

    html = page(
        signed_in_administrator, action="accounts.invited", actor=administrator.pk, first_on=today, last_on=today
    )

    assert "wanted" in html
    assert not [other for other in ("other-action", "other-person", "other-day") if other in html]


@pytest.mark.parametrize("query", [{"action": "drop table"}, {"actor": NOBODY}, {"first_on": "gestern"}])
def test_a_wrong_filter_says_so_and_shows_nothing(signed_in_administrator, query):
    record(action="accounts.invited", details={"which": "something"})

    html = page(signed_in_administrator, **query)

    assert "kern-error" in html
    assert "something" not in html


def test_an_empty_result_says_what_to_do(signed_in_administrator):
    html = page(signed_in_administrator, first_on="2001-01-01", last_on="2001-01-02")

    assert "Wählen Sie einen längeren Zeitraum" in html


def test_older_entries_are_one_click_away_with_the_filter_kept(signed_in_administrator, administrator, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE_SIZE", 1)
    for number in range(2):
        record(action="accounts.invited", details={"which": f"number-{number}"})

    response = signed_in_administrator.get(URL, {"action": "accounts.invited"})
    older = signed_in_administrator.get(URL + response.context["older_url"])

    assert "number-1" in response.content.decode()
    assert "number-0" in older.content.decode()
    assert "number-1" not in older.content.decode()


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 30, "½"])
def test_a_nonsense_position_starts_at_the_newest(signed_in_administrator, before):
    record(action="accounts.invited", details={"which": "newest"})

    assert "newest" in page(signed_in_administrator, vor=before)
