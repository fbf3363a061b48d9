"""The documents of a citizen: what was provided, and the button that retrieves it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.inbox.errors import InboxError
from modules.inbox.models import Document
from modules.inbox.selectors.mine import document_of, documents_of
from modules.inbox.services.documents import retrieve
from modules.inbox.views.answers import give_file
from modules.inbox.views.my.common import of_person
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.files.errors import FileError
from rathaus.web.answers import see_other

_MOST = 200


@citizen_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Show all documents, the latest first."""
    return render(request, "inbox/my/documents.html", {"documents": documents_of(acting_user(request))[:_MOST]})


@of_person(document_of)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document: Document) -> HttpResponse:
    """Say what it is; POST retrieves it, which is recorded the first time, and leads to the file."""
    if request.method == "POST":
        try:
            retrieve(document=document)
        except (InboxError, FileError) as error:
            messages.error(request, str(error))
            return see_other(reverse("inbox:document", args=[document.pk]))
        return see_other(reverse("inbox:document_file", args=[document.pk]))
    return render(request, "inbox/my/document.html", {"document": document})


@of_person(document_of)
@require_safe
def document_file(request: HttpRequest, document: Document) -> HttpResponse:
    """Give out a document that was retrieved; one that was not leads to its page, where the button is."""
    page = reverse("inbox:document", args=[document.pk])
    if document.first_retrieved_at is None:
        messages.info(request, _("Bitte rufen Sie das Dokument hier ab."))
        return redirect(page)
    return give_file(request, document, otherwise=page)
