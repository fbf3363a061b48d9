"""By which ways a service is done: online, at an appointment, at another authority, by writing."""

from dataclasses import dataclass
from typing import Final

from modules.online_services.models import FormVersion, PublicService
from modules.online_services.selectors.catalogue import GENERIC
from modules.online_services.selectors.versions import current_version, version_for
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import current_tenant

LETTER: Final = "letter"  # the channel of what only an access code opens


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody can do on the page of a service. `first` names the main one: letter, form, appointment, elsewhere.

    `is_generic` says that the form is the request for everything that has none of its own. `letter_url` is where the
    code from a letter is typed. `is_done_online`: the form does it all, an appointment is only another way.
    """

    version: FormVersion | None
    is_generic: bool
    appointment_url: str
    elsewhere_url: str
    authority: str
    note: str
    letter_url: str = ""
    is_done_online: bool = False

    @property
    def first(self) -> str:
        """Return the way that the page's one main button takes."""
        if self.letter_url:
            return "letter"
        if self.elsewhere_url:
            return "elsewhere"
        if self.appointment_url and not self.is_done_online:
            return "appointment"
        return "form" if self.version else "none"

    @property
    def has_form(self) -> bool:
        """Whether something can be filled in here; for another authority only what prepares a visit."""
        return self.version is not None and (self.first != "elsewhere" or not self.is_generic)


def ways_of(service: PublicService) -> Ways:
    """Return the ways of a service: two queries at most, besides what the appointments ask."""
    description = service.description
    own = version_for(service)
    elsewhere = description.elsewhere
    return Ways(
        version=None if description.channel == LETTER else own or current_version(GENERIC),
        is_generic=own is None,
        appointment_url=appointment_url(description.concern),
        elsewhere_url=elsewhere.url if elsewhere else "",
        authority=str(elsewhere.authority) if elsewhere else "",
        note=str(elsewhere.note) if elsewhere else "",
        letter_url=_letter_url() if description.channel == LETTER else "",
        is_done_online=own is not None and description.channel == "form",
    )


def form_version_of(service: PublicService) -> FormVersion | None:
    """Return what anybody may begin for the service: its own live form, else the generic request; at most two queries.

    A form that only the code from a letter opens is none.
    """
    return None if service.channel == LETTER else version_for(service) or current_version(GENERIC)


def appointment_url(concern: str) -> str:
    """Return where a time is booked for the concern, "" without one or where no active module knows it."""
    if not concern:
        return ""
    tenant = current_tenant()
    asked = (contribution(spec, "booking_url") for spec in active_modules(tenant))
    return next((url for find in asked if find and (url := find(concern))), "")


def _letter_url() -> str:
    """Return where people with a letter type its code, "" where no active module lets them in."""
    return next((f"/{spec.path}/" for spec in active_modules(current_tenant()) if spec.form_doors), "")
