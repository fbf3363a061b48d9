"""How views answer: redirects after a POST, files, and what went wrong."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from modules.inbox.errors import InboxError
from modules.inbox.models import Attachment, Document
from rathaus.files.attachments import read_kept
from rathaus.files.errors import FileError
from rathaus.files.giving import as_download
from rathaus.web.answers import see_other


def attempt(request: HttpRequest, change: Callable[[], object], success: str) -> bool:
    """Make a change and tell the person how it went; return whether it went well."""
    try:
        change()
    except (InboxError, FileError) as error:
        messages.error(request, str(error))
        return False
    messages.success(request, success)
    return True


def give_file(request: HttpRequest, file: Attachment | Document, *, otherwise: str) -> HttpResponse:
    """Return the file as a download; one that is damaged leads to the page `otherwise`, which says so."""
    try:
        content = read_kept(file.stored, sha256=file.sha256)
    except FileError as error:
        messages.error(request, str(error))
        return see_other(otherwise)
    return as_download(content, filename=file.filename, content_type=file.content_type)
