"""Messages in both directions."""

import uuid

import pytest
from django.core.files.storage import default_storage

from modules.inbox.errors import OvertakenError, TakenOverError, TooOftenError
from modules.inbox.models import Attachment, Conversation, Message, Remark, Side
from modules.inbox.services.handling import add_remark, close, pass_on, reopen, take_over
from modules.inbox.services.reading import read_by_person, read_by_staff
from modules.inbox.services.writing import MESSAGES_AN_HOUR, Topic, answer, reply, start_by_person, start_by_staff
from rathaus.accounts.models import Department
from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import check_content
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.services import Matter
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import draft, make_conversation, pdf_bytes, picture_bytes

pytestmark = pytest.mark.django_db


def plan():
    return check_content(pdf_bytes(), filename="Lageplan.pdf")


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_a_persons_first_message_begins_a_conversation_that_waits_for_an_answer(sabine):
    conversation = make_conversation(sabine)

    message = conversation.messages.get()
    assert (message.side, message.author, message.author_name) == (Side.PERSON, sabine, "Sabine Köhler")
    assert conversation.awaits_answer
    assert conversation.is_new_for_staff
    assert not conversation.is_new_for_person
    assert not OutboxMessage.objects.exists(), "nobody is mailed what they wrote themselves"
    assert AuditEntry.objects.filter(action="inbox.message_sent", actor_kind="citizen").exists()


def test_an_answer_is_new_for_the_person_and_the_mail_says_only_that_it_is_there(sabine, clerk):
    conversation = make_conversation(sabine, "Sozialhilfe")

    answer(conversation=conversation, draft=draft("Ihr Bescheid kommt."), actor=clerk, seen_version=1)

    conversation.refresh_from_db()
    assert (conversation.responsible, conversation.is_new_for_person) == (clerk, True)
    assert not conversation.awaits_answer
    mail = OutboxMessage.objects.get()
    assert mail.to == sabine.email
    assert f"/postfach/gespraech/{conversation.pk}/" in mail.text
    for secret in ("Sozialhilfe", "Bescheid kommt"):
        assert secret not in mail.subject + mail.text + mail.html


def test_a_second_unread_answer_sends_no_second_mail_but_one_after_reading_does(sabine, clerk):
    conversation = make_conversation(sabine)
    for version in (1, 2):
        answer(conversation=conversation, draft=draft(), actor=clerk, seen_version=version)
    assert OutboxMessage.objects.count() == 1

    read_by_person(conversation=conversation)
    answer(conversation=conversation, draft=draft(), actor=clerk, seen_version=3)
    assert OutboxMessage.objects.count() == 2


def test_both_sides_see_when_the_other_one_read(sabine, clerk):
    conversation = make_conversation(sabine)
    read_by_staff(conversation=conversation, actor=clerk)
    answered = answer(conversation=conversation, draft=draft(), actor=clerk, seen_version=1)

    asked = conversation.messages.get(side=Side.PERSON)
    assert asked.read_at is not None
    answered.refresh_from_db()
    assert answered.read_at is None

    read_by_person(conversation=conversation)
    answered.refresh_from_db()
    moment = answered.read_at
    read_by_person(conversation=conversation)
    answered.refresh_from_db()
    assert answered.read_at == moment, "the first time counts"


def test_the_same_form_sent_again_writes_nothing_twice_and_keeps_no_file_twice(sabine, clerk):
    first = draft(files=[plan()])
    topic = Topic(subject="Kita")

    conversations = {start_by_person(person=sabine, topic=topic, draft=first).pk for _ in range(2)}
    conversation = Conversation.objects.get()
    answers = draft("Ja", files=[plan()])
    for _ in range(2):
        answer(conversation=conversation, draft=answers, actor=clerk, seen_version=1)
    replies = draft("Danke", files=[plan()])
    for _ in range(2):
        reply(conversation=conversation, draft=replies)

    assert len(conversations) == 1
    assert [message.text for message in Message.objects.order_by("at")] == [first.text, "Ja", "Danke"]
    assert Attachment.objects.count() == 3


def test_attachments_are_kept_with_their_fingerprint(sabine):
    picture = check_content(picture_bytes(), filename="Foto.png")

    conversation = start_by_person(person=sabine, topic=Topic(subject="Fotos"), draft=draft(files=[plan(), picture]))

    files = list(Attachment.objects.filter(message__conversation=conversation))
    assert [(file.filename, file.content_type) for file in files] == [
        ("Foto.png", "image/png"),
        ("Lageplan.pdf", "application/pdf"),
    ]
    assert all(default_storage.exists(file.stored) and len(file.sha256) == 64 for file in files)


def test_a_message_that_fails_leaves_no_file_behind(sabine, clerk):
    conversation = make_conversation(sabine)
    stored = set(default_storage.listdir("attachments")[1]) if default_storage.exists("attachments") else set()

    with pytest.raises(OvertakenError):
        answer(conversation=conversation, draft=draft(files=[plan()]), actor=clerk, seen_version=0)

    assert set(default_storage.listdir("attachments")[1]) == stored


def test_an_answer_to_what_is_not_the_latest_any_more_is_not_sent(sabine, clerk):
    conversation = make_conversation(sabine)
    reply(conversation=conversation, draft=draft("Ich ziehe die Frage zurück."))

    with pytest.raises(OvertakenError, match="neue Nachricht"):
        answer(conversation=conversation, draft=draft("Antwort"), actor=clerk, seen_version=1)

    answer(conversation=conversation, draft=draft("Antwort"), actor=clerk, seen_version=2)


def test_a_closed_conversation_is_open_again_when_the_person_writes(sabine, clerk):
    conversation = make_conversation(sabine)
    close(conversation=conversation, actor=clerk)
    close(conversation=conversation, actor=clerk)
    conversation.refresh_from_db()
    assert conversation.closed_at
    assert not conversation.awaits_answer

    reply(conversation=conversation, draft=draft("Noch etwas"))

    conversation.refresh_from_db()
    assert conversation.awaits_answer
    assert actions().count("inbox.conversation_closed") == 1


def test_a_closed_conversation_can_be_taken_up_again(sabine, clerk):
    conversation = make_conversation(sabine)
    close(conversation=conversation, actor=clerk)

    for _ in range(2):
        reopen(conversation=conversation, actor=clerk)

    conversation.refresh_from_db()
    assert conversation.closed_at is None
    assert actions().count("inbox.conversation_reopened") == 1


def test_taking_over_tells_when_a_colleague_was_faster(sabine, clerk):
    conversation, colleague = make_conversation(sabine), StaffFactory().user
    take_over(conversation=conversation, actor=colleague, seen=None)
    take_over(conversation=conversation, actor=colleague, seen=None)

    with pytest.raises(TakenOverError, match=colleague.last_name):
        take_over(conversation=conversation, actor=clerk, seen=None)

    take_over(conversation=conversation, actor=clerk, seen=colleague.pk)
    conversation.refresh_from_db()
    assert conversation.responsible == clerk
    assert actions().count("inbox.conversation_taken") == 2


def test_a_department_gets_a_conversation_for_which_nobody_is_responsible_yet(sabine, clerk):
    conversation = make_conversation(sabine)
    department = Department.objects.create(name="Ordnungsamt")
    take_over(conversation=conversation, actor=clerk, seen=None)

    for _ in range(2):
        pass_on(conversation=conversation, department=department, actor=clerk)

    conversation.refresh_from_db()
    assert (conversation.department, conversation.responsible) == (department, None)
    assert actions().count("inbox.conversation_passed") == 1


def test_a_remark_is_kept_once_and_moves_nothing(sabine, clerk):
    conversation, key = make_conversation(sabine), uuid.uuid4()

    for _ in range(2):
        add_remark(conversation=conversation, text="Bitte Akte ziehen", idem_key=key, actor=clerk)

    assert Remark.objects.get().author_name == clerk.full_name
    before = (conversation.version, conversation.last_at)
    conversation.refresh_from_db()
    assert (conversation.version, conversation.last_at) == before
    assert not OutboxMessage.objects.exists()


def test_messages_stand_in_the_timeline_under_their_matter(sabine, clerk):
    matter = Matter("cases.case", uuid.uuid4(), "Adventsmarkt")
    conversation = start_by_staff(
        person=sabine, topic=Topic(subject="Lageplan", matter=matter), draft=draft("Bitte senden"), actor=clerk
    )
    reply(conversation=conversation, draft=draft("Anbei"))

    entries = list(TimelineEntry.objects.filter(person=sabine))
    assert [(entry.kind, entry.by, entry.text) for entry in entries] == [
        ("inbox.message_sent", "person", "Anbei"),
        ("inbox.message_received", "staff", "Bitte senden"),
    ]
    assert {entry.matter_label for entry in entries} == {"Adventsmarkt"}
    assert entries[1].by_name == clerk.full_name


def test_somebody_without_a_name_is_never_shown_by_their_address(sabine):
    nameless = StaffFactory(user__first_name="", user__last_name="").user

    conversation = start_by_staff(person=sabine, topic=Topic(subject="Frage"), draft=draft(), actor=nameless)

    assert conversation.messages.get().author_name == "Verwaltung"


def test_a_person_writes_thirty_messages_an_hour_and_no_more(sabine):
    conversation = make_conversation(sabine)
    for _ in range(MESSAGES_AN_HOUR - 1):
        reply(conversation=conversation, draft=draft())

    with pytest.raises(TooOftenError, match="geht es wieder"):
        reply(conversation=conversation, draft=draft())
