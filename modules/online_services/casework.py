"""What a sent form says to the people who work on cases: title, when and where, deadline, files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from modules.cases.api import Applicant, Channel, NewCase, OpeningFile
from modules.online_services.catalogue.description import Handling
from modules.online_services.doors import find_door
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.evaluation import Evaluation
from modules.online_services.engine.fields import UploadField
from modules.online_services.engine.walking import answer_at, fields_of, find_field
from modules.online_services.models import Draft, PublicService, ServiceRequest, Upload
from modules.online_services.review import review_of, text_at, text_of_form
from rathaus.files.attachments import KeptFile
from tenants.municipality.models import Locality

KIND: Final = "online_services.request"
_LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it is sent: final answers, and the files that go with it by their ids."""

    request: ServiceRequest
    definition: FormDefinition
    evaluation: Evaluation
    files: Mapping[str, Upload]
    applicant: Applicant


def new_case(sent: Sent, *, draft: Draft) -> NewCase:
    """Return the case that this request opens."""
    service, handling = draft.service, handling_of(draft.service)
    first, last = _days(sent, handling)
    return NewCase(
        kind=find_door(draft.door).spec.case_kind if draft.door else KIND,
        title=title_of(sent),
        applicant=sent.applicant,
        source_id=sent.request.pk,
        service_key=service.key if service else sent.definition.key,
        service_name=service.name if service else sent.definition.title.in_language("de"),
        request_kind=sent.definition.request_kind,
        channel=Channel(draft.channel),
        department=service.department if service else None,
        area=handling.area,
        is_urgent=handling.is_urgent,
        due_on=timezone.localdate() + timedelta(days=handling.days) if handling.days else None,
        keep_days=handling.keep_days,
        locality=_locality(sent, handling),
        place=text_at(sent.definition, sent.request, handling.place_field),
        takes_place_from=first,
        takes_place_until=last,
        fee_cents=sent.evaluation.fee_cents if sent.evaluation.fees else None,
        search_text=_search_text(sent),
        files=tuple(_files(sent)),
    )


def handling_of(service: PublicService | None) -> Handling:
    """Return how cases of the service are worked on; the usual way where it says nothing."""
    return service.description.handling if service else Handling()


def title_of(sent: Sent) -> str:
    """Return "Osterfeuer am 4. April 2026" where the form says how, else the name of the form."""
    return text_of_form(sent.definition, sent.request, sent.definition.summary) or sent.definition.title.in_language(
        "de"
    )


def _days(sent: Sent, handling: Handling) -> tuple[date | None, date | None]:
    first = _day(sent, handling.first_day_field)
    return first, _day(sent, handling.last_day_field) or first


def _day(sent: Sent, place: str) -> date | None:
    value = answer_at(sent.request.answers, place) if place else None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _locality(sent: Sent, handling: Handling) -> Locality | None:
    """Return the locality that was chosen: by the answer itself, or the locality of an address."""
    name, _dot, part = handling.locality_field.partition(".")
    value: Any = answer_at(sent.request.answers, name) if name else None
    if isinstance(value, Mapping):
        value = value.get(part or "locality") or value.get("city")
    if not isinstance(value, str) or not value:
        return None
    return Locality.objects.filter(name__iexact=value).first()


def _search_text(sent: Sent) -> str:
    sections = review_of(sent.definition, sent.request.answers, sent.evaluation, uploads=sent.request.uploads)
    lines = (line.text for section in sections for line in section.lines if line.text and not line.is_sensitive)
    return " ".join(lines)[:_LONGEST_TEXT]


def _files(sent: Sent) -> Iterator[OpeningFile]:
    """Yield the files in the order of the form, each with the label of its question."""
    labels = {
        str(upload.pk): _label(sent.definition, upload.place)
        for upload in sent.files.values()
        if str(upload.pk) in sent.request.uploads
    }
    order = [part.id for part in fields_of(sent.definition) if isinstance(part, UploadField)]
    for key in sorted(labels, key=lambda key: order.index(sent.files[key].place.rsplit("/", 1)[-1])):
        yield OpeningFile(kept_file(sent.files[key]), label=labels[key][:200])


def kept_file(upload: Upload) -> KeptFile:
    """Return the file as it lies in the storage."""
    return KeptFile(upload.stored, upload.filename, upload.content_type, upload.size, upload.sha256)


def _label(definition: FormDefinition, place: str) -> str:
    part = find_field(definition, place.rsplit("/", 1)[-1])
    return part.label.in_language("de") if part else ""
