"""The list of cases: filters in the address, saved views, changes to many at once and back."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from modules.cases.errors import CaseError
from modules.cases.filters import ORDERS, CaseFilter
from modules.cases.forms.staff import BulkForm, ViewForm
from modules.cases.handling import kind_label
from modules.cases.models import BulkChange, Channel, SavedView, Status
from modules.cases.selectors.choices import departments, kind_choices, service_and_locality_choices
from modules.cases.selectors.inbox import flag_counts, inbox_page, saved_views
from modules.cases.services.bulk import BulkWish, Step, change_many, undo_change
from modules.cases.services.views import remove_view, save_view
from modules.cases.views.staff.common import for_work
from rathaus.accounts.models import User
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other
from rathaus.web.navigation import Chip

_DENSE: Final = "cases.dense"


@for_work
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that fit the filter of the address."""
    clerk, wish = acting_user(request), CaseFilter.of(request.GET)
    page = inbox_page(clerk, wish)
    views = saved_views(clerk)
    here = wish.but().address()
    context: dict[str, Any] = {
        "wish": wish,
        "page": page,
        "kind_labels": {one.kind: kind_label(one.kind) for one in page.cases},
        "today": timezone.localdate(),
        "next_url": wish.but(after=page.next).address() if page.next else "",
        "first_url": here if wish.after else "",
        "scopes": wish.scope_chips(),
        "flags": wish.flag_chips(flag_counts(clerk, wish.scope)),
        "views": [Chip(one.name, f"?{one.query}", is_current=f"?{one.query}" == here) for one in views],
        "current_view": next((one for one in views if f"?{one.query}" == here), None),
        "view_form": ViewForm(initial={"query": here.removeprefix("?")}),
        "bulk": BulkForm(),
        "is_dense": _is_dense(request),
        "undo": _undoable(clerk, request.GET.get("geaendert", "")),
    }
    return render(request, "cases/staff/inbox.html", context | _choices())


@for_work
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Change the chosen cases and lead back to the list, which offers to undo it."""
    form, clerk = BulkForm(request.POST), acting_user(request)
    keys = _ids(request.POST.getlist("vorgang"))
    back = CaseFilter.of(request.GET).address()
    step = request.POST.get("schritt", "")
    if not keys:
        messages.error(request, _("Bitte wählen Sie zuerst Vorgänge aus."))
        return see_other(_list_url(back))
    if step not in set(Step) or not form.is_valid():
        messages.error(request, _("Das hat nicht geklappt. Bitte prüfen Sie Ihre Auswahl."))
        return see_other(_list_url(back))
    change = change_many(keys=keys, wish=_wish(Step(step), form), actor=clerk, idem_key=form.cleaned_data["idem_key"])
    joint = "&" if "=" in back else ""
    return see_other(_list_url(f"{back}{joint}geaendert={change.pk}"))


@for_work
@require_POST
def undo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a change to many cases back."""
    clerk = acting_user(request)
    change = BulkChange.objects.filter(actor=clerk, pk=key).first()
    back = CaseFilter.of(request.GET).address()
    try:
        count = undo_change(change=change, actor=clerk) if change else 0
    except CaseError as error:
        messages.error(request, str(error))
        return see_other(_list_url(back))
    words = ngettext("%(count)s Vorgang ist wieder wie vorher.", "%(count)s Vorgänge sind wieder wie vorher.", count)
    messages.success(request, words % {"count": count})
    return see_other(_list_url(back))


@for_work
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the list under a name; the same name again replaces it."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte geben Sie der Ansicht einen Namen mit höchstens 40 Zeichen."))
        return see_other(_list_url("?" + request.POST.get("query", "")[:500]))
    typed = form.cleaned_data
    save_view(owner=acting_user(request), name=typed["name"], query=typed["query"])
    messages.success(request, _("Die Ansicht ist gespeichert."))
    return see_other(_list_url(f"?{typed['query']}"))


@for_work
@require_POST
def view_remove(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Forget one of the person's own views."""
    view = SavedView.objects.filter(owner=acting_user(request), pk=key).first()
    if view:
        remove_view(view=view)
        messages.success(request, _("Die Ansicht ist gelöscht."))
    return see_other(_list_url(""))


def _is_dense(request: HttpRequest) -> bool:
    """Return whether this person wants low rows; the address says it once, the session remembers it."""
    if (wanted := request.GET.get("dicht", "")) in {"0", "1"}:
        request.session[_DENSE] = wanted == "1"
    return bool(request.session.get(_DENSE))


def _choices() -> dict[str, Any]:
    services, localities = service_and_locality_choices()
    return {
        "kinds": kind_choices(),
        "services": services,
        "localities": localities,
        "departments": list(departments()),
        "channels": Channel.choices,
        "statuses": Status.choices,
        "orders": list(ORDERS.items()),
    }


def _wish(step: Step, form: BulkForm) -> BulkWish:
    typed = form.cleaned_data
    return BulkWish(
        step=step,
        responsible=typed["responsible"],
        status=Status(typed["status"] or Status.PROCESSING),
        resubmit_on=typed["resubmit_on"],
    )


def _undoable(clerk: User, key: str) -> BulkChange | None:
    """Return the change that the address names, if it is the clerk's own and can still be taken back."""
    keys = _ids([key])
    change = BulkChange.objects.filter(actor=clerk, pk=keys[0]).first() if keys else None
    return change if change and change.can_undo(timezone.now()) else None


def _ids(texts: list[str]) -> list[uuid.UUID]:
    found = []
    for text in texts[:200]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _list_url(query: str) -> str:
    return reverse("cases_staff:cases") + (query if query != "?" else "")
