from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.audit import exporting, selectors
from rathaus.audit.models import AuditEntry
from rathaus.audit.selectors import get_preferences
from rathaus.audit.services import record

URL = "/verwaltung/protokoll/"


def page(browser, **query):
    response = browser.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def test_administrators_read_who_did_what_in_words(signed_in_administrator, administrator):
    record(action="accounts.roles_changed", actor=administrator, details={"roles": "front_desk"})

    html = page(signed_in_administrator)

    assert "Rollen geändert" in html
    assert "Sie selbst" in html
    assert "roles: front_desk" in html


def test_what_colleagues_did_names_nobody(signed_in_administrator, case_worker):
    record(action="accounts.roles_changed", actor=case_worker, target=case_worker)

    html = page(signed_in_administrator, action="accounts.roles_changed")

    assert "Rollen geändert" in html
    assert case_worker.full_name not in html
    assert str(case_worker.pk) not in html


def test_the_number_of_a_colleague_leads_to_the_search_for_people(signed_in_administrator, case_worker):
    record(action="accounts.roles_changed", target=case_worker, details={"which": "something"})

    html = page(signed_in_administrator, number=case_worker.pk)

    assert "Nach einer Person suchen" in html
    assert "which: something" not in html


def test_reading_the_record_is_recorded_once(signed_in_administrator, administrator):
    page(signed_in_administrator)
    page(signed_in_administrator)

    assert AuditEntry.objects.filter(action="audit.record_read", actor_id=administrator.pk).count() == 1


def test_the_filtered_record_is_taken_as_a_file_and_that_is_recorded(signed_in_administrator, case_worker):
    record(action="accounts.invited", actor=case_worker, details={"which": "wanted"})
    record(action="accounts.deactivated", details={"which": "other"})

    response = signed_in_administrator.post(f"{URL}datei/", {"action": "accounts.invited"})

    rows = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert rows[0].startswith("Wann;Was;Code;Wer;Woran")
    assert [("wanted" in row, case_worker.full_name in row) for row in rows[1:]] == [(True, False)]
    assert AuditEntry.objects.get(action="audit.record_exported").details["count"] == 1


def test_a_file_of_too_many_entries_is_refused(signed_in_administrator, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    for _number in range(2):
        record(action="accounts.invited")

    response = signed_in_administrator.post(f"{URL}datei/", {"action": "accounts.invited"})

    assert "Bitte wählen Sie einen kürzeren Zeitraum." in response.content.decode()


def test_administrators_choose_how_long_it_is_kept(signed_in_administrator):
    assert 'value="12"' in signed_in_administrator.get(f"{URL}aufbewahrung/").content.decode()
    assert "kern-error" in signed_in_administrator.post(f"{URL}aufbewahrung/", {"kept_months": 1}).content.decode()

    assert signed_in_administrator.post(f"{URL}aufbewahrung/", {"kept_months": 24}).status_code == 302

    assert get_preferences().kept_months == 24
    assert AuditEntry.objects.get(action="audit.retention_changed").details == {"from": 12, "to": 24}


def test_others_may_not_read_it(case_worker, signed_in, tenant_client):
    assert signed_in(case_worker).get(URL).status_code == 403
    assert tenant_client.get(URL).status_code == 302


def test_the_filter_lives_in_the_url_and_narrows_by_action_side_and_day(signed_in_administrator, administrator):
    record(action="accounts.invited", actor=administrator, details={"which": "wanted"})
    record(action="accounts.deactivated", actor=administrator, details={"which": "other-action"})
    record(action="accounts.invited", details={"which": "other-side"})
    AuditEntry.objects.create(
        action="accounts.invited", actor_kind="staff", actor_id=administrator.pk, details={"which": "other-day"},
        at=timezone.now() - timedelta(days=3),
    )  # fmt: skip
    today = timezone.localdate().isoformat()

    html = page(signed_in_administrator, action="accounts.invited", actor_kind="staff", first_on=today, last_on=today)

    assert "wanted" in html
    assert not [other for other in ("other-action", "other-side", "other-day") if other in html]


@pytest.mark.parametrize("query", [{"action": "drop table"}, {"actor_kind": "wizard"}, {"first_on": "gestern"}])
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
