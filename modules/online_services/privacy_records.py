"""What the module tells somebody who asks what is kept about them (Art. 15 DSGVO), line by line."""

import json

from modules.online_services.models import Draft, ServiceRequest
from modules.online_services.review import review_request
from modules.online_services.selectors.versions import definition_of
from rathaus.privacy.protocol import Record


def draft_record(draft: Draft) -> Record:
    """Return a draft with everything that was typed, also what is hidden now."""
    return {
        "kind": "draft",
        "service": draft.service.name if draft.service else draft.form_version.form.title,
        "begun": draft.created_at.isoformat(),
        "kept_until": draft.expires_at.isoformat(),
        "in_name_of": draft.in_name_of,
        "email": draft.email,
        "answers": json.dumps(draft.answers, ensure_ascii=False),
        "contact": json.dumps(draft.contact, ensure_ascii=False) if draft.contact else "",
        "files": ", ".join(upload.filename for upload in draft.uploads.all()),
    }


def request_record(request: ServiceRequest) -> Record:
    """Return what was sent, as it was read when it was sent."""
    sections = review_request(request, definition_of(request.form_version))
    said = (f"{line.label}: {line.text}" for section in sections for line in section.lines)
    return {
        "kind": "service_request",
        "service": request.service.name if request.service else request.form_version.form.title,
        "sent": request.sent_at.isoformat(),
        "channel": request.channel,
        "answers": "\n".join(said),
        "files": ", ".join(request.uploads.values()),
    }
