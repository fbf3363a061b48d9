"""Places, legal pages and reports of a municipality. Every text of them takes a value, for the isolation test."""

import uuid

import factory
from factory.django import DjangoModelFactory

from tenants.municipality.models import (
    AccessibilityReport,
    LegalKind,
    LegalPage,
    Locality,
    Location,
    MemberMunicipality,
)


class LocalityFactory(DjangoModelFactory):
    class Meta:
        model = Locality

    name = factory.Sequence(lambda number: f"Ortsteil {number}")
    position = factory.Sequence(lambda number: number + 100)


class MemberMunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = MemberMunicipality

    name = factory.Sequence(lambda number: f"Gemeinde {number}")
    ags = "15090999"
    position = factory.Sequence(lambda number: number)


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = Location

    name = factory.Sequence(lambda number: f"Bürgerbüro {number}")
    street = "Markt 1"
    postal_code = "39500"
    city = "Musterstadt"
    entrance = "Eingang am Markt, Erdgeschoss"
    step_free = True
    position = factory.Sequence(lambda number: number)


class LegalPageFactory(DjangoModelFactory):
    class Meta:
        model = LegalPage

    kind = LegalKind.IMPRINT
    body = "## Anbieter\n\nStadt Musterstadt"


class AccessibilityReportFactory(DjangoModelFactory):
    class Meta:
        model = AccessibilityReport

    idempotency_key = factory.LazyFunction(uuid.uuid4)
    page = "Startseite"
    description = "Der Kalender lässt sich nicht mit der Tastatur bedienen."
