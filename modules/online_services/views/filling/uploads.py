"""Files of a draft one by one, in parts that go on after a lost connection; for pages with a script."""

import json
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from modules.online_services.errors_filling import FillingError
from modules.online_services.models import Upload
from modules.online_services.services.uploading import announce_upload, remove_upload, take_part
from modules.online_services.views.filling.visit import Visit, of_draft
from rathaus.files.errors import FileError
from rathaus.files.incoming import LARGEST_PART

_LARGEST_SIZE = 2**31 - 1


@require_POST
@of_draft
def announce(visit: Visit) -> HttpResponse:
    """Take place, name and size of a file that is about to come; answer where its parts go and how much is here."""
    try:
        told: Any = json.loads(visit.request.body)
        place, filename, size = str(told["place"]), str(told["filename"]), int(told["size"])
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    if not 0 < size <= _LARGEST_SIZE:
        return _refused(str(FillingError()))
    try:
        upload = announce_upload(draft=visit.draft, place=place, filename=filename, size=size)
    except (FillingError, FileError) as error:
        return _refused(str(error))
    return _state(visit, upload)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def part(visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Take the next part of a file; GET says how much is here."""
    upload = Upload.objects.select_related("draft").filter(draft=visit.draft, pk=upload_id).first()
    if upload is None:
        return HttpResponse(status=404)
    if visit.request.method != "POST":
        return _state(visit, upload)
    offset = visit.request.headers.get("Upload-Offset", "")
    content = visit.request.read(LARGEST_PART + 1)
    if not offset.isdecimal() or len(offset) > 10 or len(content) > LARGEST_PART:
        return HttpResponse(status=400)
    try:
        return _state(visit, take_part(upload=upload, offset=int(offset), content=content))
    except FileError as error:
        return _refused(str(error), status=409)


@require_POST
@of_draft
def remove(visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Take a file away."""
    try:
        remove_upload(draft=visit.draft, upload_id=upload_id)
    except FillingError as error:
        return _refused(str(error), status=404)
    return HttpResponse(status=204)


def _state(visit: Visit, upload: Upload) -> JsonResponse:
    return JsonResponse(
        {
            "id": str(upload.pk),
            "url": visit.url("upload_part", upload.pk),
            "remove_url": visit.url("upload_remove", upload.pk),
            "filename": upload.filename,
            "size": upload.size,
            "received": upload.received,
            "is_ready": upload.is_usable,
            "problem": upload.refused,
        }
    )


def _refused(problem: str, *, status: int = 422) -> JsonResponse:
    return JsonResponse({"problem": problem}, status=status)
