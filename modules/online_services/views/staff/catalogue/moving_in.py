"""Texts and addresses of the former homepage: check a file, then carry out exactly what was checked."""

import base64
import binascii
import uuid
import zlib
from hashlib import sha256
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.forms.catalogue.moving_in import RedirectForm, UploadForm
from modules.online_services.models import Redirect
from modules.online_services.services.moving_in import HEADINGS, import_catalogue
from modules.online_services.services.redirecting import add_redirect, remove_redirect
from modules.online_services.views.staff.catalogue.common import as_csv, for_catalogue
from rathaus.accounts.session import acting_user
from rathaus.files.tables import MAX_BYTES, UnreadableTableError, write_table
from rathaus.signing import BadLinkError, sign, unsign
from rathaus.web.answers import see_other

_PAGE: Final = "online_services/staff/catalogue/moving_in.html"
_PURPOSE: Final = "online_services.import"
_VALID_FOR: Final = 2 * 60 * 60  # seconds in which what was checked may be carried out
_SHOWN: Final = 200


@for_catalogue
@require_http_methods(["GET", "HEAD", "POST"])
def moving_in(request: HttpRequest) -> HttpResponse:
    """Ask for a file; check the one that was sent; carry out what was checked. Sent twice, it changes nothing more."""
    if request.method != "POST":
        return render(request, _PAGE, {"upload": UploadForm()})
    data = _unpack(request.POST.get("packed", ""))
    upload = UploadForm() if data else UploadForm(request.POST, request.FILES)
    if upload.is_bound and upload.is_valid():
        data = upload.cleaned_data["file"].read(MAX_BYTES + 1)
    if data is None:
        return render(request, _PAGE, {"upload": upload})
    try:
        return render(request, _PAGE, _answer(request, data) | {"upload": UploadForm()})
    except UnreadableTableError as error:
        return render(request, _PAGE, {"upload": UploadForm(), "problem": str(error)})


@for_catalogue
@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer with a file that has the headings and one example."""
    example = ("", "Hund anmelden", "", "", "", "", "Ordnungsamt", "/buergerservice/hund.html")
    return as_csv(write_table(HEADINGS, [example]), "vorlage-leistungen.csv")


@for_catalogue
@require_http_methods(["GET", "HEAD", "POST"])
def redirects(request: HttpRequest) -> HttpResponse:
    """Show the old addresses, and take one more."""
    form = RedirectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_redirect(**form.cleaned_data, actor=acting_user(request))
        messages.success(request, _("Die alte Adresse führt jetzt zu dieser Leistung."))
        return see_other(reverse("online_services_staff:redirects"))
    known = Redirect.objects.select_related("service")[:2000]
    return render(request, "online_services/staff/catalogue/redirects.html", {"form": form, "redirects": known})


@for_catalogue
@require_POST
def remove(request: HttpRequest, redirect_id: uuid.UUID) -> HttpResponse:
    """Let an old address lead nowhere again."""
    known = get_object_or_404(Redirect.objects.select_related("service"), pk=redirect_id)
    remove_redirect(redirect=known, actor=acting_user(request))
    messages.success(request, _("Die alte Adresse wird nicht mehr weitergeleitet."))
    return see_other(reverse("online_services_staff:redirects"))


def _answer(request: HttpRequest, data: bytes) -> dict[str, Any]:
    actor = acting_user(request)
    digest = sha256(data + actor.pk.bytes).hexdigest()
    is_real = "carry_out" in request.POST and _is_checked(request.POST.get("seal", ""), digest)
    report = import_catalogue(data=data, actor=actor, dry_run=not is_real)
    shown = [row for row in report.rows if row.outcome != "same" or row.messages][:_SHOWN]
    counts = {outcome: report.count(outcome) for outcome in ("new", "changed", "same", "error")}
    found = {"report": report, "rows": shown, "counts": counts}
    if is_real:
        return found
    return found | {
        "packed": base64.b64encode(zlib.compress(data, 6)).decode(),
        "seal": sign(purpose=_PURPOSE, value=digest),
    }


def _unpack(text: str) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(base64.b64decode(text, validate=True), MAX_BYTES + 1) or None
    except (binascii.Error, ValueError, zlib.error):
        return None


def _is_checked(token: str, digest: str) -> bool:
    try:
        return bool(unsign(purpose=_PURPOSE, token=token, max_age=_VALID_FOR) == digest)
    except BadLinkError:
        return False
