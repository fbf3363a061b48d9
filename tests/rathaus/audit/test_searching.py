"""Nobody looks alone at what a colleague did: reason, second person, a week, and everything recorded."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.accounts.models import Role
from rathaus.audit.errors import OwnSearchError, SearchedPersonError, SearchOverError, SearchUnclearError
from rathaus.audit.models import AuditEntry, SearchState, StaffSearch
from rathaus.audit.privacy import PERSONAL_DATA
from rathaus.audit.searching import (
    VISIBLE_FOR,
    WAITS_FOR,
    Question,
    approve_search,
    refuse_search,
    request_search,
    withdraw_search,
)
from rathaus.audit.selectors import deciders, entries_of
from rathaus.audit.services import record
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory

URL = "/verwaltung/protokoll/suchen/"
REASON = "Beschwerde: ein Termin wurde ohne Anlass angesehen."


@pytest.fixture
def officer(tenant):
    return StaffFactory(roles=["data_protection_officer"]).user


@pytest.fixture
def council(tenant):
    """Somebody of the staff council: decides, and may not read the record."""
    member = StaffFactory(roles=["case_worker"])
    role = Role.objects.create(slug="own-council", name="Personalrat", permissions=["platform.audit_decide"])
    member.roles.set([role])
    return member.user


def question(about=None, **further) -> Question:
    today = timezone.localdate()
    wanted = {"about": about, "first_on": today, "last_on": today, "reason": REASON} | further
    return Question(**wanted)


def asked(administrator, case_worker, **further) -> StaffSearch:
    return request_search(question=question(case_worker, **further), actor=administrator)


def actions() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="audit.").order_by("id").values_list("action", flat=True))


class TestAsking:
    def test_it_mails_those_who_decide_and_says_nothing_of_whom(self, administrator, officer, case_worker):
        asked(administrator, case_worker)

        assert list(OutboxMessage.objects.values_list("to", flat=True)) == [officer.email]
        assert case_worker.last_name not in OutboxMessage.objects.get().text
        assert REASON not in OutboxMessage.objects.get().text

    @pytest.mark.parametrize("missing", ["reason", "about", "days"])
    def test_what_is_not_clear_is_refused(self, administrator, case_worker, missing):
        today = timezone.localdate()
        wrong = {"reason": {"reason": "  so  "}, "about": {"about": None}, "days": {"last_on": today - timedelta(1)}}

        with pytest.raises(SearchUnclearError):
            request_search(question=question(**{"about": case_worker} | wrong[missing]), actor=administrator)

    def test_who_is_searched_for_does_not_decide(self, administrator, officer, council):
        search = asked(administrator, officer)

        assert list(deciders(search)) == [council]


class TestDeciding:
    def test_a_second_person_lets_the_first_one_look_for_a_week(self, administrator, officer, case_worker):
        search = approve_search(search=asked(administrator, case_worker), actor=officer)

        assert (search.state, search.decided_by) == (SearchState.APPROVED, officer.pk)
        assert search.is_visible_at(timezone.now() + VISIBLE_FOR - timedelta(minutes=1))
        assert not search.is_visible_at(timezone.now() + VISIBLE_FOR + timedelta(minutes=1))
        assert actions() == ["audit.search_requested", "audit.search_approved"]

    @pytest.mark.parametrize("decide", [approve_search, refuse_search])
    def test_neither_who_asked_nor_who_is_searched_for_decides(self, administrator, officer, decide):
        search = asked(administrator, officer)

        with pytest.raises(OwnSearchError):
            decide(search=search, actor=administrator)
        with pytest.raises(SearchedPersonError):
            decide(search=search, actor=officer)
        search.refresh_from_db()
        assert search.state == SearchState.OPEN

    def test_it_is_decided_once_and_not_after_a_fortnight(self, administrator, officer, case_worker):
        refused = refuse_search(search=asked(administrator, case_worker), actor=officer)
        old = asked(administrator, case_worker)
        StaffSearch.objects.filter(pk=old.pk).update(requested_at=timezone.now() - WAITS_FOR - timedelta(days=1))

        for search in (refused, old):
            with pytest.raises(SearchOverError):
                approve_search(search=search, actor=officer)

    def test_who_asked_takes_it_back_and_nobody_else(self, administrator, officer, case_worker):
        search = approve_search(search=asked(administrator, case_worker), actor=officer)

        with pytest.raises(SearchOverError):
            withdraw_search(search=search, actor=officer)
        assert not withdraw_search(search=search, actor=administrator).is_visible_at(timezone.now())


class TestResult:
    def test_it_holds_what_the_person_did_as_staff_in_these_days(self, administrator, case_worker):
        wanted = record(action="test.done", actor=case_worker)
        record(action="test.done", actor=administrator)
        record(action="test.done", actor=case_worker, actor_kind="citizen")
        AuditEntry.objects.create(
            action="test.done", actor_kind="staff", actor_id=case_worker.pk, at=timezone.now() - timedelta(days=2)
        )

        assert list(entries_of(asked(administrator, case_worker))) == [wanted]

    def test_it_can_tell_who_touched_an_object(self, administrator, case_worker):
        number = str(uuid.uuid4())
        wanted = AuditEntry.objects.create(
            action="test.done", actor_kind="staff", actor_id=case_worker.pk, target_id=number
        )
        record(action="test.done", actor=case_worker)

        search = request_search(question=question(object_id=number), actor=administrator)

        assert list(entries_of(search)) == [wanted]


class TestPages:
    def test_from_the_request_to_the_result(self, administrator, officer, case_worker, signed_in):
        record(action="accounts.invited", actor=case_worker)
        asks, decides = signed_in(administrator), signed_in(officer)
        today = timezone.localdate().isoformat()
        form = {"about": case_worker.pk, "first_on": today, "last_on": today, "reason": REASON}

        answer = asks.post(f"{URL}neu/", form)
        path = answer["Location"]
        assert "Person eingeladen" not in asks.get(path).content.decode()
        assert decides.post(f"{path}freigeben/").status_code == 302

        result = asks.get(path).content.decode()
        assert case_worker.full_name in result
        assert "Ergebnis" in result
        assert "Ergebnis</h2>" not in decides.get(path).content.decode()
        assert actions()[-1] == "audit.search_viewed"

    def test_who_asked_sees_no_buttons_and_cannot_send_them(self, administrator, case_worker, signed_in):
        search = asked(administrator, case_worker)
        browser = signed_in(administrator)

        assert "freigeben/" not in browser.get(f"{URL}{search.pk}/").content.decode()
        browser.post(f"{URL}{search.pk}/freigeben/")
        search.refresh_from_db()
        assert search.state == SearchState.OPEN

    def test_a_town_hall_without_a_second_person_learns_what_to_do(self, administrator, case_worker, signed_in):
        search = asked(administrator, case_worker)

        assert "zum Beispiel aus dem Personalrat" in signed_in(administrator).get(f"{URL}{search.pk}/").content.decode()

    def test_the_staff_council_decides_without_reading_the_record(self, administrator, council, case_worker, signed_in):
        search, browser = asked(administrator, case_worker), signed_in(council)

        assert browser.get(URL).status_code == 200
        assert browser.get("/verwaltung/protokoll/").status_code == 403
        assert browser.post(f"{URL}{search.pk}/ablehnen/").status_code == 302
        search.refresh_from_db()
        assert (search.state, search.decided_by) == (SearchState.REFUSED, council.pk)

    def test_others_are_not_let_in(self, administrator, case_worker, signed_in):
        search, browser = asked(administrator, case_worker), signed_in(case_worker)

        for path in (URL, f"{URL}neu/", f"{URL}{search.pk}/"):
            assert browser.get(path).status_code == 403
        assert browser.post(f"{URL}{search.pk}/freigeben/").status_code == 403

    def test_a_result_that_is_over_is_gone(self, administrator, officer, case_worker, signed_in):
        search = approve_search(search=asked(administrator, case_worker), actor=officer)
        StaffSearch.objects.filter(pk=search.pk).update(visible_until=timezone.now() - timedelta(minutes=1))

        assert "Ergebnis</h2>" not in signed_in(administrator).get(f"{URL}{search.pk}/").content.decode()


class TestForgetting:
    def test_people_learn_that_somebody_looked_for_them(self, administrator, case_worker):
        asked(administrator, case_worker)

        (found,) = [row for row in PERSONAL_DATA.export(email=case_worker.email) if "searched_from" in row]
        assert found["state"] == "open"

    def test_searches_go_with_the_entries_of_their_time(self, administrator, case_worker):
        asked(administrator, case_worker)

        assert PERSONAL_DATA.apply_retention(now=timezone.now() + timedelta(days=300)) == 0
        assert PERSONAL_DATA.apply_retention(now=timezone.now() + timedelta(days=400)) == 1
