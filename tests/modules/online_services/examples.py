"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from modules.online_services.models import ContactPerson, FeeSchedule, PublicService, Redirect
from modules.online_services.services.describing import refresh
from tests.factories.accounts import StaffFactory
from tests.factories.municipality import LocationFactory

_PARTS = ("filling", "builder", "fim", "paper")


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    found = catalogue_examples(marker)
    for part in _PARTS:
        name = f"tests.modules.online_services.examples_{part}"
        if find_spec(name):
            found |= import_module(name).make_examples(marker)
    return found


def catalogue_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages about services, contact persons, fees and old addresses."""
    service = make_described(marker)
    contact = ContactPerson.objects.create(
        membership=StaffFactory(), task=marker, phone=marker, room=marker, is_public=True
    )
    service.contacts.add(contact)
    rows = [{"key": "satz", "label": marker, "cents": 100}]
    schedule = FeeSchedule.objects.create(
        key="satzung", title=marker, legal_basis=marker, rows=rows, valid_from=date(2026, 1, 1)
    )
    redirect = Redirect.objects.create(old_path=f"/{marker}.html", service=service)
    of_service = {"service_id": service.pk}
    names = ("service", "placing", "facts", "copies", "differences", "decide", "service_statistics")
    return (
        {f"online_services:{name}": {"slug": service.slug} for name in ("service", "leave")}
        | {"online_services:situation": {"key": "tiere"}}
        | {f"online_services_staff:{name}": of_service for name in names}
        | {"online_services_staff:text": {**of_service, "name": "fees"}}
        | {f"online_services_staff:{name}": {"contact_id": contact.pk} for name in ("contact", "remove_contact")}
        | {f"online_services_staff:{name}": {"schedule_id": schedule.pk} for name in ("fee", "remove_fee")}
        | {"online_services_staff:remove_redirect": {"redirect_id": redirect.pk}}
        | {"online_services_staff:statistics_csv": {"table": "leistungen"}}
    )


def make_described(marker: str) -> PublicService:
    """Return a service of the municipality's own with the marker in every text."""
    texts = ("name", "short_text", "full_text", "documents", "fees", "procedure", "legal_basis")
    own = {
        "texts": {name: {"de": marker} for name in texts},
        "synonyms": [marker],
        "life_situations": ["tiere"],
        "handling": {"copies": [{"key": "feuerwehr", "label": {"de": marker}}]},
    }
    service = PublicService(
        slug="beispiel",
        key="beispiel",
        accepted={"key": "beispiel"},
        own=own,
        location=LocationFactory(name=f"{marker} Amt", street=marker),
        copy_emails={"feuerwehr": ["kennwort@post.example"]},
    )
    refresh(service=service)
    return service
