"""The timeline of a citizen: by day or by matter, searched, printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.inbox.printing import timeline_pdf
from modules.inbox.views.timeline_context import timeline_context
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.files.giving import as_download
from rathaus.timeline.wishes import Wish
from rathaus.web.keeping import kept_on_private_devices


@citizen_required
@kept_on_private_devices
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show what the person and the administration had to do with each other, a page at a time."""
    return render(request, "inbox/my/timeline.html", timeline_context(request, acting_user(request)))


@citizen_required
@require_safe
def timeline_print(request: HttpRequest) -> HttpResponse:
    """Give out what fits the filter as a PDF."""
    content = timeline_pdf(acting_user(request), Wish.of(request.GET))
    return as_download(content, filename=_("Verlauf.pdf"), content_type="application/pdf")
