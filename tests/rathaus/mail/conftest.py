import pytest

from rathaus.mail.services import enqueue_mail


@pytest.fixture(autouse=True)
def _memory_backend(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "noreply@rathaus.example"
    settings.MAIL_REPLY_TO = ""


@pytest.fixture
def enqueue_one():
    """Put a message into the outbox; keyword arguments replace the usual ones."""

    def enqueue(**changes):
        values = {
            "to": "erika.muster@buerger.example",
            "subject": "Ihr Termin am Di, 24.11.2026",
            "text": "Guten Tag",
            "kind": "appointments.confirmation",
        }
        return enqueue_mail(**values | changes)

    return enqueue
