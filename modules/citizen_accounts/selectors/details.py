"""Who a person is, for forms that should not ask again."""

from modules.citizen_accounts.iban import unseal
from modules.citizen_accounts.models import CitizenProfile
from rathaus.accounts.details import PersonDetails
from rathaus.accounts.models import User


def person_details(user: User) -> PersonDetails:
    """Return what the person told in their profile: one query."""
    profile = CitizenProfile.objects.select_related("locality").filter(user=user).first() or CitizenProfile()
    return PersonDetails(
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        phone=profile.phone,
        birth_date=profile.birth_date,
        street=profile.street,
        postal_code=profile.postal_code,
        city=profile.city,
        locality=profile.locality.name if profile.locality else "",
        iban=unseal(profile.iban_encrypted) if profile.iban_encrypted else "",
    )


def iban_of(user: User) -> str:
    """Return the IBAN that the person chose to leave here, "" without one."""
    token = CitizenProfile.objects.filter(user=user).values_list("iban_encrypted", flat=True).first()
    return unseal(token or "")
