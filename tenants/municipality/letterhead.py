"""The municipality on paper: what `rathaus.pdf` templates call `brand`."""

from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.pdf import picture_as_svg
from rathaus.tenancy import current_tenant
from rathaus.web.wording import authority_line
from tenants.municipality.colors import NEUTRAL, nearest_readable
from tenants.municipality.models import MunicipalityProfile
from tenants.municipality.selectors import get_profile


def letterhead() -> dict[str, Any]:
    """Return name, colour, coat of arms and contact, in the active language; the colour can be read on white."""
    tenant, profile = current_tenant(), get_profile()
    return {
        "name": tenant.short_name,
        "official_name": tenant.official_name,
        "authority": authority_line(tenant.official_name, tenant.short_name, profile.authority),
        "color": nearest_readable(profile.brand_color or NEUTRAL),
        "crest": _crest(profile),
        "crest_alt": _("Wappen %(name)s") % {"name": tenant.short_name},
        "contact": [line for line in (*profile.address_lines, profile.phone, profile.email) if line],
        "phone": profile.phone,
        "words": {"page": _("Seite"), "of": _("von")},
        "language": (get_language() or "de").split("-")[0],
    }


def _crest(profile: MunicipalityProfile) -> str | None:
    """Return the stored coat of arms as SVG; None where there is none, or its file is gone."""
    if not profile.crest or not default_storage.exists(profile.crest):
        return None
    with default_storage.open(profile.crest) as file:
        return picture_as_svg(file.read())
