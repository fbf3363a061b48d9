"""What other modules may ask of the inbox: to write to a person, to provide a document, to open a conversation."""

import uuid
from collections.abc import Sequence

from modules.citizen_accounts.api import ensure_profile
from modules.inbox.models import Conversation, Document
from modules.inbox.services.documents import NewDocument, provide
from modules.inbox.services.writing import Draft, Topic, add_for_staff, start_by_staff
from rathaus.accounts.models import Department, User
from rathaus.files.attachments import CheckedFile, check_content
from rathaus.timeline.services import Matter

__all__ = ["conversation_about", "provide_document", "provided_documents", "send_message"]


def send_message(
    *,
    person: User,
    subject: str,
    text: str,
    matter: Matter | None = None,
    by: User | None = None,
    by_name: str = "",
    department: Department | None = None,
    area: str = "",
    files: Sequence[CheckedFile] = (),
    idem_key: uuid.UUID | None = None,
) -> Conversation:
    """Write to the person and return the conversation: the one about this matter if there is one, else a new one.

    `by` is the clerk; without one a program writes, under `by_name`. `area` is the code of a restricted area. The same
    `idem_key` again sends nothing. The person is told that something is there, never what.
    """
    ensure_profile(user=person)
    draft = Draft(text=text, files=files, idem_key=idem_key or uuid.uuid4())
    if found := conversation_about(person=person, matter=matter):
        add_for_staff(conversation=found, draft=draft, actor=by, by_name=by_name)
        return found
    topic = Topic(subject=subject[:120], department=department, matter=matter, area=area)
    return start_by_staff(person=person, topic=topic, draft=draft, actor=by, by_name=by_name)


def provide_document(
    *,
    person: User,
    title: str,
    content: bytes,
    filename: str,
    matter: Matter | None = None,
    by: User | None = None,
    by_name: str = "",
    area: str = "",
    idem_key: uuid.UUID | None = None,
) -> Document:
    """Put a PDF or a picture into the person's inbox and return it with `provided_at` and `sha256`.

    `first_retrieved_at` stays None until the person fetches it. Nothing of it changes afterwards. The same `idem_key`
    again returns the first one. Raises a FileError for content that is neither.
    """
    ensure_profile(user=person)
    file = check_content(content, filename=filename)
    new = NewDocument(title=title[:120], file=file, matter=matter, area=area, idem_key=idem_key or uuid.uuid4())
    return provide(person=person, new=new, actor=by, by_name=by_name)


def conversation_about(*, person: User, matter: Matter | None) -> Conversation | None:
    """Return the person's latest conversation about this matter."""
    if matter is None:
        return None
    return Conversation.objects.filter(person=person, matter_kind=matter.kind, matter_id=matter.id).first()


def provided_documents(*, matter: Matter) -> Sequence[Document]:
    """Return what was provided about this matter, the latest first, with moments and hash for legal dates."""
    return list(Document.objects.filter(matter_kind=matter.kind, matter_id=matter.id))
