"""Services for demonstrations: some texts of the municipality's own, people to ask, and one change that waits."""

from datetime import datetime

from modules.online_services.catalogue.layers import with_part
from modules.online_services.demo_requests import create_demo_requests
from modules.online_services.models import ContactPerson, PublicService, Redirect
from modules.online_services.services.describing import refresh
from modules.online_services.services.seeding import sync_shipped_services
from rathaus.accounts.models import Department, StaffMembership
from tenants.municipality.models import Locality

_OWN_TEXTS = {
    "hund-anmelden": ("duration", "Meist haben Sie Bescheid und Steuermarke nach einer Woche in der Post."),
    "brauchtumsfeuer": (
        "deadlines",
        "Bitte melden Sie das Feuer spätestens 14 Tage vorher an. Ab Waldbrandstufe 4 ist jedes Feuer verboten.",
    ),
}
_OUTDATED = ("gewerbe-anmelden", "texts.duration", {"de": "Die Bescheinigung kommt innerhalb von zwei Wochen."})
_DEPARTMENTS = (("gewerbe", "Ordnung und Gewerbe"), ("hund", "Steuern und Abgaben"), ("", "Bürgerbüro"))
_OLD_PATHS = {"hund-anmelden": "/buergerservice/hundesteuer.html", "gewerbe-anmelden": "/index.php?id=214"}


def create_demo(now: datetime) -> None:
    """Fill the entered municipality's catalogue and send some forms; a second time changes nothing."""
    sync_shipped_services()
    services = {one.key: one for one in PublicService.objects.filter(audience="public")}
    _place(services)
    _write(services)
    _age(services)
    for key, path in _OLD_PATHS.items():
        if key in services:
            Redirect.objects.get_or_create(old_path=path, defaults={"service": services[key]})
    create_demo_requests(now)


def _place(services: dict[str, PublicService]) -> None:
    """Give each service a department, and some a person to ask."""
    departments = {one.name: one for one in Department.objects.all()}
    contact = _contact()
    for key, service in services.items():
        name = next(name for beginning, name in _DEPARTMENTS if key.startswith(beginning))
        service.department = service.department or departments.get(name)
        service.save(update_fields=["department"])
        if contact and key in _OWN_TEXTS:
            service.contacts.add(contact)


def _contact() -> ContactPerson | None:
    worker = StaffMembership.objects.filter(roles__slug="case_worker").order_by("user__last_name").first()
    if worker is None:
        return None
    first = Locality.objects.values_list("pk", flat=True)[:3]
    facts = {"task": "Ordnung und Steuern", "phone": "03935 9317-24", "room": "1.04", "is_public": True}
    found, _is_new = ContactPerson.objects.get_or_create(
        membership=worker, defaults=facts | {"localities": list(first)}
    )
    return found


def _write(services: dict[str, PublicService]) -> None:
    for key, (name, text) in _OWN_TEXTS.items():
        if service := services.get(key):
            service.own = with_part(service.own, f"texts.{name}", {"de": text})
            refresh(service=service)


def _age(services: dict[str, PublicService]) -> None:
    """Let one service stand on an older shipped text, so that there is a change to review."""
    key, path, text = _OUTDATED
    if service := services.get(key):
        service.accepted = with_part(service.accepted, path, text)
        refresh(service=service)
