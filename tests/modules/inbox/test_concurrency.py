"""Two at the same moment, with connections of their own on a fresh municipality."""

import pytest

from modules.inbox.errors import OvertakenError, RetrievedError, RevokedError, TakenOverError
from modules.inbox.models import Conversation, Document, Message
from modules.inbox.services.documents import retrieve, revoke
from modules.inbox.services.handling import take_over
from modules.inbox.services.writing import Topic, answer, start_by_person
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import draft, make_citizen, make_conversation, make_document

pytestmark = pytest.mark.fresh_tenant


def test_of_two_clerks_who_answer_at_once_one_is_told_to_read_first(fresh_tenant, at_once):
    conversation = make_conversation(make_citizen())
    clerks = [StaffFactory().user for _ in range(2)]

    results = at_once(
        2,
        lambda number: answer(
            conversation=conversation, draft=draft(f"Antwort {number}"), actor=clerks[number], seen_version=1
        ),
    )

    assert [type(result) for result in results if isinstance(result, Exception)] == [OvertakenError]
    assert Message.objects.filter(conversation=conversation, side="staff").count() == 1
    assert OutboxMessage.objects.count() == 1


def test_a_double_click_on_a_new_message_makes_one_conversation(fresh_tenant, at_once):
    person, content = make_citizen(), draft()

    results = at_once(4, lambda _number: start_by_person(person=person, topic=Topic(subject="Kita"), draft=content))

    assert {result.pk for result in results} == {Conversation.objects.get().pk}
    assert Message.objects.count() == TimelineEntry.objects.count() == 1


def test_a_double_click_on_an_answer_sends_one(fresh_tenant, at_once):
    conversation, clerk, content = make_conversation(make_citizen()), StaffFactory().user, draft()

    results = at_once(4, lambda _number: answer(conversation=conversation, draft=content, actor=clerk, seen_version=1))

    assert len({result.pk for result in results}) == 1
    assert Message.objects.filter(side="staff").count() == 1


def test_of_two_clerks_who_take_over_at_once_one_is_told_of_the_other(fresh_tenant, at_once):
    conversation = make_conversation(make_citizen())
    clerks = [StaffFactory().user for _ in range(2)]

    results = at_once(2, lambda number: take_over(conversation=conversation, actor=clerks[number], seen=None))

    assert sorted(str(type(result).__name__) for result in results) == ["NoneType", TakenOverError.__name__]


def test_a_document_is_either_retrieved_or_taken_back_and_its_first_retrieval_is_noted_once(fresh_tenant, at_once):
    clerk = StaffFactory().user
    document = make_document(make_citizen(), clerk)

    results = at_once(
        4,
        lambda number: revoke(document=document, actor=clerk) if number == 0 else retrieve(document=document),
    )

    document.refresh_from_db()
    failed = {type(result) for result in results if isinstance(result, Exception)}
    assert (document.revoked_at is None) != (document.first_retrieved_at is None)
    assert failed == ({RetrievedError} if document.first_retrieved_at else {RevokedError})
    noted = AuditEntry.objects.filter(action="inbox.document_retrieved").count()
    assert noted == (1 if document.first_retrieved_at else 0)
    assert Document.objects.count() == 1
