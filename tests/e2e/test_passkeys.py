"""Passkeys in a real browser with a virtual authenticator, on the hosts of two municipalities."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail

from rathaus.accounts.factors import passkey_counts
from rathaus.accounts.models import User
from rathaus.accounts.session_store import SessionStore
from rathaus.tenancy import enter
from tenants.models import Tenant
from tenants.services import add_domain, switch_module
from tests.e2e.steps import last_mail
from tests.e2e.visitor import BOTH, Visitor
from tests.factories.accounts import PASSWORD, StaffFactory, code_for, with_second_factor
from tests.municipalities import new_tenants

pytestmark = [pytest.mark.browser]

MIRELA = "mirela.brandt@post.example"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
STICK = {**PHONE, "transport": "usb"}
OWN_PAGE = re.compile(r"^http://[^/]+/mein/$")
SIGN_IN = "Mit Fingerabdruck, Gesicht oder PIN anmelden"


@pytest.fixture
def towns(fresh_tenant, django_db_blocker) -> Iterator[tuple[Tenant, Tenant]]:
    """Two municipalities with citizens' accounts."""
    make = new_tenants(django_db_blocker)
    with django_db_blocker.unblock():
        both = fresh_tenant, next(make)
        for tenant in both:
            switch_module(tenant=tenant, module="citizen_accounts", is_on=True)
        yield both
        make.close()
    mail.outbox.clear()


@pytest.fixture
def opened(browser_profile, live_port) -> Callable[..., Visitor]:
    """Return a function that opens a browser on a municipality's site."""
    return lambda tenant, **options: browser_profile(f"http://{tenant.slug}.localhost:{live_port}", **options)


def give(visitor: Visitor, device: dict[str, Any]) -> tuple[Any, str]:
    """Put a phone or stick beside this browser; return how to reach it."""
    cdp = visitor.page.context.new_cdp_session(visitor.page)
    cdp.send("WebAuthn.enable")
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]


def nodding(cdp: Any, device: str, *, is_on: bool) -> None:
    """Let the person say yes to whatever the device asks, or leave it lying."""
    cdp.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": device, "enabled": is_on})


def path_of(visitor: Visitor) -> str:
    """Return where the browser is."""
    return visitor.page.url.removeprefix(visitor.address)


def enter_code(visitor: Visitor, address: str = MIRELA) -> None:
    """Type the code from the mail."""
    found = re.search(r"^(\d{4} \d{4})$", last_mail(address), re.MULTILINE)
    assert found
    visitor.page.get_by_label("Code").fill(found[1])
    visitor.press("Weiter")


def sign_up(visitor: Visitor) -> None:
    """Make an account with a passkey."""
    visitor.goto("/konto/neu/")
    visitor.page.get_by_label("E-Mail-Adresse").fill(MIRELA)
    visitor.press("Weiter")
    enter_code(visitor)
    visitor.expect("Künftig ohne Code anmelden")
    visitor.press("Passkey einrichten")
    assert path_of(visitor) == "/mein/"


def sign_out(visitor: Visitor) -> None:
    """Leave, so that nobody is signed in here."""
    visitor.page.context.clear_cookies()


def test_a_citizen_signs_up_and_signs_in_by_passkey_on_both_hosts(towns, opened):
    for town in towns:
        citizen = opened(town, width=BOTH)
        cdp, phone = give(citizen, PHONE)
        sign_up(citizen)

        sign_out(citizen)
        citizen.page.goto(f"{citizen.address}/konto/anmelden/")  # the browser suggests, the person nods
        citizen.page.wait_for_url(OWN_PAGE)

        sign_out(citizen)
        nodding(cdp, phone, is_on=False)
        citizen.goto("/konto/anmelden/")
        nodding(cdp, phone, is_on=True)  # too late for the suggestion, which the device has let pass
        citizen.page.get_by_role("button", name=SIGN_IN).click()
        citizen.page.wait_for_url(OWN_PAGE)
        with enter(town):
            assert passkey_counts() == {f"{town.slug}.localhost": 1}


def test_who_presses_the_button_before_the_suggestion_is_ready_is_asked_once_and_signed_in(towns, opened):
    citizen = opened(towns[0])
    give(citizen, PHONE)
    sign_up(citizen)
    sign_out(citizen)
    page = citizen.page
    asked: list[Any] = []

    def hold_back_the_first(route: Any) -> None:
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    page.route("**/passkeys/frage/", hold_back_the_first)
    page.goto(f"{citizen.address}/konto/anmelden/")
    page.get_by_role("button", name=SIGN_IN).click()
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert len(asked) == 1  # the server would remember one of two questions and refuse the answer to the other

    asked[0].continue_()
    page.wait_for_url(OWN_PAGE)
    assert len(asked) == 2


def test_a_citizen_of_one_town_is_nobody_in_the_other(towns, opened, live_port):
    home, other = towns
    citizen = opened(home)
    give(citizen, PHONE)
    sign_up(citizen)

    page = citizen.page
    page.goto(f"http://{other.slug}.localhost:{live_port}/konto/")
    assert "/konto/anmelden/" in page.url, "the session stayed at home"
    page.get_by_role("button", name=SIGN_IN).click()
    page.locator("[data-passkey-note]:visible").wait_for()
    assert "/konto/anmelden/" in page.url
    with enter(other):
        assert not User.objects.filter(email=MIRELA).exists()


def test_what_is_protected_asks_for_the_passkey_once_more(towns, opened):
    town = towns[0]
    citizen = opened(town)
    give(citizen, PHONE)
    sign_up(citizen)
    with enter(town):
        grow_old()

    citizen.goto("/konto/passkeys/neu/")
    citizen.expect("Bitte weisen Sie sich noch einmal aus")
    citizen.press("Mit Passkey oder Stick bestätigen")

    assert path_of(citizen) == "/konto/passkeys/neu/"


def grow_old() -> None:
    """Let every proof be ten minutes old."""
    for row in Session.objects.all():
        store = SessionStore(row.session_key)
        for record in store.get("account_authentication_methods", []):
            record["at"] -= 600
        store.modified = True
        store.save()


def test_a_lost_phone_is_no_lost_account_and_needs_no_script(towns, opened):
    phone = opened(towns[0])
    give(phone, PHONE)
    sign_up(phone)

    citizen = opened(towns[0], javascript=False, width=390)
    citizen.goto("/konto/anmelden/")
    citizen.page.get_by_label("E-Mail-Adresse").fill(MIRELA)
    citizen.press("Code per E-Mail schicken")
    enter_code(citizen)

    assert path_of(citizen) == "/mein/", "a passkey exists, so none is offered"


def test_somebody_who_declines_reads_what_else_there_is(towns, opened):
    citizen = opened(towns[0])
    cdp, device = give(citizen, PHONE)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})

    citizen.goto("/konto/anmelden/")
    citizen.page.get_by_role("button", name=SIGN_IN).click()

    citizen.expect("Das hat nicht geklappt.")
    assert path_of(citizen) == "/konto/anmelden/"


def test_staff_change_the_person_with_one_key_and_their_sticks(towns, opened):
    town = towns[0]
    with enter(town):
        first, second = (StaffFactory(roles=["administrator"]).user for _ in range(2))
    counter = opened(town)
    cdp, stick = give(counter, STICK)
    set_up_stick(counter, first)
    first_key = cdp.send("WebAuthn.getCredentials", {"authenticatorId": stick})["credentials"][0]
    counter.goto("/verwaltung/konto/")
    counter.press("Als gemeinsamen Schalter einrichten")
    cdp.send("WebAuthn.clearCredentials", {"authenticatorId": stick})
    counter.press("Person wechseln")
    set_up_stick(counter, second)
    counter.goto("/verwaltung/konto/")
    counter.expect(second.email)

    cdp.send("WebAuthn.clearCredentials", {"authenticatorId": stick})
    cdp.send("WebAuthn.addCredential", {"authenticatorId": stick, "credential": first_key})
    counter.page.keyboard.press("w")
    counter.page.wait_for_url(re.compile(r"/verwaltung/$"))
    counter.goto("/verwaltung/konto/")
    counter.expect(first.email)


def set_up_stick(visitor: Visitor, user: User) -> None:
    """Sign in with the password and make a stick the second factor."""
    visitor.goto("/konto/anmelden/?passwort=1")
    visitor.page.get_by_label("E-Mail-Adresse").fill(user.email)
    visitor.page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    visitor.press("Mit Passwort anmelden")
    visitor.follow("Stick oder Passkey einrichten")
    visitor.press("Einrichten")
    visitor.expect("Ihre Ersatzcodes")


def test_a_place_that_nobody_touches_draws_a_curtain_and_keeps_what_was_typed(towns, opened):
    town = towns[0]
    with enter(town):
        user = StaffFactory(roles=["administrator"]).user
        secret = with_second_factor(user)
    counter = opened(town)
    counter.goto("/konto/anmelden/?passwort=1")
    counter.page.get_by_label("E-Mail-Adresse").fill(user.email)
    counter.page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    counter.press("Mit Passwort anmelden")
    counter.page.get_by_label("Code").fill(code_for(secret))
    counter.press("Mit Code anmelden")
    counter.page.clock.install()
    counter.goto("/verwaltung/konto/")
    counter.press("Als gemeinsamen Schalter einrichten")
    counter.page.get_by_label("Vorname").fill("Halb geschrie")

    counter.page.clock.fast_forward(10 * 60 * 1000)
    counter.page.get_by_role("heading", name="Dieser Platz ist gesperrt").wait_for()
    with counter.page.context.expect_page() as opening:
        counter.page.get_by_role("link", name=f"Weiter als {user.full_name}").click()
    proof = opening.value
    proof.get_by_label("Passwort").fill(PASSWORD)
    proof.get_by_role("button", name="Passwort bestätigen").click()
    proof.get_by_role("heading", name="Willkommen zurück").wait_for()
    proof.close()
    counter.page.bring_to_front()
    counter.page.evaluate("dispatchEvent(new Event('focus'))")
    counter.page.get_by_role("heading", name="Dieser Platz ist gesperrt").wait_for(state="hidden")

    assert counter.page.get_by_label("Vorname").input_value() == "Halb geschrie"
    counter.press("Name speichern")
    counter.expect("Ihr Name ist geändert.")


def test_a_new_address_names_the_former_one_and_leads_to_a_new_passkey(towns, opened, live_port, browser_profile):
    town = towns[0]
    citizen = opened(town)
    give(citizen, PHONE)
    sign_up(citizen)
    add_domain(tenant=town, domain=f"neu-{town.slug}.localhost")

    moved = browser_profile(f"http://neu-{town.slug}.localhost:{live_port}")
    give(moved, PHONE)
    moved.goto("/konto/anmelden/")
    moved.expect("Die Adresse dieser Seite hat sich geändert")
    moved.expect(f"Passkey von {town.slug}.localhost verwenden")
    moved.page.get_by_label("E-Mail-Adresse").fill(MIRELA)
    moved.press("Code per E-Mail schicken")
    enter_code(moved)
    moved.expect(f"Ihr bisheriger Passkey gehört zu {town.slug}.localhost.")
    moved.press("Passkey einrichten")

    assert path_of(moved) == "/mein/"
    moved.goto("/konto/")
    moved.expect(f"nur unter {town.slug}.localhost")
    with enter(town):
        assert passkey_counts() == {f"{town.slug}.localhost": 1, f"neu-{town.slug}.localhost": 1}
