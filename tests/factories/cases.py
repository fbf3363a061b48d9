"""Cases of all kinds, opened as the module itself opens them."""

import uuid
from typing import Any

from modules.cases.models import Case, CaseFile, EntryKind, FileOrigin
from modules.cases.opening import Applicant, NewCase
from modules.cases.own_cases import MESSAGE
from modules.cases.services.entries import EntryFile, add_entry
from modules.cases.services.opening import open_case
from rathaus.accounts.models import User
from rathaus.files.attachments import check_content, keep_file
from rathaus.timeline.models import By
from tests.factories.inbox import picture_bytes


def make_case(
    title: str = "Frage zur Hecke",
    *,
    person: User | None = None,
    actor: User | None = None,
    applicant: Applicant | None = None,
    idem_key: uuid.UUID | None = None,
    **new: Any,
) -> Case:
    """Return an open case; `person` makes it a citizen's own, further values are those of NewCase."""
    who = applicant or applicant_of(person)
    wish = NewCase(**{"kind": MESSAGE, "title": title, "applicant": who, **new})
    return open_case(new=wish, idem_key=idem_key or uuid.uuid4(), actor=actor)


def applicant_of(person: User | None) -> Applicant:
    """Return how this person applies; without one a guest does."""
    if person is None:
        return Applicant(name="Jonas Reimann", email="jonas.reimann@post.example", phone="03935 000000")
    return Applicant(name=person.full_name, email=person.email, person=person)


def make_message(case: Case, text: str = "Der Plan ist angehängt.", *, filename: str = "") -> Any:
    """Return a message of the citizen, with a picture if a name is given."""
    files = [case_file(filename)] if filename else []
    return add_entry(case=case, kind=EntryKind.MESSAGE_IN, text=text, is_public=True, by=By.PERSON, files=files)


def case_file(filename: str = "Lageplan.png", origin: FileOrigin = FileOrigin.CITIZEN, **more: Any) -> EntryFile:
    """Return a picture that lies in the storage."""
    kept = keep_file(check_content(picture_bytes(), filename=filename))
    return EntryFile(kept, origin, **more)


def make_file(case: Case, filename: str = "Lageplan.png", **more: Any) -> CaseFile:
    """Return a file that came with the request."""
    from modules.cases.services.entries import keep_files

    return keep_files(case=case, entry=None, files=[case_file(filename, FileOrigin.REQUEST, **more)])[0]
