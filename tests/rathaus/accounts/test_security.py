"""What attackers try at the door, one test for each."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings

from rathaus.accounts import services, sessions
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory, sign_in
from tests.factories.passkeys import SIGN_IN, ask, origin_of, passkey_of, sign_in_with
from tests.rathaus.accounts.test_mail_codes import code_to

pytestmark = pytest.mark.django_db
HOST = "musterstadt.localhost"
MIRELA = "mirela.brandt@post.example"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    f"https://{HOST}@evil.example/",
    "https://musterstadt.localhost.evil.example/",
    "\t//evil.example",
)


@pytest.fixture
def citizen(tenant):
    return User.objects.create_user(MIRELA)


@pytest.fixture
def key(citizen):
    return passkey_of(citizen, sign_in(browser_for(HOST), citizen, second_factor=False))


def test_a_session_that_somebody_else_planted_is_worth_nothing_after_signing_in(citizen, key):
    """Session fixation: the key changes with the sign-in, and the planted one opens nothing."""
    for way in (by_passkey, by_code):
        victim = browser_for(HOST)
        victim.get("/konto/anmelden/")
        ask(victim, "sign_in")
        planted = victim.cookies[django_settings.SESSION_COOKIE_NAME].value
        way(victim, key)
        assert victim.get("/konto/").status_code == 200

        thief = browser_for(HOST)
        thief.cookies[django_settings.SESSION_COOKIE_NAME] = planted
        assert thief.get("/konto/").status_code == 302


def by_passkey(browser, key, **more):
    return browser.post(SIGN_IN, {"credential": key.sign(ask(browser, "sign_in"), origin_of(browser)), **more})


def by_code(browser, _key, **more):
    browser.post("/konto/anmelden/code/", {"email": MIRELA, **more})
    return browser.post("/konto/anmelden/code/eingeben/", {"code": code_to()})


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_way_in_leads_to_another_site(citizen, key, target):
    assert by_passkey(browser_for(HOST), key, next=target).url == "/mein/"

    browser = browser_for(HOST)
    offer = by_code(browser, key, next=target)
    assert offer.url == "/mein/" or "evil" not in browser.get(offer.url).content.decode()

    staff = StaffFactory().user
    for path in ("/konto/anmelden/", "/konto/bestaetigen/", "/konto/abmelden/"):
        browser = sign_in(browser_for(HOST), staff) if path != "/konto/anmelden/" else browser_for(HOST)
        data = {"login": staff.email, "password": PASSWORD, "next": target}
        assert "evil" not in browser.post(path, data).headers.get("Location", "")


def test_a_passkey_page_leads_back_to_this_site_only(citizen):
    browser = sign_in(browser_for(HOST), citizen, second_factor=False)

    for path in ("/konto/neu/passkey/", "/konto/passkeys/neu/", "/konto/zweiter-faktor/"):
        assert "evil" not in browser.get(path, {"next": "https://evil.example/"}).content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "musterstadt.localhost.evil.example", "localhost:80@evil.example", ""]
)
def test_a_forged_host_reaches_no_municipality(tenant, host):
    answer = browser_for(HOST).post("/konto/passwort/vergessen/", {"email": MIRELA}, HTTP_HOST=host)

    assert answer.status_code in {400, 404}
    assert not OutboxMessage.objects.exists()


def test_a_forged_forwarded_host_changes_no_link_and_no_relying_party(tenant):
    StaffFactory(user__email=MIRELA)
    browser = browser_for(HOST)
    browser.post("/konto/passwort/vergessen/", {"email": MIRELA}, HTTP_X_FORWARDED_HOST="evil.example")

    text = OutboxMessage.objects.get(kind="accounts.password_link").text
    assert "evil" not in text
    assert f"//{HOST}" in text
    answer = browser.post("/konto/passkeys/frage/", {"purpose": "sign_in"}, HTTP_X_FORWARDED_HOST="evil.example")
    assert answer.json()["rpId"] == HOST


def test_cookies_stay_on_this_host_and_out_of_scripts(citizen, key):
    browser, _answer = sign_in_with(key)
    browser.get("/konto/")
    cookies = [
        browser.cookies[name] for name in (django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME)
    ]

    for cookie in cookies:
        assert cookie["domain"] == "", "no other municipality gets it"
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_cookies_are_secure_wherever_the_portal_speaks_https(tenant, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    browser = browser_for(HOST)
    answer = browser.post("/konto/anmelden/code/", {"email": MIRELA})

    assert answer.cookies[settings.SESSION_COOKIE_NAME]["secure"]
    assert browser.get("/konto/anmelden/").cookies[settings.CSRF_COOKIE_NAME]["secure"]


def test_cookies_are_secure_unless_a_machine_says_otherwise():
    """Asked of the settings as a server without PUBLIC_SCHEME loads them."""
    code = "from rathaus import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    environment = {name: value for name, value in os.environ.items() if name != "PUBLIC_SCHEME"}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert found.stdout.split() == ["True", "True"]


def test_signing_out_everywhere_ends_every_other_session(citizen, key):
    here, _ = sign_in_with(key)
    elsewhere = [sign_in_with(key)[0] for _ in range(3)]

    here.post("/konto/geraete-abmelden/")

    assert here.get("/konto/").status_code == 200
    assert [browser.get("/konto/").status_code for browser in elsewhere] == [302, 302, 302]
    assert UserSession.objects.filter(user=citizen).count() == 1


def test_one_device_is_signed_out_alone(citizen, key):
    here, lost, kept = (sign_in_with(key)[0] for _ in range(3))
    number = UserSession.objects.get(session_key=lost.session.session_key).pk

    here.post("/konto/geraete-abmelden/eines/", {"device": number})

    assert [browser.get("/konto/").status_code for browser in (here, lost, kept)] == [200, 302, 200]
    assert AuditEntry.objects.filter(action="accounts.signed_out_device", actor_id=citizen.pk).exists()


def test_nobody_signs_out_somebody_elses_device(citizen, key):
    victim, _ = sign_in_with(key)
    number = UserSession.objects.get(session_key=victim.session.session_key).pk
    other = sign_in(browser_for(HOST), UserFactory(), second_factor=False)

    for value in (number, "x", "²", "9" * 40, ""):
        other.post("/konto/geraete-abmelden/eines/", {"device": value})

    assert victim.get("/konto/").status_code == 200


def test_an_administrator_signs_a_person_out_everywhere(citizen, key, administrator):
    browser, _ = sign_in_with(key)

    assert sessions.sign_out_everywhere(user=citizen, actor=administrator) == 1

    assert browser.get("/konto/").status_code == 302
    entry = AuditEntry.objects.get(action="accounts.signed_out_everywhere")
    assert (entry.actor_id, entry.target_id) == (administrator.pk, str(citizen.pk))


def test_the_persons_page_signs_out_a_colleague_everywhere(tenant, signed_in, signed_in_administrator):
    member = StaffFactory()
    browser = browser_for(HOST)
    browser.cookies = sign_in_with(passkey_of(member.user, signed_in(member.user)))[0].cookies
    assert browser.get("/verwaltung/konto/").status_code == 200
    assert "Überall abmelden" in signed_in_administrator.get(f"/verwaltung/personen/{member.pk}/").content.decode()

    signed_in_administrator.post(f"/verwaltung/personen/{member.pk}/abmelden/")

    assert browser.get("/verwaltung/konto/").status_code == 302
    assert member.is_active


def test_signing_out_is_written_down_and_ends_the_session(citizen, key):
    browser, _ = sign_in_with(key)
    browser.post("/konto/abmelden/")

    assert browser.get("/konto/").status_code == 302
    assert not UserSession.objects.filter(user=citizen).exists()
    assert AuditEntry.objects.filter(action="accounts.signed_out", actor_id=citizen.pk, actor_kind="citizen").exists()


def test_an_invitation_works_once_and_ends(tenant, administrator):
    services.invite_staff(email=MIRELA, roles=["front_desk"], actor=administrator)
    link = next(part for part in OutboxMessage.objects.get(kind="accounts.invitation").text.split() if HOST in part)
    path = link.partition(HOST)[2]
    names = {"first_name": "Mirela", "last_name": "Brandt", "password": PASSWORD, "password_again": PASSWORD}

    assert browser_for(HOST).post(path, names).status_code == 302
    assert browser_for(HOST).post(path, names).status_code == 410
    assert browser_for(HOST).get(path).status_code == 410


def test_a_link_for_a_new_password_ends_after_an_hour(tenant):
    StaffFactory(user__email=MIRELA)
    browser_for(HOST).post("/konto/passwort/vergessen/", {"email": MIRELA})
    text = OutboxMessage.objects.get(kind="accounts.password_link").text
    path = next(part for part in text.split() if HOST in part).partition(HOST)[2]
    assert browser_for(HOST).get(path).status_code == 302, "it leads to the form"

    later = datetime.now() + timedelta(seconds=django_settings.PASSWORD_RESET_TIMEOUT + 1)  # noqa: DTZ005  as Django
    with patch("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", return_value=later):
        assert "gilt nicht mehr" in browser_for(HOST).get(path).content.decode()


def test_what_is_private_is_kept_out_of_every_cache(citizen, key):
    browser, _ = sign_in_with(key)

    assert "no-store" in browser.get("/konto/").headers["Cache-Control"]
    assert "no-store" in browser_for(HOST).get("/konto/anmelden/").headers["Cache-Control"]
