"""Give out files, in a way that no browser runs anything in them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.files.errors import FileError
from rathaus.files.giving import harmless
from rathaus.files.links import Download, read_link
from rathaus.files.quarantine import demand_clean
from rathaus.files.services import PUBLIC_PICTURES
from rathaus.signing import BadLinkError, ExpiredLinkError

CONTENT_TYPES = {".png": "image/png", ".pdf": "application/pdf", ".ics": "text/calendar; charset=utf-8"}
A_YEAR = 31_536_000


@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:  # noqa: ARG001
    """Give out the file of a signed link; 410 when it has run out, 409 in quarantine, 404 when it was never ours."""
    try:
        wanted = read_link(token)
    except ExpiredLinkError:
        return _gone()
    except BadLinkError:
        raise Http404 from None
    try:
        demand_clean(wanted.name)
    except FileError as error:
        return _plain(str(error), status=409)
    response = _redirect(wanted) or _file(wanted.name, as_attachment=True, filename=wanted.filename)
    response["Cache-Control"] = "private, no-store"
    return response


def _gone() -> HttpResponse:
    sentence = _("Dieser Link ist abgelaufen. Bitte gehen Sie zurück und öffnen Sie die Datei noch einmal.")
    return _plain(sentence, status=410)


def _plain(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def _redirect(wanted: Download) -> HttpResponseBase | None:
    """Send the reader to the storage's own signed address, where it has one."""
    presigned = getattr(default_storage, "presigned_url", None)
    if presigned is None:
        return None
    return HttpResponseRedirect(presigned(wanted.name, filename=wanted.filename))


@require_safe
def public_picture(request: HttpRequest, file: str) -> HttpResponseBase:  # noqa: ARG001
    """Give out a public picture. Its name comes from its content, so it never changes."""
    response = _file(f"{PUBLIC_PICTURES}/{file}", as_attachment=False, filename=file)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def _file(name: str, *, as_attachment: bool, filename: str) -> HttpResponseBase:
    try:
        content = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    suffix = "." + filename.rpartition(".")[2].lower()
    response = FileResponse(
        content,
        as_attachment=as_attachment,
        filename=filename,
        content_type=CONTENT_TYPES.get(suffix, "application/octet-stream"),
    )
    return harmless(response)
