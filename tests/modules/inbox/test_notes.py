"""Notes of calls and talks: internal, shared after a second fact, fixed after ten minutes."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from modules.inbox.errors import (
    AlreadySharedError,
    NoFactError,
    NoMatchError,
    TooOftenError,
    UndoneTooLateError,
)
from modules.inbox.models import Channel, ContactNote
from modules.inbox.models.note import UNDO_FOR
from modules.inbox.services.matching import STEP, TRIES_A_PERSON, code_ends_at, match, talk_code
from modules.inbox.services.notes import Talk, change_note, share_note, tell_about_notes, undo_sharing, write_note
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import BORN, make_citizen, make_note

pytestmark = pytest.mark.django_db


def share(note, clerk, *, birth_date=None, code=""):
    share_note(note=note, birth_date=birth_date, code=code, actor=clerk)
    note.refresh_from_db()


def talk(subject="Wohngeld"):
    return Talk(channel=Channel.COUNTER, happened_at=timezone.now(), subject=subject, text="Antrag liegt bei.")


def test_a_note_is_internal_first(sabine, clerk):
    note = make_note(sabine, clerk)

    assert note.shared_at is None
    assert not TimelineEntry.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_the_same_form_sent_again_writes_one_note(sabine, clerk):
    key = uuid.uuid4()

    notes = {write_note(person=sabine, talk=talk(), idem_key=key, actor=clerk).pk for _ in range(2)}

    assert len(notes) == ContactNote.objects.count() == 1


@pytest.mark.parametrize("fact", ["birth_date", "code", "former code"])
def test_a_note_is_shared_once_a_second_fact_fits(sabine, clerk, fact):
    note = make_note(sabine, clerk, "Reisepass")
    facts = {
        "birth_date": {"birth_date": BORN},
        "code": {"code": f" {talk_code(sabine)[:3]} {talk_code(sabine)[3:]}"},
        "former code": {"code": talk_code(sabine, now=timezone.now() - STEP)},
    }

    share(note, clerk, **facts[fact])

    entry = TimelineEntry.objects.get(person=sabine)
    assert (entry.title, entry.by_name) == ("Am Telefon besprochen: Reisepass", clerk.full_name)
    assert entry.at == note.happened_at
    assert entry.path == f"/postfach/notiz/{note.pk}/"
    shared = AuditEntry.objects.get(action="inbox.note_shared")
    assert shared.details == {"matched_by": "birth_date" if fact == "birth_date" else "code"}


@pytest.mark.parametrize(
    "facts",
    [{"birth_date": date(1984, 5, 13)}, {"code": "000000"}, {"birth_date": date(1984, 5, 13), "code": "1"}],
)
def test_a_wrong_fact_shares_nothing_and_is_in_the_record(sabine, clerk, facts, monkeypatch):
    monkeypatch.setattr("modules.inbox.services.matching._good_codes", lambda _person: ("123456", "654321"))
    note = make_note(sabine, clerk)

    with pytest.raises(NoMatchError):
        share(note, clerk, **facts)

    assert not TimelineEntry.objects.exists()
    failed = AuditEntry.objects.get(action="inbox.match_failed")
    assert failed.target_id == str(sabine.pk)
    assert failed.details == {}


def test_without_any_fact_the_clerk_is_asked_for_one_and_no_try_is_lost(sabine, clerk):
    note = make_note(sabine, clerk)

    for _ in range(TRIES_A_PERSON + 1):
        with pytest.raises(NoFactError):
            share(note, clerk)
    share(note, clerk, birth_date=BORN)


def test_a_person_without_birth_date_is_not_matched_by_none(clerk):
    nobody = make_citizen("ohne.datum@post.example", birth_date=None)

    with pytest.raises(NoMatchError):
        match(person=nobody, birth_date=date(2000, 1, 1), code="", actor=clerk)


def test_after_five_tries_even_the_right_fact_waits(sabine, clerk):
    note = make_note(sabine, clerk)
    for _ in range(TRIES_A_PERSON):
        with pytest.raises(NoMatchError):
            share(note, clerk, birth_date=date(1990, 1, 1))

    with pytest.raises(TooOftenError):
        share(note, clerk, birth_date=BORN)

    other = StaffFactory().user
    with pytest.raises(TooOftenError):
        share(note, other, birth_date=BORN)


def test_one_clerk_cannot_guess_through_many_people(clerk, monkeypatch):
    monkeypatch.setattr("modules.inbox.services.matching.TRIES_A_CLERK", 2)
    for number in range(2):
        with pytest.raises(NoMatchError):
            match(person=make_citizen(f"p{number}@post.example"), birth_date=date(1990, 1, 1), code="", actor=clerk)

    with pytest.raises(TooOftenError):
        match(person=make_citizen("p9@post.example"), birth_date=BORN, code="", actor=clerk)


def test_a_code_belongs_to_one_person_and_ends(sabine):
    now = timezone.now()
    other = make_citizen("peter@post.example", first_name="Peter")

    assert talk_code(sabine, now=now) != talk_code(other, now=now)
    assert talk_code(sabine, now=now) != talk_code(sabine, now=now + 2 * STEP)
    assert STEP < code_ends_at(now) - now <= 2 * STEP
    assert len(talk_code(sabine)) == 6


def test_a_code_of_ten_minutes_ago_is_too_old(sabine, clerk):
    with pytest.raises(NoMatchError):
        match(person=sabine, birth_date=None, code=talk_code(sabine, now=timezone.now() - 2 * STEP), actor=clerk)


def test_sharing_twice_tells_once(sabine, clerk):
    note = make_note(sabine, clerk)

    share(note, clerk, birth_date=BORN)
    share(note, clerk, birth_date=BORN)

    assert TimelineEntry.objects.count() == 1


def test_within_ten_minutes_sharing_is_undone_and_the_person_never_hears_of_it(sabine, clerk):
    note = make_note(sabine, clerk)
    share(note, clerk, birth_date=BORN)
    assert tell_about_notes() == 0

    for _ in range(2):
        undo_sharing(note=note, actor=clerk)

    note.refresh_from_db()
    assert note.shared_at is None
    assert not TimelineEntry.objects.exists()
    assert tell_about_notes(now=timezone.now() + timedelta(hours=1)) == 0
    assert AuditEntry.objects.filter(action="inbox.note_withdrawn").count() == 1


def test_after_ten_minutes_the_person_is_told_once_and_the_note_stands(sabine, clerk):
    note = make_note(sabine, clerk, "Sozialhilfe", "Einkommen nachreichen")
    share(note, clerk, birth_date=BORN)
    ContactNote.objects.update(shared_at=timezone.now() - UNDO_FOR)

    assert (tell_about_notes(), tell_about_notes()) == (1, 0)

    mail = OutboxMessage.objects.get()
    assert mail.to == sabine.email
    for secret in ("Sozialhilfe", "Einkommen"):
        assert secret not in mail.subject + mail.text + mail.html
    with pytest.raises(UndoneTooLateError):
        undo_sharing(note=note, actor=clerk)
    assert TimelineEntry.objects.count() == 1


def test_after_ten_minutes_it_stands_even_if_nobody_was_told_yet(sabine, clerk):
    note = make_note(sabine, clerk)
    share(note, clerk, birth_date=BORN)
    ContactNote.objects.update(shared_at=timezone.now() - UNDO_FOR)

    with pytest.raises(UndoneTooLateError):
        undo_sharing(note=note, actor=clerk)


def test_an_internal_note_is_corrected_and_a_shared_one_is_not(sabine, clerk):
    note = make_note(sabine, clerk)
    change_note(note=note, talk=talk("Wohngeld"), actor=clerk)
    note.refresh_from_db()
    assert (note.subject, note.channel) == ("Wohngeld", Channel.COUNTER)

    share(note, clerk, birth_date=BORN)
    with pytest.raises(AlreadySharedError):
        change_note(note=note, talk=talk("Anderes"), actor=clerk)
