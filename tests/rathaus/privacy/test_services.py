from datetime import timedelta

import pytest
from django.utils import timezone

from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.audit.services import record
from rathaus.mail.models import OutboxMessage, State
from rathaus.mail.services import enqueue_mail
from rathaus.privacy import handlers as handlers_module
from rathaus.privacy import services, tasks
from rathaus.privacy.handlers import handlers
from rathaus.privacy.services import RetentionFailedError, apply_retention, erase_person, export_person

ADDRESS = "erika.muster@buerger.example"
STRANGER = "max.fremd@buerger.example"


class Part:
    """A part that keeps rows in memory."""

    models = (User,)

    def __init__(self, error=None):
        self.rows, self.error = [ADDRESS, STRANGER], error

    def export(self, *, email):
        return [{"email": row} for row in self.rows if row == email]

    def erase(self, *, email):
        if self.error:
            raise self.error
        before = len(self.rows)
        self.rows = [row for row in self.rows if row != email]
        return before - len(self.rows)

    def apply_retention(self, *, now):  # noqa: ARG002
        if self.error:
            raise self.error
        return 3


@pytest.fixture
def parts(monkeypatch):
    """Put parts in the place of the real ones."""

    def use(**named):
        monkeypatch.setattr(services, "handlers", lambda: named)
        return named

    return use


def message(to, state=State.SENT):
    created = enqueue_mail(to=to, subject="Ihr Termin", text="Guten Tag", kind="test.mail")
    OutboxMessage.objects.filter(pk=created.pk).update(state=state)
    return created


def test_the_platforms_own_parts_are_always_asked():
    assert {"accounts", "mail", "audit"} <= set(handlers())


def test_modules_contribute_theirs(monkeypatch):
    part = Part()
    monkeypatch.setattr(handlers_module, "contribution", lambda _spec, name: part if name == "personal_data" else None)

    assert handlers()["appointments"] is part


def test_a_person_gets_all_that_is_kept_about_them_and_nothing_about_others(tenant):
    message(ADDRESS)
    message(STRANGER)
    user = User.objects.create_user(ADDRESS, first_name="Erika", last_name="Muster")
    record(action="test.done", actor=user)

    found = export_person(email=f" {ADDRESS.upper()} ", actor=None)

    assert len(found["mail"]) == 1
    assert found["accounts"]
    assert [entry["action"] for entry in found["audit"]] == ["test.done"]
    assert STRANGER not in str(found)


def test_erasing_reaches_every_part_and_spares_others(tenant, parts):
    named = parts(one=Part(), two=Part())

    assert erase_person(email=ADDRESS, actor=None) == {"one": 1, "two": 1}
    assert [part.rows for part in named.values()] == [[STRANGER], [STRANGER]]


def test_a_person_is_erased_everywhere_or_nowhere(tenant, monkeypatch):
    sent = message(ADDRESS)
    monkeypatch.setattr(services, "handlers", lambda: {**handlers(), "zz": Part(error=LookupError())})

    with pytest.raises(LookupError):
        erase_person(email=ADDRESS, actor=None)

    assert OutboxMessage.objects.get(pk=sent.pk).to == ADDRESS


def test_the_record_says_that_it_was_done_and_not_about_whom(tenant, parts):
    parts(one=Part())

    export_person(email=ADDRESS, actor=None)
    erase_person(email=ADDRESS, actor=None)

    entries = AuditEntry.objects.filter(action__startswith="privacy.").order_by("id")
    assert [(entry.action, entry.details) for entry in entries] == [
        ("privacy.person_exported", {"one": 1}),
        ("privacy.person_erased", {"one": 1}),
    ]


def test_mail_on_its_way_is_delivered_before_it_is_forgotten(tenant):
    sent, waiting = message(ADDRESS), message(ADDRESS, state=State.QUEUED)

    erase_person(email=ADDRESS, actor=None)

    assert (OutboxMessage.objects.get(pk=sent.pk).to, OutboxMessage.objects.get(pk=sent.pk).text) == ("", "")
    assert OutboxMessage.objects.get(pk=waiting.pk).to == ADDRESS


def test_one_part_that_fails_does_not_keep_the_others_from_forgetting(tenant, parts):
    parts(one=Part(error=LookupError()), two=Part())

    with pytest.raises(RetentionFailedError, match="one"):
        apply_retention(now=timezone.now())

    assert AuditEntry.objects.get(action="privacy.retention_applied").details == {"two": 3}


def test_the_nightly_job_wipes_old_messages(tenant):
    sent = message(ADDRESS)
    OutboxMessage.objects.filter(pk=sent.pk).update(created_at=timezone.now() - timedelta(days=31))

    tasks.apply_retention.delay(tenant_slug=tenant.slug)

    assert OutboxMessage.objects.get(pk=sent.pk).to == ""
