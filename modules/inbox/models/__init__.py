"""Messages, documents and notes; each row belongs to one person of the municipality."""

from modules.inbox.models.document import Document
from modules.inbox.models.message import Attachment, Conversation, Message, Remark, Side
from modules.inbox.models.note import Channel, ContactNote
from modules.inbox.models.text_module import TextModule

__all__ = [
    "Attachment",
    "Channel",
    "ContactNote",
    "Conversation",
    "Document",
    "Message",
    "Remark",
    "Side",
    "TextModule",
]
