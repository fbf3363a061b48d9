import uuid
from datetime import UTC, date, datetime

import pytest

from rathaus.accounts.models import Role, User
from rathaus.audit import selectors
from rathaus.audit.models import AuditEntry, AuditPreferences
from rathaus.audit.selectors import Filter, find_entries, names_staff, page_of
from rathaus.audit.services import record
from rathaus.audit.words import all_words, words_for
from tests.factories.accounts import StaffFactory


def entry(at=None, **values):
    values = {"action": "test.done", "actor_kind": "system"} | values
    return AuditEntry.objects.create(**values, **({"at": at} if at else {}))


def test_entries_are_found_by_action_object_and_side(db):
    wanted = entry(action="a.b", target_type="appointments.booking", actor_kind="citizen")
    entry(action="a.c", target_type="appointments.booking", actor_kind="citizen")
    entry(action="a.b", target_type="inbox.message", actor_kind="citizen")
    entry(action="a.b", target_type="appointments.booking", actor_kind="staff")

    found = find_entries(Filter(action="a.b", object_kind="appointments.booking", actor_kind="citizen"))

    assert list(found) == [wanted]


def test_a_number_finds_an_object_and_what_a_citizen_did_but_never_what_a_colleague_did(db):
    person = uuid.uuid4()
    of_object = entry(target_id=str(person))
    of_citizen = entry(actor_id=person, actor_kind="citizen")
    entry(actor_id=person, actor_kind="staff")

    assert list(find_entries(Filter(number=str(person)))) == [of_citizen, of_object]
    assert list(find_entries(Filter(number="K7M-2QX"))) == []


def test_the_number_of_a_colleague_is_known_as_such(db):
    member = StaffFactory()

    assert names_staff(str(member.user_id))
    assert names_staff(str(member.pk))
    assert not names_staff(str(uuid.uuid4()))
    assert not names_staff("K7M-2QX")


def test_days_are_the_municipalitys_own_from_midnight_to_midnight(db):
    last_of_the_day_before = entry(at=datetime(2026, 7, 1, 21, 59, tzinfo=UTC))
    first_of_the_day = entry(at=datetime(2026, 7, 1, 22, 0, tzinfo=UTC))
    last_of_the_day = entry(at=datetime(2026, 7, 2, 21, 59, tzinfo=UTC))
    first_of_the_next = entry(at=datetime(2026, 7, 2, 22, 0, tzinfo=UTC))

    day = date(2026, 7, 2)

    assert list(find_entries(Filter(action="test.done", first_on=day, last_on=day))) == [
        last_of_the_day,
        first_of_the_day,
    ]
    assert first_of_the_next in find_entries(Filter(first_on=day))
    assert last_of_the_day_before in find_entries(Filter(last_on=day))


def test_pages_go_back_in_time_and_miss_nothing(db, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    entries = [entry() for _ in range(5)]

    seen, before = [], None
    while True:
        page = page_of(find_entries(Filter(action="test.done")), before=before)
        seen += [line.entry for line in page.lines]
        before = page.older_than
        if before is None:
            break

    assert seen == entries[::-1]


def test_lines_name_people_who_still_have_an_account(db, django_assert_num_queries):
    known = User.objects.create_user("klara.kunde@musterstadt.example", first_name="Klara", last_name="Kunde")
    record(action="test.done", actor=known)
    entry(actor_id=uuid.uuid4())
    record(action="test.done", actor=known)

    with django_assert_num_queries(2):
        page = page_of(find_entries(Filter(action="test.done")), shows_names=True)

    assert [line.actor for line in page.lines] == ["Klara Kunde", "", "Klara Kunde"]


def test_without_a_search_lines_say_only_which_entries_are_ones_own(db, django_assert_num_queries):
    known = User.objects.create_user("klara.kunde@musterstadt.example", first_name="Klara", last_name="Kunde")
    role = Role.objects.first()
    record(action="test.done", actor=known, target=role, details={"in_place_of": str(known.pk), "count": 3})
    record(action="test.done", actor=known, target=AuditPreferences(pk=1))

    with django_assert_num_queries(1):
        theirs, first = page_of(find_entries(Filter(action="test.done")), reader=uuid.uuid4()).lines

    assert (first.actor, first.object_id, dict(first.details)) == ("", "", {"count": 3})
    assert theirs.actor == ""
    assert page_of(find_entries(Filter(action="test.done")), reader=known.pk).lines[0].actor == "Sie selbst"


def test_actions_are_called_by_their_words_or_by_their_code(db):
    assert words_for("nobody.named_this") == "nobody.named_this"
    code, words = next(iter(all_words().items()))
    assert words_for(code) == str(words) != code


@pytest.mark.parametrize("part", ["accounts", "privacy"])
def test_the_platforms_own_actions_have_words(db, part):
    assert any(code.startswith(f"{part}.") for code in all_words())
