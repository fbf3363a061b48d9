"""Take over into the profile what the person has seen and agreed to."""

from modules.bundid.confirmed import Confirmed
from modules.citizen_accounts.api import take_over_details
from rathaus.accounts.details import PersonDetails
from rathaus.accounts.models import User


def take_over(*, user: User, confirmed: Confirmed) -> None:
    """Write names, address, birth date and telephone into the profile; what was not told stays as it is there."""
    lives_here = confirmed.value("country") in {"", "DE"}  # the profile knows only German postal codes
    take_over_details(
        user=user,
        details=PersonDetails(
            first_name=confirmed.value("given_name"),
            last_name=confirmed.value("surname"),
            phone=confirmed.value("phone"),
            birth_date=confirmed.birth_date,
            street=confirmed.value("street") if lives_here else "",
            postal_code=confirmed.value("postal_code") if lives_here else "",
            city=confirmed.value("city") if lives_here else "",
        ),
    )
