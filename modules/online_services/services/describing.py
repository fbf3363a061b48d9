"""What the municipality says about a service: its own layer over the shipped one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from modules.online_services.catalogue.layers import TEXTS, laid_over, with_part
from modules.online_services.engine.texts import GERMAN
from modules.online_services.errors_catalogue import AddressTakenError, NameMissingError
from modules.online_services.models import ContactPerson, PublicService
from modules.online_services.services.indexing import index_words
from rathaus.accounts.models import Department, User
from rathaus.audit.services import record
from tenants.municipality.models import Location

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_MAX_SLUG: Final = 60


@dataclass(frozen=True, slots=True)
class Placing:
    """Who is responsible for a service and where it is found."""

    slug: str
    department: Department | None = None
    location: Location | None = None
    contacts: Sequence[ContactPerson] = ()
    is_active: bool = True
    is_featured: bool = False


def refresh(*, service: PublicService) -> None:
    """Lay both layers over each other again, save the service and make its words; for a service that may be new.

    Raises AddressTakenError.
    """
    service.content = laid_over(service.accepted, service.own)
    service.__dict__.pop("description", None)
    service.name = service.description.texts.name.in_language(GERMAN)[:200]
    service.audience, service.channel = service.description.audience, service.description.channel
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError:
        raise AddressTakenError from None
    index_words(service=service)


@transaction.atomic
def create_service(*, name: str, short_text: str, department: Department | None, actor: User) -> PublicService:
    """Add a service of the municipality's own, with the generic request; raises NameMissingError, AddressTakenError."""
    if not name.strip():
        raise NameMissingError
    slug = slug_of(name)
    texts = {"name": {GERMAN: name.strip()}}
    if short_text.strip():
        texts["short_text"] = {GERMAN: short_text.strip()}
    service = PublicService(slug=slug, key=slug, department=department, accepted={"key": slug}, own={"texts": texts})
    refresh(service=service)
    record(action="online_services.service_created", actor=actor, target=service)
    return service


@transaction.atomic
def save_text(*, service: PublicService, name: str, texts: Mapping[str, str], actor: User) -> None:
    """Set the municipality's own text of one module, by language; without German the shipped text counts again.

    Raises NameMissingError where a service of its own would lose its name.
    """
    locked = _locked(service)
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    own = kept if kept.get(GERMAN) else None
    if name == "name" and own is None and not locked.shipped_key:
        raise NameMissingError
    locked.own = with_part(locked.own, f"texts.{_known(name)}", own)
    refresh(service=locked)
    record(action="online_services.text_changed", actor=actor, target=locked, details={"text": name})


@transaction.atomic
def save_facts(*, service: PublicService, facts: Mapping[str, Any], actor: User) -> None:
    """Set facts of the own layer by their path, such as "synonyms" or "handling.days"; None means as it is shipped.

    Raises pydantic's ValidationError for what a description cannot say.
    """
    locked = _locked(service)
    for path, value in facts.items():
        locked.own = with_part(locked.own, path, value)
    refresh(service=locked)
    record(action="online_services.service_changed", actor=actor, target=locked, details={"facts": sorted(facts)})


@transaction.atomic
def place_service(*, service: PublicService, placing: Placing, actor: User) -> None:
    """Set address, responsibility and whether it is offered; raises AddressTakenError."""
    locked = _locked(service)
    locked.slug, locked.department, locked.location = placing.slug, placing.department, placing.location
    locked.is_active, locked.is_featured = placing.is_active, placing.is_featured
    refresh(service=locked)
    locked.contacts.set(placing.contacts)
    record(action="online_services.service_placed", actor=actor, target=locked, details={"active": placing.is_active})


@transaction.atomic
def save_copy_emails(*, service: PublicService, emails: Mapping[str, Any], actor: User) -> None:
    """Set who gets copies of decisions: key of a CopyRecipient -> addresses, or locality id -> addresses."""
    locked = _locked(service)
    locked.copy_emails = {key: value for key, value in emails.items() if value}
    locked.save(update_fields=["copy_emails", "changed_at"])
    record(action="online_services.copies_changed", actor=actor, target=locked)


def slug_of(name: str) -> str:
    """Return an address for the name: "Hund anmelden" gives "hund-anmelden"."""
    return slugify(re.sub(r"\s+", " ", name).lower().translate(_UMLAUTS))[:_MAX_SLUG].strip("-") or "leistung"


def _locked(service: PublicService) -> PublicService:
    return PublicService.objects.select_for_update(of=("self",)).get(pk=service.pk)


def _known(name: str) -> str:
    if name not in TEXTS:
        raise LookupError(name)
    return name
