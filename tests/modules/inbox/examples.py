"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

import uuid
from typing import Any

from modules.inbox.models import TextModule
from modules.inbox.services.handling import add_remark
from modules.inbox.services.notes import share_note
from modules.inbox.services.writing import reply
from rathaus.accounts.models import User
from rathaus.files.attachments import check_content
from tests.factories.accounts import StaffFactory
from tests.factories.inbox import (
    BORN,
    draft,
    make_citizen,
    make_conversation,
    make_document,
    make_note,
    picture_bytes,
)


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    person = make_citizen(f"kennwort{uuid.uuid4().hex[:8]}@post.example", first_name=marker, last_name=marker)
    return staff_examples(marker, person) | my_examples(marker, first_administrator() or person)


def first_administrator() -> User | None:
    """Return who looks at the examples: citizens' pages show only what is one's own."""
    return User.objects.filter(staff_membership__roles__slug="administrator").order_by("created_at").first()


def staff_examples(marker: str, person: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the dashboard's pages."""
    clerk = StaffFactory().user
    conversation = make_conversation(person, f"{marker} Frage", marker)
    file = check_content(picture_bytes(), filename=f"{marker}.png")
    message = reply(conversation=conversation, draft=draft(marker, files=[file]))
    add_remark(conversation=conversation, text=marker, idem_key=uuid.uuid4(), actor=clerk)
    document = make_document(person, clerk, f"{marker} Dokument")
    note = make_note(person, clerk, marker, marker)
    text_module = TextModule.objects.create(title=f"{marker} Baustein", text=marker)
    keys = {
        **dict.fromkeys(("conversation", "step"), conversation.pk),
        "attachment": message.attachments.get().pk,
        **dict.fromkeys(("person", "write", "provide", "note_add"), person.pk),
        **dict.fromkeys(("note", "note_change", "note_undo"), note.pk),
        **dict.fromkeys(("document", "document_file", "revoke"), document.pk),
        **dict.fromkeys(("text_module", "text_module_remove"), text_module.pk),
    }
    return {f"inbox_staff:{name}": {"key": key} for name, key in keys.items()}


def my_examples(marker: str, person: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the person's own pages."""
    clerk = StaffFactory().user
    file = check_content(picture_bytes(), filename=f"{marker}.png")
    conversation = make_conversation(person, f"{marker} Anliegen", marker)
    message = reply(conversation=conversation, draft=draft(marker, files=[file]))
    document = make_document(person, clerk, f"{marker} Bescheid")
    note = shared(person, clerk, marker)
    keys = {
        "conversation": conversation.pk,
        "attachment": message.attachments.get().pk,
        **dict.fromkeys(("document", "document_file"), document.pk),
        "note": note.pk,
    }
    return {f"inbox:{name}": {"key": key} for name, key in keys.items()}


def shared(person: User, clerk: User, marker: str) -> Any:
    """Return a note that the person can read."""
    from modules.citizen_accounts.api import ensure_profile

    profile = ensure_profile(user=person)
    profile.birth_date = BORN
    profile.save()
    note = make_note(person, clerk, f"{marker} Gespräch", marker)
    share_note(note=note, birth_date=BORN, code="", actor=clerk)
    return note
