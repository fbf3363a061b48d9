"""Lead on to another authority: counted, and noted for the person who is signed in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.online_services.models import PublicService
from modules.online_services.services.counting import LEFT, count
from modules.online_services.words import LEFT_FOR
from rathaus.accounts.models import User
from rathaus.timeline.models import By
from rathaus.timeline.services import Matter, add_entry


@transaction.atomic
def leave_for_other_authority(*, service: PublicService, person: User | None = None) -> str:
    """Count it, tell the person's timeline (once a day) and return the other authority's address, "" without one."""
    elsewhere = service.description.elsewhere
    if elsewhere is None or not elsewhere.url:
        return ""
    count(service=service, what=LEFT)
    if person:
        add_entry(
            person=person,
            key=f"{LEFT_FOR}:{service.pk}:{timezone.localdate().isoformat()}",
            kind=LEFT_FOR,
            title=_("Weitergeleitet: %(service)s") % {"service": service.title},
            text=_("Zuständig ist: %(authority)s") % {"authority": elsewhere.authority},
            matter=Matter("online_services.service", service.pk, service.title),
            by=By.PERSON,
        )
    return elsewhere.url
