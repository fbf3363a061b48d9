"""To and from the specialist procedure: files in, letter data out, answers back."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.hearings.errors import HearingError
from modules.hearings.forms.staff import ImportForm, RunForm
from modules.hearings.importing import HEADINGS
from modules.hearings.permissions import EXCHANGE
from modules.hearings.selectors.hearings import latest_runs
from modules.hearings.services.fetching import fetch_answers
from modules.hearings.services.importing import ImportReport, import_hearings
from modules.hearings.services.letters import give_out_letters
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.files.giving import as_download
from rathaus.files.tables import UnreadableTableError, write_table
from rathaus.web.answers import see_other

_CSV = "text/csv; charset=utf-8"


@permission_required(EXCHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a table: try it first, or take it over."""
    form = ImportForm(request.POST or None, request.FILES or None)
    report: ImportReport | None = None
    is_trial = request.POST.get("schritt") != "uebernehmen"
    if request.method == "POST" and form.is_valid():
        try:
            report = import_hearings(
                data=form.cleaned_data["table"], actor=acting_user(request), now=timezone.now(), dry_run=is_trial
            )
        except UnreadableTableError as error:
            form.add_error("table", str(error))
    context = {"form": form, "report": report, "is_trial": is_trial, "headings": HEADINGS}
    return render(request, "hearings/staff/import.html", context)


@permission_required(EXCHANGE)
@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Give out an empty table with the headings."""
    example = [
        "OWi 2026/001234",
        "",
        "Betroffene",
        "Sie parkten im absoluten Haltverbot.",
        "§ 41 StVO, § 24 StVG",
        "03.11.2026 9:20",
        "Bismarckstraße 5",
        "SDL-AB 123",
        "Foto, Zeuge",
        "25,00",
        "",
        "5.1234.567890",
        "",
        f"{timezone.localdate() + timedelta(days=14):%d.%m.%Y}",
    ]
    return as_download(write_table(HEADINGS, [example]), filename="anhoerungen-vorlage.csv", content_type=_CSV)


@permission_required(EXCHANGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponseBase:
    """Say how many letters wait, and give out their codes once."""
    if request.method != "POST":
        return render(request, "hearings/staff/letters.html", {"runs": latest_runs(), "form": RunForm()})
    form = RunForm(request.POST)
    if not form.is_valid():
        return see_other(reverse("hearings_staff:letters"))
    run_id = form.cleaned_data["idem_key"]
    try:
        content = give_out_letters(run_id=run_id, actor=acting_user(request), now=timezone.now())
    except HearingError as error:
        messages.error(request, str(error))
        return see_other(reverse("hearings_staff:letters"))
    return as_download(content, filename=f"briefdaten-{timezone.localdate()}.csv", content_type=_CSV)


@permission_required(EXCHANGE)
@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """Give out new answers, or those of the last day once more."""
    now = timezone.now()
    again = now - timedelta(days=1) if request.POST.get("noch_einmal") else None
    try:
        content = fetch_answers(actor=acting_user(request), now=now, again_since=again)
    except HearingError:
        messages.info(request, _("Es gibt keine Antworten, die Sie noch nicht abgeholt haben."))
        return see_other(reverse("hearings_staff:hearings"))
    return as_download(content, filename=f"antworten-{timezone.localdate()}.zip", content_type="application/zip")
