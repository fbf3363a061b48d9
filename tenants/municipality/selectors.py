"""Reads what the municipality says about itself; writes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rathaus.tenancy import current_tenant
from tenants.municipality.drafts import draft_text
from tenants.municipality.markup import open_points
from tenants.municipality.models import (
    AccessibilityReport,
    LegalKind,
    LegalPage,
    Locality,
    Location,
    MemberMunicipality,
    MunicipalityProfile,
)


@dataclass(frozen=True)
class LegalText:
    """A legal page as it reads now: the stored text, or a draft made from the profile."""

    kind: LegalKind
    body: str
    is_draft: bool = True
    is_generated: bool = True
    reviewed_at: datetime | None = None
    reviewed_by: str = ""

    @property
    def open_points(self) -> int:
        """How many places still have to be filled in."""
        return open_points(self.body)


def get_profile() -> MunicipalityProfile:
    """Return the municipality's profile; an empty one where it was not set up."""
    return MunicipalityProfile.objects.first() or MunicipalityProfile()


def reply_address() -> str:
    """Return where answers to the municipality's e-mails go; an empty text where no address is known."""
    return get_profile().email


def legal_text(kind: LegalKind, profile: MunicipalityProfile | None = None) -> LegalText:
    """Return the text of a legal page; at most two queries."""
    page = LegalPage.objects.select_related("reviewed_by").filter(kind=kind).first()
    if page is None:
        return LegalText(kind, draft_text(kind=kind, tenant=current_tenant(), profile=profile or get_profile()))
    return _stored(page)


def legal_texts() -> list[LegalText]:
    """Return all three legal pages in the order of the footer; two queries."""
    pages = {page.kind: page for page in LegalPage.objects.select_related("reviewed_by")}
    profile, tenant = get_profile(), current_tenant()
    return [
        _stored(pages[kind])
        if kind in pages
        else LegalText(kind, draft_text(kind=kind, tenant=tenant, profile=profile))
        for kind in LegalKind
    ]


def _stored(page: LegalPage) -> LegalText:
    reader = page.reviewed_by
    return LegalText(
        kind=LegalKind(page.kind),
        body=page.body,
        is_draft=page.is_draft,
        is_generated=False,
        reviewed_at=page.reviewed_at,
        reviewed_by=reader.full_name if reader else "",
    )


def unreviewed_legal_pages() -> int:
    """Return how many of the three legal pages nobody has read and approved."""
    return len(LegalKind) - LegalPage.objects.filter(is_draft=False).count()


def localities() -> QuerySet[Locality]:
    """Return the municipality's localities in their order."""
    return Locality.objects.all()


def member_municipalities() -> QuerySet[MemberMunicipality]:
    """Return the municipalities that belong to a Verbandsgemeinde, in their order."""
    return MemberMunicipality.objects.all()


def locations(*, only_active: bool = True) -> QuerySet[Location]:
    """Return the locations in their order, each with its locality."""
    found = Location.objects.select_related("locality")
    return found.filter(is_active=True) if only_active else found


def open_barrier_reports() -> QuerySet[AccessibilityReport]:
    """Return the reported barriers that nobody has handled, newest first."""
    return AccessibilityReport.objects.filter(handled_at=None)


def handled_barrier_reports() -> QuerySet[AccessibilityReport]:
    """Return the handled ones, newest first."""
    return AccessibilityReport.objects.exclude(handled_at=None)
