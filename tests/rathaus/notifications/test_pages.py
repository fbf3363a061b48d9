"""A person's own pages: what they are told of, on which devices, and whether the one before them is theirs alone."""

import json
import re
from hashlib import sha256

import pytest

from rathaus.notifications import selectors
from rathaus.notifications.models import NotificationPreference, PushSubscription
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/mein/benachrichtigungen/"
ADD = "/mein/benachrichtigungen/geraete/"


@pytest.fixture
def browser(person, signed_in):
    """A browser in which the person is signed in."""
    return signed_in(person, second_factor=False)


def boxes(html):
    """Return the name of each box and whether it is ticked."""
    found = re.findall(r'<input type="checkbox" name="([\w.-]+)"([^>]*)>', html)
    return {name: ("checked" in rest, "disabled" in rest) for name, rest in found}


def test_strangers_sign_in_first(tenant_client):
    for path in (PAGE, "/mein/geraet/"):
        answer = tenant_client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/konto/")


@pytest.mark.parametrize("path", [PAGE, "/mein/geraet/"])
def test_without_accounts_there_are_no_such_pages(browser, tenant, path):
    with enter_public():
        Activation.objects.update_or_create(tenant=tenant, module="citizen_accounts", defaults={"is_on": False})
    tenant.__dict__.pop("active_modules", None)
    directory.forget_all()

    assert browser.get(path).status_code == 404


def test_the_page_shows_each_kind_as_it_holds_and_what_a_law_wants_is_fixed(browser):
    html = browser.get(PAGE).content.decode()

    assert boxes(html) == {
        "letters.message-mail": (True, False),
        "letters.message-push": (True, False),
        "letters.document-mail": (True, True),
        "letters.document-push": (True, False),
        "letters.offer-mail": (False, False),
        "letters.offer-push": (True, False),
    }
    assert "Neue Nachrichten" in html
    assert "Wenn die Verwaltung Ihnen schreibt" in html


def test_saving_keeps_what_differs(browser, person):
    answer = browser.post(PAGE, {"letters.message-mail": "on", "letters.document-push": "on"}, follow=True)

    assert "So benachrichtigen wir Sie ab jetzt" in answer.content.decode()
    stored = {
        choice.kind: (choice.mail, choice.push) for choice in NotificationPreference.objects.filter(person=person)
    }
    assert stored == {"letters.message": (True, False), "letters.offer": (False, False)}
    assert boxes(answer.content.decode())["letters.document-mail"] == (True, True)


def test_a_device_is_added_listed_and_removed(browser, person, device):
    headers = {"User-Agent": "Mozilla/5.0 (Android 15) Gecko/140.0 Firefox/140.0"}
    answer = browser.post(ADD, device.facts, headers=headers, follow=True)

    html = answer.content.decode()
    assert "Firefox auf Android" in html
    subscription = PushSubscription.objects.get()
    assert subscription.person == person
    assert subscription.session_key == browser.session.session_key
    hashes = json.loads(re.search(r'data-endpoints="([^"]*)"', html)[1].replace("&quot;", '"'))
    assert hashes == [sha256(device.endpoint.encode()).hexdigest()]
    assert device.endpoint not in html

    answer = browser.post(f"{ADD}{subscription.pk}/entfernen/", follow=True)
    assert "keine Mitteilungen mehr" in answer.content.decode()
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"endpoint": "https://intern.example/geheim"}, "Mitteilungsdienst, den wir nicht kennen"),
        ({"endpoint": "http://169.254.169.254/"}, "Mitteilungsdienst, den wir nicht kennen"),
        ({"p256dh": "AAAA"}, "keinen gültigen Schlüssel"),
        ({"auth": ""}, "unvollständige Angaben"),
    ],
)
def test_a_browser_that_sends_nonsense_is_told_so_and_nothing_is_kept(browser, device, changes, sentence):
    answer = browser.post(ADD, device.facts | changes, follow=True)

    assert sentence in answer.content.decode()
    assert not PushSubscription.objects.exists()


def test_nobody_removes_the_device_of_somebody_else(browser, device):
    foreign = device.add(UserFactory())

    browser.post(f"{ADD}{foreign.pk}/entfernen/")

    assert PushSubscription.objects.filter(pk=foreign.pk).exists()


def test_signing_out_stops_messages_to_this_browser_and_empties_its_store(browser, person, device):
    browser.post(ADD, device.facts)
    other = type(device)(endpoint="https://web.push.apple.com/anderes").add(person, session_key="anderswo")

    answer = browser.post("/konto/abmelden/")

    assert answer["Clear-Site-Data"] == '"storage"'
    assert [found.pk for found in selectors.devices_of(person)] == [other.pk]


def test_the_page_names_the_key_that_browsers_subscribe_with(browser, tenant):
    from rathaus.notifications.services import push_key

    assert f'data-key="{push_key().public_key}"' in browser.get(PAGE).content.decode()


def test_the_page_of_the_device_carries_a_pseudonym_of_the_person_and_may_not_be_kept_itself(
    browser, person, signed_in
):
    answer = browser.get("/mein/geraet/")
    mark = re.search(r'data-person="([0-9a-f]{32})"', answer.content.decode())[1]

    assert str(person.pk).replace("-", "") != mark
    assert "Rathaus-Keep" not in answer.headers
    assert "no-store" in answer["Cache-Control"]
    other = signed_in(UserFactory(), second_factor=False).get("/mein/geraet/").content.decode()
    assert mark not in other
