"""Signing up and in with a code by mail: quick for people, worthless for guessing, silent about who has an account."""

import re
import time
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.accounts import mail_codes, sign_in_limits
from rathaus.accounts.details import has_proven_address
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tenants.services import switch_module
from tests.clients import browser_for
from tests.factories.accounts import PASSWORD, StaffFactory, code_for, sign_in, with_second_factor
from tests.factories.passkeys import passkey_of

pytestmark = pytest.mark.django_db
HOST = "musterstadt.localhost"
LOGIN, SIGN_UP = "/konto/anmelden/", "/konto/neu/"
REQUEST, ENTER = "/konto/anmelden/code/", "/konto/anmelden/code/eingeben/"
MIRELA = "mirela.brandt@post.example"


@pytest.fixture
def browser(tenant):
    return browser_for(HOST)


@pytest.fixture
def citizen(tenant):
    return User.objects.create_user(MIRELA)


def code_to(address=MIRELA):
    """Return the code of the newest mail to this address."""
    message = OutboxMessage.objects.filter(to=address, kind="accounts.code").latest("created_at")
    return re.search(r"^(\d{4} \d{4})$", message.text, re.MULTILINE)[1]


def is_signed_in(browser):
    return browser.get("/konto/").status_code == 200


def test_an_address_and_a_code_make_an_account(browser):
    assert browser.post(SIGN_UP, {"email": " Mirela.Brandt@Post.example ", "next": "/termine/"}).url == ENTER
    assert not User.objects.filter(email=MIRELA).exists(), "nobody gets an account by typing an address"

    done = browser.post(ENTER, {"code": code_to()})

    assert done.url == "/konto/neu/passkey/?next=%2Ftermine%2F"
    assert 'href="/termine/"' in browser.get(done.url).content.decode(), "the passkey can be skipped"
    user = User.objects.get(email=MIRELA)
    assert not user.has_usable_password()
    assert has_proven_address(user, MIRELA)
    actions = list(AuditEntry.objects.filter(actor_id=user.pk).values_list("action", "actor_kind"))
    assert ("accounts.signed_up", "citizen") in actions
    assert ("accounts.signed_in", "citizen") in actions


def test_after_skipping_the_passkey_citizens_come_to_their_own_pages(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    offer = browser.post(ENTER, {"code": code_to()}).url

    assert 'href="/mein/"' in browser.get(offer).content.decode()


def test_who_has_a_passkey_here_is_not_asked_for_another(browser, citizen):
    passkey_of(citizen, sign_in(browser_for(HOST), citizen, second_factor=False))
    browser.post(REQUEST, {"email": MIRELA})

    assert browser.get(browser.post(ENTER, {"code": code_to()}).url).url == "/mein/"


def test_who_lost_their_passkey_comes_in_by_a_code_alone(browser, citizen):
    passkey_of(citizen, sign_in(browser_for(HOST), citizen, second_factor=False))
    browser.post(REQUEST, {"email": MIRELA})
    browser.post(ENTER, {"code": code_to()})

    assert is_signed_in(browser)


def test_signing_in_with_an_address_without_account_offers_one(browser):
    browser.post(REQUEST, {"email": MIRELA})
    done = browser.post(ENTER, {"code": code_to()})
    assert done.url.startswith(SIGN_UP)
    assert not User.objects.filter(email=MIRELA).exists()
    assert MIRELA in browser.get(done.url).content.decode()

    browser.post(SIGN_UP, {"proven": "1"})

    assert is_signed_in(browser)
    assert User.objects.filter(email=MIRELA).count() == 1


def test_nobody_claims_a_proven_address_without_the_code(browser):
    browser.post(REQUEST, {"email": MIRELA})

    browser.post(SIGN_UP, {"proven": "1", "email": MIRELA})

    assert not User.objects.filter(email=MIRELA).exists()


def test_staff_with_a_code_still_owe_the_second_factor(browser):
    user = StaffFactory(roles=["administrator"], user__email=MIRELA).user
    secret = with_second_factor(user)
    browser.post(REQUEST, {"email": MIRELA, "next": "/verwaltung/"})

    assert browser.post(ENTER, {"code": code_to()}).url == "/konto/zweiter-faktor/code/"
    assert not is_signed_in(browser)
    assert browser.post("/konto/zweiter-faktor/code/", {"code": code_for(secret)}).url == "/verwaltung/"


def test_a_closed_account_is_not_opened_by_a_code(browser):
    User.objects.create_user(MIRELA, PASSWORD)
    User.objects.update(is_active=False)
    browser.post(REQUEST, {"email": MIRELA})

    assert browser.post(ENTER, {"code": code_to()}).url == "/konto/gesperrt/"
    assert not is_signed_in(browser)


# Enumeration: the same page, the same mail, the same work.


def without_secrets(answer):
    page = answer.content.decode()
    return re.sub(r'value="[^"]*"|<strong>[^<]*</strong>|[\w.]+@post\.example', "", page)


@pytest.mark.parametrize("path", [REQUEST, SIGN_UP])
def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(tenant, citizen, path):
    def asked(address):
        browser = browser_for(HOST)
        browser.get(LOGIN)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post(path, {"email": address})
        shapes = [re.sub(r"'[^']*'|\d+", "?", query["sql"]).split(" VALUES")[0] for query in queries]
        return answer.status_code, answer.url, without_secrets(browser.get(answer.url)), shapes

    asked("niemand.anders@post.example")  # what the process has to learn first
    known, unknown = asked(MIRELA), asked("niemand@post.example")

    assert known == unknown
    texts = [re.sub(r"\d{4} \d{4}", "", text) for text in OutboxMessage.objects.values_list("text", flat=True)]
    assert len(set(texts)) == 1


def test_a_wrong_password_costs_the_same_for_known_and_unknown_addresses(tenant):
    with_second_factor(StaffFactory(user__email=MIRELA).user)

    def asked(address):
        browser = browser_for(HOST)
        browser.get(LOGIN)
        with CaptureQueriesContext(connection) as queries:
            browser.post(LOGIN, {"login": address, "password": "Falsches Passwort"})
        return [query["sql"].split(" ")[0] for query in queries if "cache" not in query["sql"]]

    asked("niemand.anders@post.example")
    known, unknown = asked(MIRELA), asked("niemand@post.example")
    assert known == unknown


def test_a_reset_costs_about_the_same_for_known_and_unknown_addresses(tenant):
    StaffFactory(user__email=MIRELA)

    def asked(address):
        browser = browser_for(HOST)
        browser.get("/konto/passwort/vergessen/")
        with CaptureQueriesContext(connection) as queries:
            browser.post("/konto/passwort/vergessen/", {"email": address})
        return [query["sql"].split(" ")[0] for query in queries if "cache" not in query["sql"]]

    asked("niemand.anders@post.example")
    known, unknown = asked(MIRELA), asked("niemand@post.example")
    assert abs(len(known) - len(unknown)) <= 1
    assert known.count("INSERT") == unknown.count("INSERT") == 1, "one mail either way"


# Guessing.


def test_a_wrong_code_says_so_and_is_written_down(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})

    page = browser.post(ENTER, {"code": "0000 0000"}).content.decode()

    assert "Dieser Code stimmt nicht" in page
    entry = AuditEntry.objects.get(action="accounts.sign_in_failed")
    assert (entry.target_id, entry.details) == (str(citizen.pk), {"by": "code"})


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    right = code_to()
    for _ in range(sign_in_limits.TRIES_PER_CODE):
        browser.post(ENTER, {"code": "00000000"})

    browser.post(ENTER, {"code": right})

    assert not is_signed_in(browser)


def test_parallel_guesses_share_one_count(browser, citizen):
    """The count stands in a table: copies of the same session do not start anew."""
    browser.post(REQUEST, {"email": MIRELA})
    right = code_to()
    kept = dict(browser.session)
    for _ in range(sign_in_limits.TRIES_PER_CODE):
        session = browser.session
        session.update(kept)
        session.save()
        browser.post(ENTER, {"code": "00000000"})

    browser.post(ENTER, {"code": right})

    assert not is_signed_in(browser)


def test_one_network_tries_sixty_codes_in_ten_minutes(browser, citizen):
    for _ in range(sign_in_limits.TRIES_PER_NETWORK):
        sign_in_limits.count_try_from(network="127.0.0.0/24")
    browser.post(REQUEST, {"email": MIRELA})

    page = browser.post(ENTER, {"code": code_to()}).content.decode()

    assert "Das war zu oft." in page
    assert not is_signed_in(browser)


def test_a_mailbox_is_not_flooded_from_one_place(browser):
    answers = [browser.post(REQUEST, {"email": MIRELA}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert OutboxMessage.objects.filter(to=MIRELA).count() == 5


def test_asking_for_somebodys_codes_elsewhere_does_not_lock_them_out(browser, citizen):
    for _ in range(6):
        browser_for(HOST).post(REQUEST, {"email": MIRELA}, REMOTE_ADDR="203.0.113.66")

    browser.post(REQUEST, {"email": MIRELA})
    browser.post(ENTER, {"code": code_to()})

    assert is_signed_in(browser)


def test_wrong_codes_in_another_browser_do_not_use_up_mine(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    mine = code_to()
    other = browser_for(HOST)
    other.post(REQUEST, {"email": MIRELA})
    for _ in range(8):
        other.post(ENTER, {"code": "00000000"})

    browser.post(ENTER, {"code": mine})

    assert is_signed_in(browser)


def test_a_code_opens_only_the_browser_that_asked_for_it(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    code = code_to()
    thief = browser_for(HOST)
    thief.post(REQUEST, {"email": "niemand@post.example"})

    thief.post(ENTER, {"code": code})

    assert not is_signed_in(thief)


def test_a_code_works_once(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    code, kept = code_to(), dict(browser.session)
    browser.post(ENTER, {"code": code})
    assert is_signed_in(browser)
    browser.post("/konto/abmelden/")

    session = browser.session
    session.update(kept)
    session.save()
    browser.post(ENTER, {"code": code})

    assert not is_signed_in(browser)


def test_a_code_ends_after_a_quarter_of_an_hour(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    later = time.time() + mail_codes.LIFETIME_SECONDS + 1

    with patch("rathaus.accounts.mail_codes.time.time", return_value=later):
        assert browser.post(ENTER, {"code": code_to()}).url == LOGIN

    assert not is_signed_in(browser)


def test_a_second_mail_ends_the_first_code(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})
    first = code_to()
    browser.post(ENTER, {"again": "1"})
    second = code_to()

    browser.post(ENTER, {"code": first})
    assert not is_signed_in(browser)
    browser.post(ENTER, {"code": second})
    assert is_signed_in(browser)


def test_the_session_knows_the_code_only_as_a_hash(browser, citizen):
    browser.post(REQUEST, {"email": MIRELA})

    assert code_to().replace(" ", "") not in str(dict(browser.session))


def test_without_the_module_nobody_signs_up_and_no_code_is_mailed(tenant, browser):
    for module in ("bundid", "inbox", "citizen_accounts"):
        switch_module(tenant=tenant, module=module, is_on=False)

    assert browser.get(SIGN_UP).status_code == 404
    assert browser.post(SIGN_UP, {"email": MIRELA}).status_code == 404
    assert browser.post(REQUEST, {"email": MIRELA}).status_code == 404
    assert browser.get(ENTER).status_code == 404
    page = browser.get(LOGIN).content.decode()
    assert "Passwort" in page
    assert "Konto anlegen" not in page


def test_one_sign_in_page_speaks_to_citizens_and_staff_apart(browser):
    citizens = browser.get(LOGIN).content.decode()
    staff = browser.get(f"{LOGIN}?next=/verwaltung/personen/").content.decode()

    assert 'type="password"' not in citizens
    assert 'autocomplete="username webauthn"' in citizens
    assert 'type="password"' in staff
    assert "Code per E-Mail schicken" not in staff
    assert "/konto/anmelden/?passwort=1" in citizens
