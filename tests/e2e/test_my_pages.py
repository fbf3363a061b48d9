"""A citizen's own pages in a browser: nothing for axe, nothing sideways at 320 pixels, all of it without scripts."""

import pytest
from django.conf import settings
from django.utils import timezone

from modules.citizen_accounts.demo_data import create_demo
from modules.citizen_accounts.models import CitizenProfile
from tests.clients import browser_for
from tests.factories.citizens import sign_in_citizen

pytestmark = [pytest.mark.browser, pytest.mark.fresh_tenant]

PAGES = (
    "profil/",
    "profil/iban/",
    "profil/geburtsdatum/",
    "profil/e-mail/",
    "vertretungen/",
    "vertretungen/kind/",
    "vertretungen/ward/neu/",
    "organisationen/",
    "organisationen/neu/",
    "uebernehmen/",
    "daten/",
    "konto-loeschen/",
)


@pytest.fixture
def citizen_at(visitor, fresh_tenant, accounts_on):
    """Return a function that opens a browser in which the invented Sabine Köhler is signed in."""
    create_demo(timezone.now())
    user = CitizenProfile.objects.get(user__first_name="Sabine").user
    host = f"{fresh_tenant.slug}.localhost"
    cookie = sign_in_citizen(browser_for(host), user).cookies[settings.SESSION_COOKIE_NAME].value

    def open_browser(**options):
        guest = visitor(**options)
        guest.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "domain": host, "path": "/"}]
        )
        return guest

    return open_browser


@pytest.fixture
def accounts_on(fresh_tenant):
    """Citizens have accounts here."""
    from tests.contracts.test_module_switch import switch

    for module in ("appointments", "citizen_accounts", "inbox"):
        switch(fresh_tenant, module, is_on=True)


def test_every_page_of_ones_own_is_for_everybody(citizen_at):
    citizen = citizen_at(width=(320, 1280))

    for path in ("", *PAGES):
        citizen.goto(f"/mein/{path}")


def test_acting_for_a_child_is_said_on_each_page_until_one_stops_without_scripts(citizen_at):
    citizen = citizen_at(width=390, javascript=False)
    citizen.goto("/mein/vertretungen/")

    child = citizen.page.get_by_role("listitem").filter(has_text="Mia Köhler").first
    citizen.leave(child.get_by_role("button", name="Umschalten").click)
    citizen.expect("Sie handeln für Mia Köhler")
    citizen.goto("/")
    citizen.expect("Sie handeln für Mia Köhler")

    citizen.goto("/mein/vertretungen/")
    oneself = citizen.page.get_by_role("listitem").filter(has_text="Für mich selbst").first
    citizen.leave(oneself.get_by_role("button", name="Umschalten").click)
    citizen.expect("Sie handeln jetzt wieder für sich selbst.")


def test_a_wrong_iban_is_said_at_the_field_and_a_right_one_is_masked(citizen_at):
    citizen = citizen_at(width=390)
    citizen.goto("/mein/profil/iban/")
    citizen.page.get_by_label("IBAN").fill("DE12 3456")
    citizen.press("IBAN speichern")
    citizen.expect("Diese IBAN stimmt nicht.")

    citizen.page.get_by_label("IBAN").fill("DE02 1203 0000 0000 2020 51")
    citizen.press("IBAN speichern")
    citizen.expect("DE•• •••• 2051")
