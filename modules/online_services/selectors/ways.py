"""By which ways a service is done: online, at an appointment, at another authority, by writing."""

from dataclasses import dataclass

from modules.online_services.models import FormVersion, PublicService
from modules.online_services.selectors.versions import current_version, version_for
from modules.online_services.services.seeding import GENERIC
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import current_tenant


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody can do on the page of a service. `first` names the main one: form, appointment, elsewhere, none.

    `is_generic` says that the form is the request for everything that has none of its own.
    """

    version: FormVersion | None
    is_generic: bool
    appointment_url: str
    elsewhere_url: str
    authority: str
    note: str

    @property
    def first(self) -> str:
        """Return the way that the page's one main button takes."""
        if self.elsewhere_url:
            return "elsewhere"
        if self.appointment_url:
            return "appointment"
        return "form" if self.version else "none"

    @property
    def has_form(self) -> bool:
        """Whether something can be filled in here; what another authority does is only asked there."""
        return self.version is not None and self.first != "elsewhere"


def ways_of(service: PublicService) -> Ways:
    """Return the ways of a service: two queries at most, besides what the appointments ask."""
    description = service.description
    own = version_for(service)
    elsewhere = description.elsewhere
    return Ways(
        version=own or current_version(GENERIC),
        is_generic=own is None,
        appointment_url=_appointment_url(description.concern) if description.concern else "",
        elsewhere_url=elsewhere.url if elsewhere else "",
        authority=str(elsewhere.authority) if elsewhere else "",
        note=str(elsewhere.note) if elsewhere else "",
    )


def form_version_of(service: PublicService) -> FormVersion | None:
    """Return what is filled in for the service: its own live form, else the generic request; two queries at most."""
    return version_for(service) or current_version(GENERIC)


def _appointment_url(concern: str) -> str:
    """Return where a time is booked for the concern, "" where no active module knows it."""
    tenant = current_tenant()
    asked = (contribution(spec, "booking_url") for spec in active_modules(tenant))
    return next((url for find in asked if find and (url := find(concern))), "")
