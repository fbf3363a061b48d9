"""A small form with most kinds of fields, drafts of it, and what was sent."""

import uuid
from typing import Any

from django.utils import timezone

from modules.cases.api import NewCase, open_case
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Draft, Form, FormVersion, PublicService, ServiceRequest, Stage
from modules.online_services.services.drafts import Beginning, begin_draft

SMALL: dict[str, Any] = {
    "key": "kleiner-antrag",
    "title": {"de": "Kleiner Antrag", "en": "Small request"},
    "summary": "Antrag von {nachname}",
    "steps": [
        {
            "id": "person",
            "title": {"de": "Ihre Angaben", "en": "About you"},
            "items": [
                {"type": "text", "id": "vorname", "label": "Vorname", "required": True, "prefill": "given_name"},
                {"type": "text", "id": "nachname", "label": "Nachname", "required": True, "prefill": "family_name"},
                {"type": "email", "id": "email", "label": "E-Mail-Adresse", "prefill": "email"},
                {"type": "address", "id": "anschrift", "label": "Anschrift", "prefill": "address"},
            ],
        },
        {
            "id": "sache",
            "title": {"de": "Ihr Anliegen", "en": "Your concern"},
            "items": [
                {"type": "yes_no", "id": "hat_hund", "label": "Haben Sie einen Hund?", "required": True},
                {
                    "type": "text",
                    "id": "hundename",
                    "label": "Wie heißt er?",
                    "show": "hat_hund",
                    "required": True,
                    "is_sensitive": True,
                },
                {"type": "number", "id": "anzahl", "label": "Wie viele Kopien?"},
                {"type": "upload", "id": "nachweis", "label": "Nachweis", "max_files": 2},
                {
                    "type": "group",
                    "id": "kinder",
                    "title": "Kinder",
                    "repeat": {"minimum": 0, "maximum": 3, "row_label": "Kind"},
                    "items": [
                        {"type": "text", "id": "kind_name", "label": "Name des Kindes", "required": True},
                        {"type": "upload", "id": "kind_nachweis", "label": "Geburtsurkunde"},
                    ],
                },
            ],
        },
    ],
    "fees": [{"kind": "unit", "label": "Kopien", "cents": 1000, "units": "anzahl", "when": "given(anzahl)"}],
}
PERSON: dict[str, Any] = {"vorname": "Sabine", "nachname": "Köhler", "email": "sabine.koehler@post.example"}
COMPLETE: dict[str, Any] = PERSON | {"hat_hund": False}


def make_service(key: str = "kleiner-antrag", **changes: Any) -> PublicService:
    """Return an active service of the municipality; `content` is laid over the least that a description needs."""
    name = changes.pop("name", "Kleiner Antrag")
    content = {"format": 1, "key": key, "texts": {"name": {"de": name}}, "channel": "form"} | changes.pop("content", {})
    values = {"slug": key, "key": key, "name": name, "channel": "form", "content": content} | changes
    return PublicService.objects.create(**values)


def make_form(definition: dict[str, Any] | None = None, **changes: Any) -> Form:
    """Return a live form without versions."""
    known = definition or SMALL
    title = FormDefinition.model_validate(known).title.in_language("de")
    values = {"key": known["key"], "title": title, "stage": Stage.LIVE, "working": known} | changes
    return Form.objects.create(**values)


def make_version(
    definition: dict[str, Any] | None = None, *, service: PublicService | None = None, **changes: Any
) -> FormVersion:
    """Return the first published version of a new form."""
    known = definition or SMALL
    form = changes.pop("form", None) or make_form(known, service=service)
    values = {"form": form, "number": 1, "definition": known, "published_at": timezone.now()} | changes
    return FormVersion.objects.create(**values)


def make_draft(version: FormVersion | None = None, *, service: PublicService | None = None, **beginning: Any) -> Draft:
    """Return a draft of the version, by default of the small form: make_draft(answers={...}, person=user)."""
    return begin_draft(version=version or make_version(), service=service, beginning=Beginning(**beginning))


def make_request(version: FormVersion | None = None, **changes: Any) -> ServiceRequest:
    """Return something that was sent, with its case; the applicant is in `case`."""
    version = version or make_version()
    service = changes.pop("service", version.form.service)
    new = NewCase(kind="online_services.request", title="Antrag", **changes.pop("case", {}))
    case = open_case(new=new, idem_key=uuid.uuid4())
    values = {
        "form_version": version,
        "service": service,
        "case_id": case.pk,
        "channel": "online",
        "answers": COMPLETE,
        "began_at": timezone.now(),
        "sent_at": timezone.now(),
        "idem_key": uuid.uuid4(),
    }
    return ServiceRequest.objects.create(**values | changes)
