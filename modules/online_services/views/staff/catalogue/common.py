"""What the pages of the catalogue have in common."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from modules.online_services.models import PublicService
from modules.online_services.permissions import CATALOGUE, FEES, INTERNAL, STATISTICS
from modules.online_services.selectors.work import all_services
from rathaus.accounts.permissions import permission_required

Arguments = ParamSpec("Arguments")
Guarded = Callable[..., HttpResponseBase]
Guard = Callable[[Guarded], Guarded]

for_catalogue: Final[Guard] = permission_required(CATALOGUE)
for_fees: Final[Guard] = permission_required(FEES)
for_statistics: Final[Guard] = permission_required(STATISTICS)
for_internal: Final[Guard] = permission_required(INTERNAL)


def of_service(view: Callable[Concatenate[HttpRequest, PublicService, Arguments], HttpResponse]) -> Guarded:
    """Hand the view the service that the address names."""

    @for_catalogue
    @wraps(view)
    def guarded(
        request: HttpRequest, /, service_id: uuid.UUID, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        return view(request, get_object_or_404(all_services(), pk=service_id), *args, **kwargs)

    return guarded


def as_csv(content: bytes, filename: str) -> HttpResponse:
    """Return a table as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
