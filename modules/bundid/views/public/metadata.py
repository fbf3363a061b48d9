"""Who we are to the BundID, for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.bundid.selectors.setup import own_metadata


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return our metadata as a file."""
    document = own_metadata()
    if document is None:
        return HttpResponse(_("Die BundID ist hier noch nicht eingerichtet."), content_type="text/plain; charset=utf-8")
    response = HttpResponse(document, content_type="application/samlmetadata+xml")
    response["Content-Disposition"] = 'inline; filename="metadata.xml"'
    return response
