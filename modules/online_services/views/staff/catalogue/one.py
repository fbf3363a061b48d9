"""One service: its texts, who is responsible, how it is reached, who gets copies."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.online_services.catalogue.layers import TEXTS, get_part
from modules.online_services.catalogue.markup import render_text
from modules.online_services.errors_catalogue import AddressTakenError, CatalogueError
from modules.online_services.forms.catalogue.copies import CopiesForm
from modules.online_services.forms.catalogue.services import FactsForm, PlacingForm, TextForm, text_label
from modules.online_services.models import PublicService
from modules.online_services.selectors.work import text_rows
from modules.online_services.services.describing import place_service, save_copy_emails, save_facts, save_text
from modules.online_services.services.reviewing import open_differences
from modules.online_services.views.staff.catalogue.common import of_service
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other
from tenants.municipality.models import Locality

_PAGES = "online_services/staff/catalogue"


@of_service
@require_safe
def service(request: HttpRequest, service: PublicService) -> HttpResponse:
    """Show a service with its texts and what else is set."""
    contacts = service.contacts.select_related("membership__user")
    context = {
        "service": service,
        "texts": text_rows(service),
        "differences": len(open_differences(service)),
        "contacts": list(contacts),
        "forms": list(service.forms.all()),
        "has_copies": bool(service.description.handling.copies),
    }
    return render(request, f"{_PAGES}/service.html", context)


@of_service
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, service: PublicService, name: str) -> HttpResponse:
    """Write the municipality's own text over the shipped one, or go back to that."""
    if name not in TEXTS:
        raise Http404
    form = TextForm(request.POST or None, service=service, name=name)
    if request.method == "POST" and form.is_valid():
        try:
            save_text(service=service, name=name, texts=form.texts(), actor=acting_user(request))
        except CatalogueError as error:
            form.add_error("de", str(error))
        else:
            messages.success(request, _("Der Text ist gespeichert."))
            return _back(service)
    shipped = get_part(service.accepted, f"texts.{name}") or {}
    context = {
        "service": service,
        "form": form,
        "label": text_label(name),
        "shipped": render_text(shipped.get("de", "")),
        "is_own": get_part(service.own, f"texts.{name}") is not None,
    }
    return render(request, f"{_PAGES}/text.html", context)


@of_service
@require_http_methods(["GET", "HEAD", "POST"])
def placing(request: HttpRequest, service: PublicService) -> HttpResponse:
    """Set address, responsibility and whether the service is offered."""
    fields = ("slug", "department", "location", "is_featured", "is_active")
    initial: dict[str, Any] = {name: getattr(service, name) for name in fields}
    form = PlacingForm(request.POST or None, initial=initial | {"contacts": list(service.contacts.all())})
    if request.method == "POST" and form.is_valid():
        try:
            _refuse_pages(form.cleaned_data["slug"])
            place_service(service=service, placing=form.placing(), actor=acting_user(request))
        except AddressTakenError as error:
            form.add_error("slug", str(error))
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return _back(service)
    return render(request, f"{_PAGES}/placing.html", {"service": service, "form": form})


@of_service
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, service: PublicService) -> HttpResponse:
    """Set how people find the service and by which way it is done."""
    form = FactsForm(request.POST or None, initial=FactsForm.initial_of(service.description))
    if request.method == "POST" and form.is_valid():
        save_facts(service=service, facts=form.changed_facts(), actor=acting_user(request))
        messages.success(request, _("Die Angaben sind gespeichert."))
        return _back(service)
    return render(request, f"{_PAGES}/facts.html", {"service": service, "form": form})


@of_service
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, service: PublicService) -> HttpResponse:
    """Set to whom copies of decisions go."""
    if not service.description.handling.copies:
        raise Http404
    form = CopiesForm(request.POST or None, service=service, localities=list(Locality.objects.all()))
    if request.method == "POST" and form.is_valid():
        save_copy_emails(service=service, emails=form.emails(), actor=acting_user(request))
        messages.success(request, _("Die Adressen sind gespeichert."))
        return _back(service)
    return render(request, f"{_PAGES}/copies.html", {"service": service, "form": form})


def _back(service: PublicService) -> HttpResponse:
    return see_other(reverse("online_services_staff:service", args=[service.pk]))


def _refuse_pages(slug: str) -> None:
    """Refuse an address that a page of the portal has; raises AddressTakenError."""
    try:
        match = resolve(reverse("online_services:service", args=[slug]))
    except Resolver404:
        return
    if match.url_name != "service":
        raise AddressTakenError
