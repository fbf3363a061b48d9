"""The legal pages' names in German addresses."""

from tenants.municipality.models import LegalKind

SLUGS = {
    LegalKind.IMPRINT: "impressum",
    LegalKind.PRIVACY_NOTICE: "datenschutz",
    LegalKind.ACCESSIBILITY_STATEMENT: "barrierefreiheit",
}


class LegalKindConverter:
    """Turns `datenschutz` into the kind of page and back."""

    regex = "|".join(SLUGS.values())

    def to_python(self, value: str) -> LegalKind:
        """Return the kind for a slug of the pattern."""
        return next(kind for kind, slug in SLUGS.items() if slug == value)

    def to_url(self, value: LegalKind) -> str:
        """Return the slug."""
        return SLUGS[value]
