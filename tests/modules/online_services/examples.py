"""One object for each address with arguments; every text of it carries the marker (see tests/contracts)."""

from datetime import date
from typing import Any

from modules.online_services.models import ContactPerson, FeeSchedule, FormVersion, PublicService, Redirect
from modules.online_services.paper.codes import new_sheet, sheet_url
from modules.online_services.services.describing import refresh
from tests.factories.accounts import StaffFactory
from tests.factories.municipality import LocationFactory
from tests.modules.online_services.examples_builder import builder_examples
from tests.modules.online_services.examples_filling import filling_examples
from tests.modules.online_services.examples_fim import make_examples as fim_examples


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the module's addresses by their name."""
    filled = filling_examples(marker) | builder_examples(marker) | fim_examples(marker)
    version = FormVersion.objects.get(form__service__slug="beispiel-antrag")
    token = sheet_url(new_sheet(version)).rstrip("/").rpartition("/")[2]
    paper = {"online_services:paper": {"slug": "beispiel-antrag"}, "online_services_staff:paper": {"token": token}}
    return catalogue_examples(marker) | filled | paper


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
