"""A municipality whose contact data are complete."""

import pytest

from tenants.municipality.models import MunicipalityProfile


@pytest.fixture
def profile(tenant) -> MunicipalityProfile:
    """The profile of Musterstadt with everything that the legal pages ask for."""
    found = MunicipalityProfile.objects.get()
    values = {
        "authority": "Der Bürgermeister",
        "street": "Markt 1",
        "postal_code": "39500",
        "city": "Musterstadt",
        "phone": "03999 1000",
        "email": "stadt@musterstadt.example",
        "legal_representative": "Bürgermeisterin Erika Muster",
        "supervisory_authority": "Landkreis Muster, Kommunalaufsicht",
        "content_responsible": "Pressestelle, Markt 1, 39500 Musterstadt",
        "data_protection_officer": "Stabsstelle Datenschutz",
        "data_protection_email": "datenschutz@musterstadt.example",
    }
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return found
