"""The page of a service, and the way on to another authority."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from modules.online_services.catalogue.description import Descriptions
from modules.online_services.catalogue.markup import render_text
from modules.online_services.catalogue.structured import structured_data
from modules.online_services.models import ContactPerson, PublicService
from modules.online_services.selectors.catalogue import new_address, offered_service
from modules.online_services.selectors.ways import ways_of
from modules.online_services.services.leaving import leave_for_other_authority
from modules.online_services.views.public.links import contact_links
from rathaus.accounts.models import User
from rathaus.tenancy import current_tenant
from rathaus.web.origin import cookieless_post
from tenants.municipality.frame import current_frame
from tenants.municipality.models import Locality

_SECTIONS = (
    ("fees", _("Kosten")),
    ("documents", _("Das brauchen Sie")),
    ("requirements", _("Voraussetzungen")),
    ("procedure", _("So läuft es ab")),
    ("duration", _("Dauer")),
    ("deadlines", _("Fristen")),
    ("further_information", _("Mehr dazu")),
)
_FOLDED = (("legal_basis", _("Rechtsgrundlage")), ("legal_remedy", _("Rechtsbehelf")))


@dataclass(frozen=True, slots=True)
class Section:
    """A text module with its heading."""

    key: str
    title: object
    body: SafeString


@dataclass(frozen=True, slots=True)
class Contact:
    """A colleague, and the parts of the municipality they look after: "" for all."""

    person: ContactPerson
    localities: str


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a service; an old address leads to the new one."""
    found = offered_service(slug)
    if found is None:
        return _moved(request)
    tenant, texts = current_tenant(), found.description.texts
    phone = current_frame().municipality.phone
    context = {
        "service": found,
        "short_text": render_text(str(texts.short_text)),
        "full_text": render_text(str(texts.full_text)),
        "sections": list(_sections(texts, _SECTIONS)),
        "folded": list(_sections(texts, _FOLDED)),
        "ways": ways_of(found),
        "contacts": _contacts(found),
        "structured": structured_data(found, tenant=tenant, path=request.path, phone=phone),
        **contact_links(),
    }
    return render(request, "online_services/public/service.html", context)


@cookieless_post
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead on to the authority that does it; counted, and noted for whoever is signed in."""
    found = offered_service(slug)
    if found is None:
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    url = leave_for_other_authority(service=found, person=person)
    return HttpResponseRedirect(url) if url else redirect("online_services:service", slug=found.slug)


def _moved(request: HttpRequest) -> HttpResponse:
    slug = new_address(request.get_full_path())
    if not slug:
        raise Http404
    return redirect(reverse("online_services:service", args=[slug]), permanent=True)


def _sections(texts: Descriptions, wanted: tuple[tuple[str, object], ...]) -> Iterator[Section]:
    for key, title in wanted:
        if text := str(getattr(texts, key)):
            yield Section(key, title, render_text(text))


def _contacts(found: PublicService) -> list[Contact]:
    people = list(found.contacts.all())
    wanted = {locality for person in people for locality in person.localities}
    names = dict(Locality.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return [Contact(one, ", ".join(sorted(names[key] for key in one.localities if key in names))) for one in people]
