"""Contact persons: colleagues as citizens may see them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.forms.catalogue.contacts import ContactForm
from modules.online_services.models import ContactPerson
from modules.online_services.services.contacts import remove_contact, save_contact
from modules.online_services.views.staff.catalogue.common import for_catalogue
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@for_catalogue
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Show all of them, with what they look after."""
    people = ContactPerson.objects.select_related("membership__user").prefetch_related("services")
    return render(request, "online_services/staff/catalogue/contacts.html", {"people": people})


@for_catalogue
@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request: HttpRequest) -> HttpResponse:
    """Add a colleague."""
    return _edit(request, ContactPerson())


@for_catalogue
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a colleague."""
    return _edit(request, get_object_or_404(ContactPerson.objects.select_related("membership__user"), pk=contact_id))


@for_catalogue
@require_POST
def remove(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Take a colleague off all pages."""
    remove_contact(contact=get_object_or_404(ContactPerson, pk=contact_id), actor=acting_user(request))
    messages.success(request, _("Die Person steht auf keiner Seite mehr."))
    return see_other(reverse("online_services_staff:contacts"))


def _edit(request: HttpRequest, known: ContactPerson) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save_contact(contact=form.save(commit=False), actor=acting_user(request))
        messages.success(request, _("Die Angaben sind gespeichert."))
        return see_other(reverse("online_services_staff:contacts"))
    is_new = known._state.adding  # noqa: SLF001  Django documents it
    context = {"form": form, "known": known, "is_new": is_new}
    return render(request, "online_services/staff/catalogue/contact.html", context)
