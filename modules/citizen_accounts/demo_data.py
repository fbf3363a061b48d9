"""Invented citizens who show what an account can do: a family, a proxy to check, a club with three members.

They are written at once, without mails and without a line in the record: nobody did them. The same town always gets
the same people.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import transaction

from modules.citizen_accounts.ages import last_day_as_minor
from modules.citizen_accounts.iban import seal
from modules.citizen_accounts.models import (
    CitizenProfile,
    MemberRole,
    Membership,
    Organisation,
    OrganisationKind,
    ProofState,
    Relation,
    Representation,
)
from rathaus.accounts.models import User
from rathaus.files.attachments import check_file, keep_file
from rathaus.tenancy import current_tenant
from tenants.municipality.models import Locality
from tenants.municipality.selectors import get_profile

IBAN: Final = "DE02120300000000202051"  # published by the bank as an example


@dataclass(frozen=True)
class DemoCitizen:
    """An invented citizen; the address can never exist."""

    first_name: str
    last_name: str
    born: date
    street: str
    phone: str = ""
    iban: str = ""

    @property
    def email(self) -> str:
        """Return the address with which the person signs in."""
        return f"{self.first_name}.{self.last_name}@post.example".lower().replace("ö", "oe")


SABINE: Final = DemoCitizen("Sabine", "Köhler", date(1984, 5, 12), "Lindenstraße 8", "03900 000-412", IBAN)
PETER: Final = DemoCitizen("Peter", "Wendt", date(1957, 2, 3), "Am Anger 3", "03900 000-287")
AYLIN: Final = DemoCitizen("Aylin", "Demir", date(1996, 9, 21), "Bahnhofstraße 21")
CITIZENS: Final = (SABINE, PETER, AYLIN)


@transaction.atomic
def create_demo(now: datetime) -> None:
    """Make the citizens of the entered municipality; nothing happens where they exist."""
    if User.objects.filter(email=SABINE.email).exists():
        return
    sabine, peter, aylin = (_citizen(citizen) for citizen in CITIZENS)
    _family(sabine, now)
    _club(peter, sabine, aylin)


def _citizen(citizen: DemoCitizen) -> User:
    user = User.objects.create_user(email=citizen.email, first_name=citizen.first_name, last_name=citizen.last_name)
    EmailAddress.objects.create(user=user, email=citizen.email, verified=True, primary=True)
    town = get_profile()
    CitizenProfile.objects.create(
        user=user,
        street=citizen.street,
        postal_code=town.postal_code,
        city=town.city,
        locality=Locality.objects.first(),
        birth_date=citizen.born,
        phone=citizen.phone,
        iban_encrypted=seal(citizen.iban),
    )
    return user


def _family(sabine: User, now: datetime) -> None:
    born = date(now.year - 9, 3, 17)
    Representation.objects.create(
        representative=sabine,
        relation=Relation.CHILD,
        first_name="Mia",
        last_name="Köhler",
        birth_date=born,
        proof_state=ProofState.DECLARED,
        valid_until=last_day_as_minor(born),
    )
    proof = keep_file(check_file(ContentFile(_scan(), name="Vollmacht.png")))
    Representation.objects.create(
        representative=sabine,
        relation=Relation.PARENT,
        first_name="Ingrid",
        last_name="Köhler",
        birth_date=date(1949, 11, 30),
        proof_state=ProofState.WAITING,
        stored_as=proof.stored,
        file_name=proof.filename,
        valid_until=(now + timedelta(days=365)).date(),
    )


def _scan() -> bytes:
    """Return a grey sheet that stands for a scanned paper."""
    from PIL import Image  # noqa: PLC0415 - only where demo data are made

    sheet = BytesIO()
    Image.new("L", (210, 297), 235).save(sheet, "PNG")
    return sheet.getvalue()


def _club(owner: User, acting: User, reader: User) -> None:
    club = Organisation.objects.create(
        id=uuid.uuid5(uuid.NAMESPACE_DNS, f"club.{current_tenant().slug}.example"),
        kind=OrganisationKind.CLUB,
        name="Heimat- und Kulturverein",
        register_number="VR 1234, Amtsgericht Stendal",
        street="Am Anger 3",
        postal_code=get_profile().postal_code,
        city=get_profile().city,
    )
    roles = ((owner, MemberRole.OWNER), (acting, MemberRole.ACTING), (reader, MemberRole.READER))
    Membership.objects.bulk_create(Membership(organisation=club, user=user, role=role) for user, role in roles)
