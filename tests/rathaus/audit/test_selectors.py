import uuid
from datetime import UTC, date, datetime

import pytest

from rathaus.accounts.models import User
from rathaus.audit import selectors
from rathaus.audit.models import AuditEntry
from rathaus.audit.selectors import find_entries, page_of
from rathaus.audit.services import record
from rathaus.audit.words import all_words, words_for


def entry(at=None, **values):
    values = {"action": "test.done", "actor_kind": "system"} | values
    return AuditEntry.objects.create(**values, **({"at": at} if at else {}))


def test_entries_are_found_by_action_and_person(db):
    person = uuid.uuid4()
    wanted = entry(action="a.b", actor_id=person)
    entry(action="a.c", actor_id=person)
    entry(action="a.b", actor_id=uuid.uuid4())

    assert list(find_entries(action="a.b", actor_id=person)) == [wanted]


def test_days_are_the_municipalitys_own_from_midnight_to_midnight(db):
    last_of_the_day_before = entry(at=datetime(2026, 7, 1, 21, 59, tzinfo=UTC))
    first_of_the_day = entry(at=datetime(2026, 7, 1, 22, 0, tzinfo=UTC))
    last_of_the_day = entry(at=datetime(2026, 7, 2, 21, 59, tzinfo=UTC))
    first_of_the_next = entry(at=datetime(2026, 7, 2, 22, 0, tzinfo=UTC))

    day = date(2026, 7, 2)

    assert list(find_entries(first_on=day, last_on=day)) == [last_of_the_day, first_of_the_day]
    assert first_of_the_next in find_entries(first_on=day)
    assert last_of_the_day_before in find_entries(last_on=day)


def test_pages_go_back_in_time_and_miss_nothing(db, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    entries = [entry() for _ in range(5)]

    seen, before = [], None
    while True:
        page = page_of(find_entries(action="test.done"), before=before)
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
        page = page_of(find_entries(action="test.done"))

    assert [line.actor for line in page.lines] == ["Klara Kunde", "", "Klara Kunde"]


def test_actions_are_called_by_their_words_or_by_their_code(db):
    assert words_for("nobody.named_this") == "nobody.named_this"
    code, words = next(iter(all_words().items()))
    assert words_for(code) == str(words) != code


@pytest.mark.parametrize("part", ["accounts", "privacy"])
def test_the_platforms_own_actions_have_words(db, part):
    assert any(code.startswith(f"{part}.") for code in all_words())
