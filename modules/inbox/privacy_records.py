"""What the module tells somebody who asks what is kept about them (Art. 15 DSGVO), line by line."""

from modules.inbox.models import ContactNote, Document, Message
from rathaus.privacy.protocol import Record


def message_record(message: Message) -> Record:
    """Return a message with the names of its files."""
    return {
        "kind": "message",
        "subject": message.conversation.subject,
        "at": message.at.isoformat(),
        "from": message.author_name,
        "in_name_of": message.in_name_of,
        "text": message.text,
        "read": message.read_at.isoformat() if message.read_at else None,
        "attachments": ", ".join(file.filename for file in message.attachments.all()),
    }


def note_record(note: ContactNote) -> Record:
    """Return the note of a talk that was shared."""
    return {
        "kind": "contact_note",
        "at": note.happened_at.isoformat(),
        "channel": note.channel,
        "subject": note.subject,
        "text": note.text,
        "from": note.author_name,
        "shared": note.shared_at.isoformat() if note.shared_at else None,
    }


def document_record(document: Document) -> Record:
    """Return a provided document with its proof."""
    return {
        "kind": "document",
        "title": document.title,
        "filename": document.filename,
        "provided": document.provided_at.isoformat(),
        "first_retrieved": document.first_retrieved_at.isoformat() if document.first_retrieved_at else None,
        "revoked": document.revoked_at.isoformat() if document.revoked_at else None,
        "sha256": document.sha256,
        "size": document.size,
    }
