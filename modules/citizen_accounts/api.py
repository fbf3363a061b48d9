"""What other modules may ask about citizens and in whose name they act."""

from modules.citizen_accounts.acting import Principal, PrincipalKind, Proof, acting_principal
from modules.citizen_accounts.languages import speaking_to
from modules.citizen_accounts.selectors.details import iban_of
from modules.citizen_accounts.selectors.people import Citizen, find_citizens, get_citizen
from modules.citizen_accounts.services.confirmed import take_over_details
from modules.citizen_accounts.services.profiles import ensure_profile

__all__ = [
    "Citizen",
    "Principal",
    "PrincipalKind",
    "Proof",
    "acting_principal",
    "ensure_profile",
    "find_citizens",
    "get_citizen",
    "iban_of",
    "speaking_to",
    "take_over_details",
]
