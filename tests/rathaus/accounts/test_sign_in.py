"""Signing in as staff do it: password, code, dashboard; and everything that must not work."""

import re
import time
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings

from rathaus.accounts import services
from rathaus.accounts.models import CodeTries, User
from rathaus.mail.models import OutboxMessage
from rathaus.tenancy import enter_public
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory, code_for, with_second_factor

pytestmark = pytest.mark.django_db

LOGIN = "/konto/anmelden/"
CODE = "/konto/zweiter-faktor/code/"
SET_UP = "/konto/zweiter-faktor/einrichten/"


@pytest.fixture(autouse=True)
def _empty_cache():
    """Counted failures of one test are none of the next one's."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def member():
    """Staff with a second factor; `secret` is what the app knows."""
    member = StaffFactory(roles=["administrator"])
    member.secret = with_second_factor(member.user)
    return member


def give_password(client, user, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": user.email, "password": password}, **extra)


def test_password_and_code_lead_to_the_page_that_was_asked_for(tenant_client, member):
    asked = tenant_client.get("/verwaltung/personen/")
    assert asked.status_code == 302
    assert unquote(asked.url) == f"{LOGIN}?next=/verwaltung/personen/"

    answer = tenant_client.post(
        asked.url, {"login": member.user.email, "password": PASSWORD, "next": "/verwaltung/personen/"}
    )
    assert answer.url == CODE
    assert tenant_client.get("/verwaltung/personen/").status_code == 302, "a password alone opens nothing"

    answer = tenant_client.post(CODE, {"code": code_for(member.secret)})
    assert answer.url == "/verwaltung/personen/"
    assert tenant_client.get("/verwaltung/personen/").status_code == 200
    assert not CodeTries.objects.filter(user=member.user).exists()


def test_the_sign_in_page_asks_in_plain_german(tenant_client, tenant):
    page = tenant_client.get(f"{LOGIN}?passwort=1").content.decode()

    assert "E-Mail-Adresse" in page
    assert "placeholder" not in page
    assert page.count("Passwort vergessen?") == 1
    assert "registrieren" not in page.lower()


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(tenant_client, member):
    page = give_password(tenant_client, member.user, "Falsches Passwort").content.decode()

    assert "E-Mail-Adresse oder Passwort stimmen nicht." in page
    assert member.user.email in page


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(tenant_client, member):
    known = give_password(tenant_client, member.user, "Falsches Passwort").content.decode()
    stranger = User(email="niemand@stadt.example")
    unknown = give_password(tenant_client, stranger, "Falsches Passwort").content.decode()

    def without_tokens(page):
        page = page.replace(stranger.email, member.user.email)
        return re.sub(r'value="[^"]*"|nonce="[^"]*"|X-CSRFToken": "[^"]*|<strong>[0-9a-f-]+</strong>', "", page)

    assert without_tokens(known) == without_tokens(unknown)


def test_a_wrong_code_does_not_sign_in(tenant_client, member):
    give_password(tenant_client, member.user)

    page = tenant_client.post(CODE, {"code": "000000"})

    assert "Dieser Code stimmt nicht." in page.content.decode()
    assert tenant_client.get("/verwaltung/konto/").status_code == 302


def test_a_used_code_does_not_work_a_second_time(tenant_client, member):
    code = code_for(member.secret)
    give_password(tenant_client, member.user)
    tenant_client.post(CODE, {"code": code})

    other = browser_for("musterstadt.localhost")
    give_password(other, member.user)
    assert "Dieser Code stimmt nicht." in other.post(CODE, {"code": code}).content.decode()


def test_after_five_wrong_codes_the_right_one_must_wait(tenant_client, member):
    give_password(tenant_client, member.user)
    for _ in range(5):
        tenant_client.post(CODE, {"code": "000000"})

    page = tenant_client.post(CODE, {"code": code_for(member.secret)})

    assert "Bitte warten Sie fünf Minuten." in page.content.decode()
    assert tenant_client.get("/verwaltung/konto/").status_code == 302


def test_the_limit_of_codes_holds_although_the_cache_forgets(tenant_client, member):
    from django.core.cache import cache

    give_password(tenant_client, member.user)
    for _ in range(5):
        tenant_client.post(CODE, {"code": "000000"})
        cache.clear()

    page = tenant_client.post(CODE, {"code": code_for(member.secret)})

    assert "Bitte warten Sie fünf Minuten." in page.content.decode()


def test_a_recovery_code_works_once_instead_of_the_app(tenant_client, member):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(member.user).generate_codes()[0]
    give_password(tenant_client, member.user)
    assert tenant_client.post(CODE, {"code": code}).status_code == 302
    assert tenant_client.get("/verwaltung/konto/").status_code == 200

    other = browser_for("musterstadt.localhost")
    give_password(other, member.user)
    assert other.post(CODE, {"code": code}).status_code == 200


def test_guessing_passwords_does_not_lock_out_the_owner_at_another_place(tenant_client, member):
    for _ in range(6):
        give_password(tenant_client, member.user, "Falsches Passwort", REMOTE_ADDR="203.0.113.66")

    blocked = give_password(tenant_client, member.user, REMOTE_ADDR="203.0.113.66")
    assert "zu viele Versuche" in blocked.content.decode()
    owner = give_password(tenant_client, member.user, REMOTE_ADDR="198.51.100.4")
    assert owner.status_code == 302
    assert owner.url == CODE


def test_failures_of_one_colleague_do_not_lock_out_others_behind_the_same_address(tenant_client, member):
    for _ in range(6):
        give_password(tenant_client, UserFactory(), "Falsches Passwort")

    assert give_password(tenant_client, member.user).status_code == 302


def test_staff_without_second_factor_must_set_one_up_first(tenant_client, tenant):
    user = StaffFactory().user
    answer = give_password(tenant_client, user)
    assert answer.url == "/verwaltung/"

    asked = tenant_client.get("/verwaltung/konto/")
    assert unquote(asked.url) == "/konto/zweiter-faktor/?next=/verwaltung/konto/"
    choice = tenant_client.get(asked.url).content.decode()
    assert choice.index("/konto/passkeys/neu/") < choice.index(SET_UP), "the stick comes first"
    page = tenant_client.get(f"{SET_UP}?next=/verwaltung/konto/").content.decode()
    secret = tenant_client.session["mfa.totp.secret"]
    assert secret in page, "people without camera type it"
    assert "Sechs Ziffern, die Ihre App jetzt zeigt." in page
    assert 'src="data:image/svg+xml;base64,' in page

    done = tenant_client.post(SET_UP, {"code": code_for(secret)})
    assert done.url == "/konto/ersatzcodes/"
    codes = tenant_client.get(done.url).content.decode()
    assert len(re.findall(r"<strong>\d{8}</strong>", codes)) == 10
    assert tenant_client.get("/verwaltung/konto/").status_code == 200
    download = tenant_client.get("/konto/ersatzcodes/datei/")
    assert len(re.findall(r"^\d{8}$", download.content.decode(), re.MULTILINE)) == 10


def test_a_wrong_first_code_keeps_the_same_secret(tenant_client, tenant):
    give_password(tenant_client, StaffFactory().user)
    tenant_client.get(SET_UP)
    secret = tenant_client.session["mfa.totp.secret"]

    page = tenant_client.post(SET_UP, {"code": "000000"}).content.decode()

    assert "Dieser Code stimmt nicht." in page
    assert secret in page


def test_the_app_lists_codes_under_the_municipalitys_name(tenant_client, tenant):
    give_password(tenant_client, StaffFactory().user)

    url = tenant_client.get(SET_UP).context["totp_url"]

    assert "issuer=Stadt%20Musterstadt" in url


def test_a_session_from_before_the_second_factor_has_to_show_it(signed_in, tenant):
    user = StaffFactory().user
    old = signed_in(user, second_factor=False)
    secret = with_second_factor(user)

    for path in (
        "/verwaltung/konto/",
        "/konto/",
        "/konto/passwort/",
        "/konto/zweiter-faktor/wechseln/",
        "/konto/ersatzcodes/",
        "/konto/zweiter-faktor/einrichten/",
        "/konto/passkeys/neu/",
        "/konto/neu/passkey/",
    ):
        asked = old.get(path)
        assert asked.status_code == 302
        assert asked.url.startswith("/konto/zweiter-faktor/bestaetigen/")

    answer = old.post("/konto/zweiter-faktor/bestaetigen/?next=/verwaltung/konto/", {"code": code_for(secret)})
    assert answer.url == "/verwaltung/konto/"
    assert old.get("/verwaltung/konto/").status_code == 200


def test_changing_the_app_removes_the_former_and_asks_for_a_new_one(signed_in, tenant):
    user = StaffFactory().user
    with_second_factor(user)
    browser = signed_in(user)

    answer = browser.post("/konto/zweiter-faktor/wechseln/")

    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()


def test_what_is_sensitive_asks_again_when_the_proof_is_old(signed_in, administrator):
    with_second_factor(administrator)
    browser = signed_in(administrator)
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 400},
        {"method": "mfa", "at": time.time() - 400, "type": "totp"},
    ]
    session.save()

    asked = browser.get("/konto/zweiter-faktor/wechseln/")
    assert unquote(asked.url) == "/konto/bestaetigen/?next=/konto/zweiter-faktor/wechseln/"
    assert browser.get(asked.url).status_code == 200
    answer = browser.post(asked.url, {"password": PASSWORD})
    assert answer.url == "/konto/zweiter-faktor/wechseln/"
    assert browser.get(answer.url).status_code == 200


def test_a_forgotten_password_is_replaced_by_a_link_from_the_mail(tenant_client, member):
    answer = tenant_client.post("/konto/passwort/vergessen/", {"email": member.user.email})
    assert answer.url == "/konto/passwort/vergessen/gesendet/"
    message = OutboxMessage.objects.get(kind="accounts.password_link")
    link = re.search(r"http://musterstadt\.localhost(/konto/passwort/neu/\S+)", message.text).group(1)

    other = browser_for("musterstadt.localhost")
    form = other.get(link)
    assert form.status_code == 302
    assert link not in form.url, "the key does not stay in the address"
    new = "Ein ganz neues Passwort"
    page = other.post(form.url, {"password1": new, "password2": new + "!"}).content.decode()
    assert "Die beiden Passwörter sind verschieden." in page
    done = other.post(form.url, {"password1": new, "password2": new})
    assert done.url == "/konto/passwort/neu/fertig/"

    member.user.refresh_from_db()
    assert member.user.check_password(new)
    assert other.get("/verwaltung/konto/").status_code == 302, "a new password does not sign in"
    assert "gilt nicht mehr" in other.get(link).content.decode()
    assert OutboxMessage.objects.filter(kind="accounts.password_changed", to=member.user.email).exists()
    assert give_password(other, member.user, new).url == CODE


def test_a_reset_for_an_unknown_address_gets_the_same_answer_and_tells_only_its_owner(tenant_client, tenant):
    answer = tenant_client.post("/konto/passwort/vergessen/", {"email": "niemand@stadt.example"})

    assert answer.url == "/konto/passwort/vergessen/gesendet/"
    message = OutboxMessage.objects.get()
    assert (message.to, message.kind) == ("niemand@stadt.example", "accounts.no_access")
    assert "/konto/passwort/neu/" not in message.text


def test_a_reset_link_does_not_hinder_the_second_factor_later(tenant_client, tenant):
    """allauth's own token generator notes the address as unverified and then refuses an app."""
    user = StaffFactory().user
    tenant_client.post("/konto/passwort/vergessen/", {"email": user.email})
    give_password(tenant_client, user)

    assert tenant_client.get(SET_UP).status_code == 200


def test_a_short_password_is_refused_with_a_reason(signed_in, administrator):
    with_second_factor(administrator)
    browser = signed_in(administrator)

    page = browser.post("/konto/passwort/", {"oldpassword": PASSWORD, "password1": "kurz", "password2": "kurz"})

    assert "12 Zeichen" in page.content.decode()
    administrator.refresh_from_db()
    assert administrator.check_password(PASSWORD)


def test_a_new_password_ends_all_other_sessions_but_this(signed_in, administrator):
    with_second_factor(administrator)
    here, elsewhere = signed_in(administrator), signed_in(administrator)
    new = "Ein ganz neues Passwort"

    answer = here.post("/konto/passwort/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer.url == "/verwaltung/konto/"
    assert here.get("/verwaltung/konto/").status_code == 200
    assert elsewhere.get("/verwaltung/konto/").status_code == 302


def test_signing_out_needs_a_click_and_leads_to_the_sign_in_page(signed_in, administrator):
    browser = signed_in(administrator)
    assert browser.get("/konto/abmelden/").status_code == 200
    assert browser.get("/verwaltung/konto/").status_code == 200

    assert browser.post("/konto/abmelden/").url == LOGIN
    assert browser.get("/verwaltung/konto/").status_code == 302


def test_signing_in_changes_the_session_key(tenant_client, member):
    tenant_client.get(LOGIN)
    give_password(tenant_client, member.user)
    before = tenant_client.session.session_key
    tenant_client.post(CODE, {"code": code_for(member.secret)})

    assert tenant_client.session.session_key != before


def test_a_session_lasts_ten_hours_and_ends_with_the_browser(tenant_client, member):
    give_password(tenant_client, member.user)
    answer = tenant_client.post(CODE, {"code": code_for(member.secret)})

    cookie = answer.cookies[django_settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""
    assert cookie["domain"] == ""
    assert cookie["httponly"]
    assert tenant_client.session.get_expiry_age() == 36_000
    assert UserSession.objects.filter(user=member.user).count() == 1


def test_a_closed_account_is_told_so(tenant_client, tenant):
    user = UserFactory(is_active=False)

    assert give_password(tenant_client, user).url == "/konto/gesperrt/"
    assert "geschlossen" in tenant_client.get("/konto/gesperrt/").content.decode()


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "3rdparty/", "login/code/"])
def test_nothing_of_allauth_answers_that_is_not_needed(tenant_client, tenant, path):
    assert tenant_client.get(f"/konto/{path}").status_code == 404


def test_an_open_door_to_other_sites_is_refused(tenant_client, member):
    tenant_client.post(LOGIN, {"login": member.user.email, "password": PASSWORD, "next": "https://evil.example/"})

    assert tenant_client.post(CODE, {"code": code_for(member.secret)}).url == "/verwaltung/"


def test_an_operator_signs_in_on_the_base_domain(operator_client):
    with enter_public():
        user = UserFactory()
        secret = with_second_factor(user)
    asked = operator_client.get("/konto/")
    assert asked.status_code == 302

    assert operator_client.post(LOGIN, {"login": user.email, "password": PASSWORD}).url == CODE
    assert operator_client.post(CODE, {"code": code_for(secret)}).url == "/"
    assert operator_client.get("/konto/").status_code == 200


def test_an_operators_session_is_nothing_in_a_municipality(operator_client, tenant):
    with enter_public():
        user = UserFactory()
        secret = with_second_factor(user)
    operator_client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    operator_client.post(CODE, {"code": code_for(secret)})
    assert operator_client.get("/konto/").status_code == 200

    stolen = browser_for("musterstadt.localhost")
    stolen.cookies = operator_client.cookies

    assert stolen.get("/verwaltung/konto/").url.startswith(LOGIN)


def test_resetting_the_second_factor_ends_a_running_session(tenant_client, member, administrator):
    give_password(tenant_client, member.user)
    tenant_client.post(CODE, {"code": code_for(member.secret)})
    assert tenant_client.get("/verwaltung/konto/").status_code == 200

    services.reset_second_factor(user=member.user, actor=administrator)

    assert tenant_client.get("/verwaltung/konto/").url.startswith(LOGIN)
