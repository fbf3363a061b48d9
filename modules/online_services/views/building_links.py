"""The pilot link: who has it fills in the form that is being tried, and nobody else."""

from django.urls import reverse

from modules.online_services.models import FormVersion
from rathaus.signing import sign
from rathaus.tenancy import current_tenant

PURPOSE = "online_services.pilot"


def pilot_link(version: FormVersion) -> str:
    """Return the whole address; it opens as long as this version is the pilot."""
    token = sign(purpose=PURPOSE, value=str(version.pk))
    return current_tenant().url(reverse("online_services:pilot", args=[token], urlconf="rathaus.urls_tenant"))
