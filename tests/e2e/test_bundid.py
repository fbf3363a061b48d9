"""The BundID in a real browser: another site posts the answer, and the session cookie stays where it belongs."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.utils import timezone

from modules.bundid.models import Identity
from modules.bundid.services import setup
from rathaus.accounts.models import User
from rathaus.tenancy import enter, enter_public
from tenants import directory
from tenants.models import Activation
from tests.e2e.steps import last_mail
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import UserFactory
from tests.modules.bundid.journey import cached_pair, new_provider, registered, set_up
from tests.modules.bundid.provider import Provider
from tests.modules.bundid.site import running

pytestmark = [pytest.mark.browser]

MARIA = "maria.neumann@post.example"


@pytest.fixture
def town(fresh_tenant, monkeypatch):
    """A municipality in which citizens have accounts."""
    monkeypatch.setattr(setup, "new_key_pair", cached_pair)
    with enter_public():
        for module in ("citizen_accounts", "bundid"):
            Activation.objects.update_or_create(tenant=fresh_tenant, module=module, defaults={"is_on": True})
    directory.forget_all()
    yield fresh_tenant
    mail.outbox.clear()


@pytest.fixture
def bundid(town, live_port) -> Iterator[str]:
    """The address of the BundID at which the municipality is registered."""
    provider = new_provider()
    with running(provider) as address, enter(town):
        set_up(provider)
        document = provider.metadata_of()
        provider.metadata_of = lambda: document  # its threads stand in no municipality
        yield address


@pytest.fixture
def administrator(visitor, sign_in_to, town, live_port, settings) -> Callable[..., Visitor]:
    """Return a function that opens the dashboard of somebody who sets the connection up."""

    def open_dashboard(**options) -> Visitor:
        somebody = visitor(**options)
        cookie = sign_in_to(town).cookies[settings.SESSION_COOKIE_NAME]
        somebody.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": somebody.address}]
        )
        return somebody

    return open_dashboard


@pytest.fixture
def opened(visitor, bundid) -> Callable[..., Visitor]:
    """Return a function that opens a browser which may go to the BundID as well."""

    def open_browser(**options) -> Visitor:
        somebody = visitor(**options)
        somebody.friends = (bundid,)
        return somebody

    return open_browser


def path_of(somebody: Visitor) -> str:
    return somebody.page.url.removeprefix(somebody.address)


def sign_in_there(somebody: Visitor, link: str, choice: str) -> None:
    """Follow the link to the BundID, which goes by itself, choose who to be, and come back."""
    page = somebody.page
    page.get_by_role("link", name=link).first.click()
    page.get_by_role("button", name=choice, exact=True).click()
    page.wait_for_url(f"{somebody.address}/**")
    page.wait_for_load_state()
    somebody.look()


def code_in_mail() -> str:
    found = re.search(r"^(\d{4} \d{4})$", last_mail(MARIA), re.MULTILINE)
    assert found
    return found[1]


def test_a_citizen_opens_an_account_and_proves_more_later(opened, town):
    maria = opened(width=BOTH)
    maria.goto("/konto/anmelden/?next=/bundid/")
    sign_in_there(maria, "Mit der BundID anmelden", "U01 mit Benutzername")
    assert path_of(maria) == "/bundid/neu/"
    maria.expect("Guten Tag, Maria Neumann")
    maria.page.get_by_label("E-Mail-Adresse").fill(MARIA)
    maria.press("Konto anlegen")
    maria.page.get_by_label("Code").fill(code_in_mail())
    maria.press("Konto anlegen")
    assert path_of(maria) == "/bundid/"
    maria.expect("Verbunden seit")

    maria.goto("/konto/nachweis/?next=/bundid/&level=4")
    maria.expect("Bitte weisen Sie sich aus")
    sign_in_there(maria, "Mit der BundID anmelden", "U01 mit ELSTER")
    maria.expect("Dieser Nachweis reicht hier nicht")
    maria.follow("Zurück")
    sign_in_there(maria, "Mit der BundID anmelden", "Abbrechen")
    maria.expect("Sie haben abgebrochen")
    maria.follow("Zurück")
    sign_in_there(maria, "Mit der BundID anmelden", "U02 mit Online-Ausweis")
    assert path_of(maria) == "/bundid/verbinden/", "a second BundID is not connected by itself"
    maria.goto("/konto/nachweis/?next=/bundid/&level=4")
    sign_in_there(maria, "Mit der BundID anmelden", "U01 mit Online-Ausweis")

    assert path_of(maria) == "/bundid/"
    maria.expect("von der BundID bestätigt (Niveau hoch)")
    maria.follow("Verbindung lösen")
    with enter(town):
        assert Identity.objects.get().user == User.objects.get(email=MARIA)
    cookies = {cookie["name"]: cookie for cookie in maria.cookies}
    assert cookies["rathaus_session"]["sameSite"] == cookies["rathaus_bundid"]["sameSite"] == "Lax"


def test_without_a_script_a_button_leads_there(opened, town):
    with enter(town):
        now = timezone.now()
        Identity.objects.create(user=UserFactory(), bpk2="BUNDIDSIM-U01", linked_at=now, used_at=now)
    somebody = opened(javascript=False)

    somebody.goto("/bundid/anmelden/?next=/bundid/")
    somebody.page.get_by_role("button", name="Zur BundID").click()
    somebody.page.get_by_role("button", name="U01 mit Online-Ausweis").click()

    somebody.page.wait_for_url(f"{somebody.address}/bundid/")
    somebody.expect("Heute bestätigt")


def test_the_page_that_leads_away_and_the_one_after_a_refused_answer_are_for_everybody(opened):
    somebody = opened(width=390)
    somebody.page.route("**/departure.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    somebody.goto("/bundid/anmelden/")
    somebody.expect("Sie melden sich auf den Seiten des Bundes an")

    somebody.page.goto(f"{somebody.address}/bundid/weiter/?antwort=erfunden")
    somebody.expect("abgelaufen oder wurde schon benutzt")
    somebody.problems.clear()  # the browser reports the status 400
    somebody.look()


def test_going_back_does_not_send_the_person_away_again(opened):
    somebody = opened()
    somebody.goto("/konto/anmelden/")
    somebody.page.get_by_role("link", name="Mit der BundID anmelden").click()
    somebody.page.get_by_role("button", name="Abbrechen").wait_for()

    somebody.page.go_back()

    somebody.page.wait_for_timeout(500)
    assert somebody.page.url.startswith(somebody.address), "neither now nor half a second later"


def test_an_administrator_connects_the_municipality_and_tests_it(administrator, town):
    katrin = administrator(width=BOTH)
    katrin.goto("/verwaltung/bundid/")
    katrin.follow("Angaben machen")
    katrin.press("Angaben speichern")
    with enter(town):
        document = registered()
    provider = Provider(metadata_of=lambda: document)
    with running(provider) as address:
        katrin.friends = (address,)
        katrin.follow("Metadaten eintragen")
        katrin.press("Metadaten speichern")
        katrin.expect("Bitte geben Sie die Metadaten als Text oder als Datei an")
        katrin.page.get_by_label("Metadaten der BundID als Text").fill(provider.metadata().decode())
        katrin.press("Metadaten speichern")
        katrin.page.get_by_role("button", name="Verbindung prüfen").click()
        katrin.page.get_by_role("button", name="U01 mit ELSTER").click()
        katrin.page.wait_for_url(f"{katrin.address}/**")
        katrin.look()

    katrin.expect("Die Verbindung klappt")
    katrin.follow("Fertig")
    katrin.press("Anmeldung anbieten")
    katrin.expect("Die Testumgebung wird angeboten")
    katrin.press("Neue Zertifikate vorbereiten")
    katrin.follow("Metadaten ändern")
