"""Provided documents with their proof."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.inbox.models import Document
from modules.inbox.permissions import PROVIDE
from modules.inbox.selectors.work import find_document
from modules.inbox.services.documents import revoke as revoke_document
from modules.inbox.services.reading import record_file_read
from modules.inbox.views.answers import attempt, give_file
from modules.inbox.views.staff.common import for_providing, of
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@of(find_document)
@require_safe
def document(request: HttpRequest, document: Document) -> HttpResponse:
    """Show when a document was provided and retrieved, and its hash."""
    record_file_read(file=document, actor=acting_user(request))
    context = {
        "document": document,
        "person": document.person,
        "can_revoke": document.is_waiting and has_permission(request.user, PROVIDE),
    }
    return render(request, "inbox/staff/document.html", context)


@of(find_document)
@require_safe
def document_file(request: HttpRequest, document: Document) -> HttpResponse:
    """Give out what was provided; this is no retrieval by the person."""
    record_file_read(file=document, actor=acting_user(request))
    return give_file(request, document, otherwise=_url(document))


@of(find_document, guard=for_providing)
@require_POST
def revoke(request: HttpRequest, document: Document) -> HttpResponse:
    """Take a document back that nobody has retrieved."""
    clerk, success = acting_user(request), _("Das Dokument ist zurückgenommen.")
    attempt(request, lambda: revoke_document(document=document, actor=clerk), success)
    return see_other(_url(document))


def _url(document: Document) -> str:
    return reverse("inbox_staff:document", args=[document.pk])
