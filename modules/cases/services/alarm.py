"""Tell clerks of what cannot wait until they look into the list."""

from django.urls import reverse
from django.utils.translation import gettext as _

from modules.cases.handling import kind_label
from modules.cases.models import Case
from rathaus.accounts.areas import may_open
from rathaus.accounts.models import StaffMembership, User
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant


def tell_clerks(*, case: Case) -> None:
    """Mail those who are responsible that an urgent case is there; the mail says number and service, no content."""
    path = reverse("cases_staff:case", args=[case.pk], urlconf="rathaus.urls_tenant")
    words = {
        "reference": case.reference,
        "service": case.service_name or kind_label(case.kind),
        "url": current_tenant().url(path),
    }
    subject = _("Eiliger Vorgang %(reference)s") % words
    text = _("Guten Tag,\n\nein eiliger Vorgang ist eingegangen: %(service)s.\n\n%(url)s") % words
    for person in _responsible(case):
        enqueue_mail(to=person.email, subject=subject, text=text, kind="cases.urgent", reference=str(case.pk))


def _responsible(case: Case) -> list[User]:
    """Return the person who is responsible, else the people of the department who may open it."""
    if case.responsible:
        return [case.responsible]
    members = StaffMembership.objects.filter(departments=case.department_id, is_active=True, user__is_active=True)
    people = [one.user for one in members.select_related("user")] if case.department_id else []
    return [person for person in people if not case.area or may_open(person, case.area)]
