"""What a module says when it opens a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from modules.cases.models import Channel
from rathaus.accounts.models import Department, User
from rathaus.files.attachments import KeptFile
from tenants.municipality.models import Locality


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who wants something. `in_name_of` says for whom and by which right, as acting_principal knows it.

    `is_organization`: the name is that of a club, company or authority.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    person: User | None = None
    in_name_of: str = ""
    language: str = "de"
    is_organization: bool = False


@dataclass(frozen=True, slots=True)
class OpeningFile:
    """A file that comes with the case, already in the storage of the municipality; the case owns it from now on."""

    file: KeptFile
    label: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class NewCase:
    """Everything about a new case; `kind` is declared in ModuleSpec.case_kinds.

    Without `department` the rules of responsibility decide (service, locality). `search_text` is what full-text search
    finds besides reference, title and applicant: never what is sensitive. `text` is what the person wrote: it becomes
    the first message, and the files hang on it.
    """

    kind: str
    title: str
    applicant: Applicant = Applicant()
    source_id: uuid.UUID | None = None
    service_key: str = ""
    service_name: str = ""
    request_kind: str = "application"
    channel: Channel = Channel.ONLINE
    department: Department | None = None
    responsible: User | None = None
    text: str = ""
    area: str = ""
    is_urgent: bool = False
    due_on: date | None = None
    keep_days: int = 90
    locality: Locality | None = None
    place: str = ""
    takes_place_from: date | None = None
    takes_place_until: date | None = None
    fee_cents: int | None = None
    search_text: str = ""
    files: Sequence[OpeningFile] = ()
