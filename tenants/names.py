"""Names that municipalities and their domains may have."""

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
DOMAIN_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
RESERVED = frozenset(  # one block of words reads better than fifty quoted lines
    """admin api app archiv assets betrieb cdn console datenschutz demo dev docs entwicklung ftp help hilfe imap
    impressum intern konsole konto login mail media mx ns ns1 ns2 operator pop portal postgres public rathaus root
    smtp staging static status support system template test tests verwaltung webmail www""".split()  # noqa: SIM905
)

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
LEGAL_FORMS = frozenset(
    {"einheitsgemeinde", "verbandsgemeinde", "samtgemeinde", "ortsgemeinde", "gemeinde", "markt", "flecken"}
    | {"landkreis", "kreis", "kreisfreie", "grosse", "stadt", "hansestadt", "lutherstadt", "kreisstadt"}
    | {"welterbestadt", "universitaetsstadt", "landeshauptstadt"}
)

validate_address = EmailValidator(message="%(value)r is not an e-mail address.")


def validate_slug(value: str) -> None:
    """Raise ValidationError unless the value may name a municipality in hosts and schemas."""
    if not 2 <= len(value) <= 40 or not SLUG.match(value):
        raise ValidationError(
            f"The slug {value!r} must have 2 to 40 characters: lower-case letters, digits and single hyphens, "
            "starting with a letter."
        )
    if value in RESERVED or value.startswith("xn-"):
        raise ValidationError(f"The slug {value!r} is reserved.")


def validate_domain(value: str) -> None:
    """Raise ValidationError unless the value is a host name in its canonical form (lower case, no final dot)."""
    labels = value.split(".")
    if len(value) > 253 or len(labels) < 2 or not all(DOMAIN_LABEL.match(label) for label in labels):
        raise ValidationError(f"{value!r} is not a host name such as termine.stadt.example.")
    if value == settings.BASE_DOMAIN:
        raise ValidationError(f"{value!r} is the operators' own domain.")


def suggest_slug(name: str) -> str:
    """Return a slug for an official name, "" where nothing fits: "Hansestadt Stendal" becomes "stendal"."""
    place = re.split(r"\s+[–-]\s+|[(,/]", name, maxsplit=1)[0].casefold().replace("ß", "ss")
    for umlaut, letters in UMLAUTS.items():
        place = place.replace(umlaut, letters)
    plain = unicodedata.normalize("NFKD", place).encode("ascii", "ignore").decode()
    words = [word for word in re.split(r"[^a-z0-9]+", plain) if word]
    while len(words) > 1 and words[0] in LEGAL_FORMS:
        words.pop(0)
    return "-".join(words)[:40].strip("-").lstrip("-0123456789")


def schema_name_for(slug: str) -> str:
    """Return the schema for a municipality created under this slug; it is never renamed."""
    return "t_" + slug.replace("-", "_")


def canonical_host(host: str) -> str:
    """Return the host of a request or a typed domain in canonical form: lower case, no port, no final dot."""
    name = host.strip().lower()
    if not name.startswith("["):
        name = name.partition(":")[0]
    return name.removesuffix(".")
