"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from typing import Any

from django.utils import timezone

from modules.hearings.links import letter_token
from modules.hearings.services.evidence import show_evidence
from rathaus.files.attachments import check_content
from tests.factories.hearings import make_hearing
from tests.factories.inbox import picture_bytes


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    hearing = make_hearing(f"OWi {marker}"[:60], offence=marker, place=marker, provision=marker, contact=marker)
    file = check_content(picture_bytes(), filename=f"{marker}.png")
    evidence = show_evidence(hearing=hearing, file=file, actor=None, now=timezone.now())
    token = letter_token(hearing)
    of_hearing = ("hearing", "deadline", "code", "close", "show")
    return {
        **{f"hearings:{name}": {"token": token} for name in ("letter", "answer")},
        "hearings:evidence": {"token": token, "key": evidence.pk},
        **{f"hearings_staff:{name}": {"key": hearing.pk} for name in of_hearing},
        **{f"hearings_staff:{name}": {"key": evidence.pk} for name in ("picture", "withdraw")},
    }
