"""The list of services, new ones, and the shipped ones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.errors_catalogue import CatalogueError
from modules.online_services.forms.catalogue.services import NewServiceForm
from modules.online_services.selectors.work import Show, service_rows, waiting_services
from modules.online_services.services.describing import create_service
from modules.online_services.services.seeding import sync_shipped_services
from modules.online_services.views.staff.catalogue.common import for_catalogue
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other
from rathaus.web.navigation import Chip

_LABELS = {
    Show.ALL: gettext_lazy("Alle"),
    Show.OWN_TEXT: gettext_lazy("Von uns geändert"),
    Show.NEW: gettext_lazy("Neues zu prüfen"),
    Show.NO_FORM: gettext_lazy("Ohne eigenes Formular"),
    Show.NO_DEPARTMENT: gettext_lazy("Ohne Abteilung"),
    Show.OFF: gettext_lazy("Abgeschaltet"),
    Show.INTERNAL: gettext_lazy("Intern"),
}


@for_catalogue
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show the services; what is shown stands in the address."""
    wanted, query = request.GET.get("zeigen", ""), request.GET.get("q", "").strip()[:100]
    show = Show(wanted) if wanted in list(Show) else Show.ALL
    waiting = waiting_services()
    chips = [
        Chip(label, f"?zeigen={each.value}", each == show, count=waiting if each == Show.NEW and waiting else None)
        for each, label in _LABELS.items()
    ]
    context = {"rows": service_rows(show, query), "chips": chips, "show": show.value, "query": query}
    return render(request, "online_services/staff/catalogue/services.html", context)


@for_catalogue
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a service of the municipality's own."""
    form = NewServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            created = create_service(**form.cleaned_data, actor=acting_user(request))
        except CatalogueError:
            form.add_error("name", _("Eine Leistung mit diesem Namen gibt es schon. Bitte wählen Sie einen anderen."))
        else:
            messages.success(request, _("Die Leistung ist angelegt und steht auf der Website."))
            return see_other(reverse("online_services_staff:service", args=[created.pk]))
    return render(request, "online_services/staff/catalogue/add.html", {"form": form})


@for_catalogue
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """Add the shipped services that are missing here."""
    report = sync_shipped_services(actor=acting_user(request))
    count = len(report.created)
    said = ngettext("Eine Leistung ist dazugekommen.", "%(count)s Leistungen sind dazugekommen.", count) % {
        "count": count
    }
    messages.success(request, said if count else _("Alle mitgelieferten Leistungen sind schon da."))
    return see_other(reverse("online_services_staff:services"))
