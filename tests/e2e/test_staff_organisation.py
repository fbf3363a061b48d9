"""The pages on which a town hall organises itself, in a browser: nothing for axe, nothing sideways at 320 pixels."""

import pytest
from django.conf import settings

from rathaus.accounts.areas import TAX
from rathaus.accounts.models import Role, User
from rathaus.accounts.organisation import roles
from tests.clients import browser_for
from tests.factories.accounts import StaffFactory, sign_in
from tests.factories.organisation import DepartmentFactory, SubstitutionFactory, SupportGrantFactory, open_area

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]


@pytest.fixture
def town_hall(fresh_tenant):
    """An administrator, departments within each other, a role of one's own, an absence, an open door."""
    chief, worker = StaffFactory(roles=["administrator"]), StaffFactory(roles=["case_worker"])
    above = DepartmentFactory(name="Bürgerservice, Ordnung und Bevölkerungsschutzangelegenheiten", head=chief)
    DepartmentFactory(name="Standesamt", short_name="SG 32.1", parent=above, is_active=False)
    worker.departments.add(above)
    roles.add_role(name="Wahlteam", description="Nur zur Wahl", permissions=["platform.texts"], actor=None)
    SubstitutionFactory(absent=worker, substitute=chief)
    open_area(worker, TAX)
    SupportGrantFactory(granted_by=chief.user)
    return {"chief": chief.user, "worker": worker, "department": above}


def paths(town_hall) -> list[str]:
    people = "/verwaltung/personen/"
    return [
        "/verwaltung/",
        people,
        f"{people}{town_hall['worker'].pk}/",
        f"{people}abteilungen/",
        f"{people}abteilungen/{town_hall['department'].pk}/",
        f"{people}rollen/",
        f"{people}rollen/{Role.objects.get(slug='administrator').pk}/",
        f"{people}rollen/{Role.objects.get(name='Wahlteam').pk}/",
        f"{people}bereiche/",
        "/verwaltung/vertretung/",
        "/verwaltung/betriebszugang/",
    ]


def test_every_page_of_the_organisation_is_for_everybody(visitor, fresh_tenant, town_hall):
    host = f"{fresh_tenant.slug}.localhost"
    user = User.objects.get(pk=town_hall["chief"].pk)
    cookie = sign_in(browser_for(host), user).cookies[settings.SESSION_COOKIE_NAME].value
    staff = visitor(width=(320, 1280))
    staff.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "domain": host, "path": "/"}]
    )

    for path in paths(town_hall):
        staff.goto(path)

    staff.goto("/verwaltung/vertretung/")
    staff.press("Vertretung eintragen")
    staff.expect("Bitte prüfen Sie")
