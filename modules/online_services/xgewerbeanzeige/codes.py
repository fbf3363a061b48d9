"""Codes of XGewerbeanzeige that are known for certain from published messages.

What is not here goes into the message as a comment in words, for whoever imports it: a wrong code is worse than none.
"""

from typing import Final

KIND_OF_FORM: Final = {
    "gewerbe-anmelden": "anmeldung",
    "gewerbe-ummelden": "ummeldung",
    "gewerbe-abmelden": "abmeldung",
}
ESTABLISHMENTS: Final = {"haupt": "1", "zweig": "2", "unselbst": "3"}
REGISTERS: Final = {"hra": "A", "hrb": "B"}
LEGAL_FORMS: Final = {"ek": "170"}
REASONS: Final = {"neuerrichtung": "01"}
SEXES: Final = {"herr": "1", "frau": "2"}
NATIONS: Final = {"DE": "276"}  # ISO 3166-1 numeric
NATIONALITIES: Final = {"DE": "000"}  # Destatis: German
