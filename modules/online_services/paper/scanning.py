"""What has become of a printed form, and how it becomes a case."""

import uuid
from dataclasses import dataclass

from modules.online_services.models import Draft, FormVersion, ServiceRequest
from modules.online_services.paper.codes import Sheet
from modules.online_services.services.drafts import Beginning, begin_draft, id_of_key
from rathaus.accounts.models import User


@dataclass(frozen=True, slots=True)
class Found:
    """A draft that somebody is filling in from the sheet, or the case that it has become."""

    draft: Draft | None = None
    case_id: uuid.UUID | None = None

    @property
    def is_there(self) -> bool:
        """Whether the sheet was scanned before."""
        return self.draft is not None or self.case_id is not None


def find_by_sheet(sheet: Sheet) -> Found:
    """Return what has become of the sheet: one query or two."""
    key = id_of_key(sheet.id)
    if request := ServiceRequest.objects.filter(idem_key=key).first():
        return Found(case_id=request.case_id)
    return Found(draft=Draft.objects.filter(pk=key).first())


def begin_from_paper(*, sheet: Sheet, version: FormVersion, channel: str, actor: User) -> Draft:
    """Return the draft into which the colleague types what stands on the sheet, the version that was printed."""
    beginning = Beginning(channel=channel, opened_by=actor, idem_key=sheet.id)
    return begin_draft(version=version, service=version.form.service, beginning=beginning)
