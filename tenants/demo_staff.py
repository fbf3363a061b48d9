"""How the invented town halls are organised: departments, heads, an absence, somebody who may see tax data."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from rathaus.accounts.areas import TAX
from rathaus.accounts.models import Department, StaffMembership
from rathaus.accounts.organisation.areas import name_for_area
from rathaus.accounts.organisation.departments import save_department, set_departments
from rathaus.accounts.organisation.substitutions import set_substitution

DEPARTMENTS = (  # name, short name, role of its head, departments within
    ("Bürgerservice und Ordnung", "FB 1", "administrator", ("Bürgerbüro", "Standesamt", "Ordnung und Gewerbe")),
    ("Bauen und Umwelt", "FB 2", "", ("Bauverwaltung", "Grünflächen und Friedhöfe")),
    ("Finanzen", "FB 3", "", ("Kasse", "Steuern und Abgaben")),
)


def organise() -> None:
    """Give the entered municipality its departments and its people their places in them."""
    made = {}
    for name, short_name, head_role, inner in DEPARTMENTS:
        head = _with_role(head_role).first() if head_role else None
        above = save_department(department=Department(name=name, short_name=short_name, head=head), actor=None)
        for part in inner:
            made[part] = save_department(department=Department(name=part, parent=above), actor=None)
    for worker in _with_role("case_worker"):
        set_departments(membership=worker, departments=[made["Bürgerbüro"].pk, made["Kasse"].pk], actor=None)
        name_for_area(membership=worker, area=TAX, actor=None)
    for person in _with_role("front_desk"):
        set_departments(membership=person, departments=[made["Bürgerbüro"].pk], actor=None)
    _send_somebody_away()


def _send_somebody_away() -> None:
    """Let the front desk stand in for a case worker for four days."""
    absent, substitute = _with_role("case_worker").first(), _with_role("front_desk").first()
    if absent and substitute:
        today = timezone.localdate()
        last_on = today + timedelta(days=4)
        set_substitution(absent=absent, substitute=substitute, first_on=today, last_on=last_on, actor=absent.user)


def _with_role(slug: str) -> QuerySet[StaffMembership]:
    return StaffMembership.objects.filter(roles__slug=slug).order_by("user__last_name")
