"""Timelines: written once, read a page at a time, by day and by matter."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from rathaus.privacy.services import erase_person, export_person
from rathaus.timeline.cursors import Cursor
from rathaus.timeline.models import By, TimelineEntry
from rathaus.timeline.privacy import KEPT, PERSONAL_DATA
from rathaus.timeline.selectors import (
    by_day,
    kind_of,
    kinds,
    matters_of,
    page_of,
    recent_matters,
    timeline_of,
)
from rathaus.timeline.services import Matter, add_entry, remove_entry
from rathaus.timeline.wishes import Wish
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def tell(person, title="Nachricht", *, at=NOON, **more):
    values = {"key": str(uuid.uuid4()), "kind": "inbox.message_sent"} | more
    return add_entry(person=person, title=title, at=at, **values)


def matter(label="Kita-Platz"):
    return Matter("test.thing", uuid.uuid4(), label)


def as_query(**said):
    query = QueryDict(mutable=True)
    query.update(said)
    return query


def titles(entries):
    return [entry.title for entry in entries]


def test_the_same_key_tells_a_thing_once_and_can_be_taken_back():
    person = UserFactory()
    first = tell(person, "Erster", key="a")

    again = tell(person, "Zweiter", key="a")
    assert (again.pk, again.title) == (first.pk, "Erster")

    remove_entry(person=person, key="a")
    assert not TimelineEntry.objects.filter(person=person).exists()


def test_a_page_ends_with_a_cursor_and_the_next_one_goes_on_without_gap_or_double():
    person = UserFactory()
    for number in range(7):
        tell(person, str(number), at=NOON - timedelta(minutes=number // 3))  # some at the same moment
    entries = timeline_of(person, Wish())

    seen, after = [], None
    while True:
        page = page_of(entries, after=after, size=3)
        seen += titles(page.entries)
        if page.next is None:
            break
        after = Cursor.read(str(page.next))

    assert sorted(seen) == [str(number) for number in range(7)]
    assert [int(number) // 3 for number in seen] == sorted(int(number) // 3 for number in seen)


def test_nobody_reads_another_persons_timeline():
    person, neighbour = UserFactory(), UserFactory()
    tell(neighbour, "Fremdes")

    assert list(timeline_of(person, Wish())) == []


def test_clerks_see_restricted_entries_only_of_areas_that_are_open_to_them():
    person = UserFactory()
    tell(person, "Offen")
    tell(person, "Steuer", area="platform.tax")

    assert titles(timeline_of(person, Wish(), areas=[])) == ["Offen"]
    assert set(titles(timeline_of(person, Wish(), areas=["platform.tax"]))) == {"Offen", "Steuer"}
    assert len(timeline_of(person, Wish())) == 2, "the person sees everything of their own"


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(query="lageplan"), ["Antwort"]),
        (Wish(query="voss KITA"), ["Antwort"]),
        (Wish(query="100%"), []),
        (Wish(kind="inbox.note_shared"), ["Anruf"]),
        (Wish(since=date(2026, 11, 23)), ["Antwort"]),
        (Wish(until=date(2026, 11, 22)), ["Anruf"]),
        (Wish(since=date(2026, 11, 22), until=date(2026, 11, 23)), ["Antwort", "Anruf"]),
        (Wish(is_without_matter=True), ["Anruf"]),
    ],
)
def test_a_timeline_is_searched_by_words_kind_and_days(wish, found):
    person = UserFactory()
    tell(person, "Antwort", text="Der Lageplan fehlt.", by=By.STAFF, by_name="Katrin Voss", matter=matter())
    tell(person, "Anruf", kind="inbox.note_shared", at=NOON - timedelta(days=1))

    assert titles(timeline_of(person, wish)) == found


def test_a_day_begins_at_midnight_of_the_municipality():
    person = UserFactory()
    tell(person, "nach Mitternacht", at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))  # 0:30 on the 23rd in Berlin

    assert titles(timeline_of(person, Wish(since=date(2026, 11, 23)))) == ["nach Mitternacht"]
    assert [day for day, _rows in by_day(timeline_of(person, Wish()))] == [date(2026, 11, 23)]


def test_matters_come_with_their_newest_entries_and_how_many_there_are():
    person, kita, laterne = UserFactory(), matter("Kita"), matter("Laterne")
    for number in range(5):
        tell(person, f"Kita {number}", matter=kita, at=NOON - timedelta(hours=number))
    tell(person, "Laterne", matter=laterne, at=NOON + timedelta(hours=1))
    tell(person, "Allein")

    page = matters_of(timeline_of(person, Wish()))

    assert [(group.label, group.count, titles(group.entries)) for group in page.groups] == [
        ("Laterne", 1, ["Laterne"]),
        ("Kita", 5, ["Kita 0", "Kita 1", "Kita 2"]),
        ("", 1, ["Allein"]),
    ]
    assert [group.has_more for group in page.groups] == [False, True, False]


def test_many_matters_are_read_page_by_page(monkeypatch):
    monkeypatch.setattr("rathaus.timeline.selectors.MATTERS", 2)
    person = UserFactory()
    for number in range(5):
        tell(person, str(number), matter=matter(str(number)), at=NOON - timedelta(hours=number))

    entries = timeline_of(person, Wish())
    first = matters_of(entries)
    second = matters_of(entries, after=first.next)
    third = matters_of(entries, after=second.next)

    labels = [[group.label for group in page.groups] for page in (first, second, third)]
    assert labels == [["0", "1"], ["2", "3"], ["4"]]
    assert third.next is None


def test_recent_matters_are_offered_once_and_not_those_of_closed_areas():
    person, kita = UserFactory(), matter("Kita")
    tell(person, matter=kita)
    tell(person, matter=kita)
    tell(person, matter=matter("Steuer"), area="platform.tax")

    assert [found.label for found in recent_matters(person, areas=[]).values()] == ["Kita"]


def test_every_page_costs_the_same_queries_however_long_the_timeline_is(django_assert_num_queries):
    person = UserFactory()
    TimelineEntry.objects.bulk_create(
        TimelineEntry(person=person, key=str(number), kind="x", title=str(number), at=NOON - timedelta(minutes=number))
        for number in range(300)
    )
    entries = timeline_of(person, Wish())

    with django_assert_num_queries(1):
        page = page_of(entries)
    with django_assert_num_queries(1):
        page_of(entries, after=page.next)


def test_kinds_come_from_the_modules_and_an_unknown_one_has_no_words():
    assert kinds()["inbox.note_shared"].icon == "account-circle"
    assert kind_of(tell(UserFactory(), kind="gone.module")).label == ""


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year > 1970), st.uuids())
def test_a_cursor_reads_what_it_wrote(at, key):
    cursor = Cursor(at, key)

    assert Cursor.read(str(cursor)) == cursor


@given(st.text(max_size=80))
def test_a_cursor_of_any_text_is_read_or_refused_but_never_fails(text):
    Cursor.read(text)
    Cursor.read("9" * 40 + "-" + "0" * 32)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_wish_of_any_address_is_read_and_written_again(query, day, thing):
    wish = Wish.of(as_query(q=query, von=day, vorgang=thing, nach=thing))

    assert Wish.of(QueryDict(wish.address().removeprefix("?"))) == wish


def test_a_persons_timeline_is_given_to_them_erased_and_forgotten_in_time():
    person = UserFactory()
    tell(person, "Alt", at=NOON - KEPT - timedelta(days=1))
    tell(person, "Neu")

    assert [row["title"] for row in export_person(email=person.email, actor=None)["timeline"]] == ["Alt", "Neu"]
    assert PERSONAL_DATA.apply_retention(now=NOON) == 1
    assert erase_person(email=person.email, actor=None)["timeline"] == 1
