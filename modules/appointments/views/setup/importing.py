"""Take over what another system exported: check a file, then carry out exactly what was checked."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.appointments.forms.setup.importing import (
    DecisionForm,
    UploadForm,
    is_sealed,
    matches_in,
    pack,
    seal,
    unpack,
)
from modules.appointments.imports import KINDS, Kind, Report, UnreadableFileError, template_of
from modules.appointments.imports.reading import MAX_BYTES
from modules.appointments.permissions import OVERBOOK, SETUP
from modules.appointments.services.importing import import_file
from rathaus.accounts.permissions import has_permission, permission_required
from rathaus.web.navigation import Chip
from tenants.municipality.views.staff import actor_of

_PAGE: Final = "appointments/setup/import.html"
_LINES_SHOWN: Final = 200
_OVERBOOK: Final = "overbook"


@permission_required(SETUP)
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, kind: str = Kind.APPOINTMENTS) -> HttpResponse:
    """Ask for a file; check the one that was sent; carry out what was checked. Sent twice, it changes nothing more."""
    wanted = _kind(kind)
    if request.method != "POST":
        return render(request, _PAGE, _head(wanted, UploadForm()))
    data = unpack(request.POST.get("packed", ""))
    upload = UploadForm() if data else UploadForm(request.POST, request.FILES)
    if upload.is_bound and upload.is_valid():
        data = upload.cleaned_data["file"].read(MAX_BYTES + 1)
    if data is None:
        return render(request, _PAGE, _head(wanted, upload))
    try:
        return _answer(request, wanted, data)
    except UnreadableFileError as error:
        return render(request, _PAGE, _head(wanted, UploadForm()) | {"problem": str(error)})


@permission_required(SETUP)
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001
    """Answer with a file that has the headings and one example."""
    wanted = _kind(kind)
    headers = {"Content-Disposition": f'attachment; filename="vorlage-{wanted}.csv"'}
    return HttpResponse(template_of(wanted), content_type="text/csv; charset=utf-8", headers=headers)


def _answer(request: HttpRequest, kind: Kind, data: bytes) -> HttpResponse:
    """Check the file, or carry it out where the same file with the same matches was checked before."""
    actor, matches = actor_of(request), matches_in(request.POST)
    may_overbook = has_permission(actor, OVERBOOK)
    is_meant = "carry_out" in request.POST
    is_real = is_meant and is_sealed(request.POST.get("seal", ""), kind, data, matches, actor.pk)
    report = import_file(
        kind=kind,
        data=data,
        actor=actor,
        matches=matches,
        dry_run=not is_real,
        force=may_overbook and _OVERBOOK in request.POST,
        send_mails=is_real and "mails" in request.POST,
    )
    context = _head(kind, UploadForm()) | _told(report)
    if not report.is_carried_out:
        form = DecisionForm(request.POST if "seal" in request.POST else None, report=report, may_overbook=may_overbook)
        context |= {"form": form, "packed": pack(data), "seal": seal(kind, data, matches, actor.pk)}
        context |= {"kept_matches": _kept(matches, form), "is_changed": is_meant}
    return render(request, _PAGE, context)


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise Http404 from None


def _head(kind: Kind, upload: UploadForm) -> dict[str, Any]:
    chips = [
        Chip(KINDS[each].label, reverse("appointments_staff:import_kind", args=[each.value]), each == kind)
        for each in Kind
    ]
    fields = [field.heading for field in KINDS[kind].fields.values()]
    needed = [field.heading for field in KINDS[kind].fields.values() if field.is_required]
    return {"kind": kind, "chips": chips, "upload": upload, "headings": ", ".join(fields), "needed": ", ".join(needed)}


def _told(report: Report) -> dict[str, Any]:
    remarks = report.remarks
    words = {"ok": _("gut"), "hint": _("Hinweis"), "error": _("Fehler")}
    shown = [(row, words[row.grade]) for row in remarks[:_LINES_SHOWN]]
    return {"report": report, "remarks": shown, "more": max(0, len(remarks) - _LINES_SHOWN)}


def _kept(matches: Any, form: DecisionForm) -> list[tuple[str, str]]:
    """Return the matches that the form asks no more about, to be sent along."""
    return [(name, value) for name, value in matches.items() if name not in form.fields]
