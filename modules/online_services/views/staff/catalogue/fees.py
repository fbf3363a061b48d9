"""Fee schedules of by-laws."""

import uuid
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.errors_catalogue import OverlappingScheduleError
from modules.online_services.forms.catalogue.fees import FeeScheduleForm
from modules.online_services.models import FeeSchedule
from modules.online_services.services.fees import remove_schedule, save_schedule
from modules.online_services.views.staff.catalogue.common import for_fees
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@for_fees
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """Show all tables, those of one thing together, the latest first."""
    found = FeeSchedule.objects.order_by("key", "-valid_from")
    groups = [(key, list(tables)) for key, tables in groupby(found, key=lambda one: one.key)]
    context = {"groups": groups, "today": timezone.localdate()}
    return render(request, "online_services/staff/catalogue/fees.html", context)


@for_fees
@require_http_methods(["GET", "HEAD", "POST"])
def add_fee(request: HttpRequest) -> HttpResponse:
    """Add a table; begun from another one, it holds from a later day on."""
    key = _id(request.GET.get("wie", ""))
    source = FeeSchedule.objects.filter(pk=key).first() if key else None
    if source is None:
        return _edit(request, FeeSchedule())
    copied = ("key", "title", "legal_basis", "rows")
    return _edit(request, FeeSchedule(**{name: getattr(source, name) for name in copied}))


@for_fees
@require_http_methods(["GET", "HEAD", "POST"])
def fee(request: HttpRequest, schedule_id: uuid.UUID) -> HttpResponse:
    """Change a table."""
    return _edit(request, get_object_or_404(FeeSchedule, pk=schedule_id))


@for_fees
@require_POST
def remove(request: HttpRequest, schedule_id: uuid.UUID) -> HttpResponse:
    """Remove a table."""
    remove_schedule(schedule=get_object_or_404(FeeSchedule, pk=schedule_id), actor=acting_user(request))
    messages.success(request, _("Die Gebührentabelle ist gelöscht."))
    return see_other(reverse("online_services_staff:fees"))


def _edit(request: HttpRequest, known: FeeSchedule) -> HttpResponse:
    form = FeeScheduleForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            save_schedule(schedule=form.schedule(), actor=acting_user(request))
        except OverlappingScheduleError as error:
            form.add_error("valid_from", str(error))
        else:
            messages.success(request, _("Die Gebührentabelle ist gespeichert."))
            return see_other(reverse("online_services_staff:fees"))
    is_new = known._state.adding  # noqa: SLF001  Django documents it
    return render(request, "online_services/staff/catalogue/fee.html", {"form": form, "known": known, "is_new": is_new})


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
