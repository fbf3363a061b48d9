import pytest
from django.core import mail
from django.db import transaction

from rathaus.jobs import OPERATORS
from rathaus.mail import tasks
from rathaus.mail.attachments import Attachment
from rathaus.mail.models import OutboxMessage, State
from rathaus.mail.services import UndeliverableError
from rathaus.tenancy import enter_public


def test_a_message_waits_in_the_outbox_until_the_transaction_is_true(
    enqueue_one, tenant, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        message = enqueue_one(reference="42")

    assert (message.state, message.reference) == (State.QUEUED, "42")
    assert mail.outbox == []
    for callback in callbacks:
        callback()
    message.refresh_from_db()
    assert message.state == State.SENT
    assert [sent.to for sent in mail.outbox] == [["erika.muster@buerger.example"]]


def test_a_message_vanishes_with_the_deed_that_failed(enqueue_one, tenant, django_capture_on_commit_callbacks):
    def fail_after_mailing():
        with transaction.atomic():
            enqueue_one()
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(RuntimeError):
        fail_after_mailing()

    assert callbacks == []
    assert not OutboxMessage.objects.exists()
    assert mail.outbox == []


def test_operators_have_an_outbox_of_their_own(enqueue_one, tenant, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: sent.append(options["kwargs"]["tenant_slug"]))
    with enter_public(), django_capture_on_commit_callbacks(execute=True):
        message = enqueue_one()
        assert OutboxMessage.objects.filter(pk=message.pk).exists()

    assert not OutboxMessage.objects.filter(pk=message.pk).exists()
    assert sent == [OPERATORS]


def test_line_breaks_in_a_subject_cannot_add_headers(enqueue_one, tenant):
    message = enqueue_one(subject="Ihr Termin\r\nBcc: all@stadt.example\n\n fertig")

    assert message.subject == "Ihr Termin Bcc: all@stadt.example fertig"


@pytest.mark.parametrize(
    "address", ["", "erika", "erika@", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example"]
)
def test_what_is_no_address_is_refused(enqueue_one, tenant, address):
    with pytest.raises(UndeliverableError):
        enqueue_one(to=address)

    assert not OutboxMessage.objects.exists()


def test_attachments_have_a_limit(enqueue_one, tenant):
    half = Attachment(name="a.pdf", mime="application/pdf", content=b"x" * (3 * 1024 * 1024))

    enqueue_one(attachments=[half])
    with pytest.raises(UndeliverableError, match="5 MB"):
        enqueue_one(attachments=[half, half])
