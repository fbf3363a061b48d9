"""Where the coat of arms is shown from."""

from rathaus.files.links import public_picture_url
from tenants.municipality.models import MunicipalityProfile


def public_url(profile: MunicipalityProfile) -> str:
    """Return the lasting address of the coat of arms, "" where none was uploaded."""
    return public_picture_url(profile.crest) if profile.crest else ""
