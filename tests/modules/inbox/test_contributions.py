"""What the module shows elsewhere, and its samples and invented life."""

import pytest
from django.utils import timezone

from modules.citizen_accounts.demo_data import create_demo as create_citizens
from modules.inbox.demo_data import create_demo
from modules.inbox.models import ContactNote, Conversation, Document, TextModule
from modules.inbox.sample_data import create_samples
from modules.inbox.selectors.contributions import activity, counts, my_cards, setup_checks
from modules.inbox.tasks import tell_about_notes
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from rathaus.timeline.selectors import kinds
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.inbox import make_citizen, make_conversation, make_document

pytestmark = pytest.mark.django_db


def test_samples_are_made_once_and_tick_the_checklist():
    TextModule.objects.all().delete()
    assert [step.is_done for step in setup_checks()] == [False]

    for _ in range(2):
        create_samples(None)

    assert TextModule.objects.count() == 3
    assert [step.is_done for step in setup_checks()] == [True]


def test_the_figures_count_messages_and_documents():
    person = make_citizen()
    make_conversation(person)
    make_document(person)

    assert activity() == "1 Nachricht in 7 Tagen"
    assert counts() == {"messages": 1, "documents": 1}


def test_somebody_for_whom_nothing_waits_has_no_cards(django_assert_num_queries):
    person = UserFactory()
    with django_assert_num_queries(2):
        assert my_cards(person) == []


def test_one_document_is_reached_at_once_and_several_by_their_list():
    person = make_citizen()
    first = make_document(person)
    assert my_cards(person)[0].url == f"/postfach/dokument/{first.pk}/"

    make_document(person, title="Zweites")
    assert my_cards(person)[0].url == "/postfach/dokumente/"


def test_the_invented_life_is_made_once_without_mail_and_record(tenant):
    StaffFactory()
    now = timezone.now()
    create_citizens(now)
    records = AuditEntry.objects.count()

    for _ in range(2):
        create_demo(now)

    sabine = User.objects.get(first_name="Sabine", email__endswith="post.example")
    assert Conversation.objects.filter(person=sabine).count() == 2
    assert Document.objects.filter(person=sabine, first_retrieved_at=None).count() == 1
    assert ContactNote.objects.get(person=sabine).shared_at
    assert {entry.kind for entry in TimelineEntry.objects.all()} <= set(kinds())
    assert not OutboxMessage.objects.exists()
    assert AuditEntry.objects.count() == records


def test_a_town_hall_without_staff_or_citizens_gets_no_life():
    create_demo(timezone.now())

    assert not Conversation.objects.exists()


def test_the_job_runs_for_a_municipality(tenant):
    tell_about_notes.apply(kwargs={"tenant_slug": tenant.slug}, throw=True)
