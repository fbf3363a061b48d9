"""The pages on which administrators look after people."""

import uuid

import pytest

from rathaus.accounts import services
from rathaus.accounts.models import Invitation, StaffMembership
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory, sign_in, with_second_factor

pytestmark = pytest.mark.django_db

PEOPLE = "/verwaltung/personen/"
INVITE = "/verwaltung/personen/einladen/"


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_list_shows_roles_state_second_factor_and_last_sign_in(browser, administrator):
    member = StaffFactory(roles=["case_worker", "front_desk"], user__last_name="Brandt", is_active=False)
    with_second_factor(member.user)

    page = text_of(browser.get(PEOPLE))

    assert "Brandt" in page
    assert "Sachbearbeitung" in page
    assert "Empfang" in page
    assert "gesperrt" in page
    assert "noch nie" in page
    assert administrator.email in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_queries_for_few_and_many(browser, django_assert_num_queries, count):
    for _ in range(count):
        services.invite_staff(email=f"{uuid.uuid4().hex}@stadt.example", roles=["front_desk"], actor=None)
        StaffFactory(roles=["case_worker", "approver"])
    browser.get(PEOPLE)

    with django_assert_num_queries(LIST_QUERIES):
        browser.get(PEOPLE)


LIST_QUERIES = 9  # one of them counts for the navigation what waits


def test_search_finds_parts_of_names_and_addresses_in_any_order(browser):
    StaffFactory(user__first_name="Jonas", user__last_name="Brandt", user__email="jb@stadt.example")
    StaffFactory(user__first_name="Mira", user__last_name="Kern", user__email="mk@stadt.example")

    for query in ("brandt", "Brandt Jonas", "jb@"):
        page = text_of(browser.get(PEOPLE, {"q": query}))
        assert "jb@stadt.example" in page
        assert "mk@stadt.example" not in page
    assert "Niemand gefunden" in text_of(browser.get(PEOPLE, {"q": "Zettel"}))


def test_the_filter_lives_in_the_address(browser):
    StaffFactory(user__email="offen@stadt.example")
    StaffFactory(user__email="zu@stadt.example", is_active=False)

    page = text_of(browser.get(PEOPLE, {"zustand": "gesperrt", "q": "stadt"}))

    assert "zu@stadt.example" in page
    assert "offen@stadt.example" not in page
    assert "?zustand=offen&amp;q=stadt" in page
    assert "offen@stadt.example" in text_of(browser.get(PEOPLE, {"zustand": "unsinn"}))


def test_inviting_from_the_page_sends_one_mail_however_often_one_clicks(browser):
    wish = {"idem_key": str(uuid.uuid4()), "email": "Jonas@stadt.example", "roles": ["front_desk", "case_worker"]}

    for _ in range(2):
        assert browser.post(INVITE, wish).url == PEOPLE

    invitation = Invitation.objects.get()
    assert invitation.email == "jonas@stadt.example"
    assert {role.slug for role in invitation.roles.all()} == {"front_desk", "case_worker"}
    assert OutboxMessage.objects.filter(kind="accounts.invitation").count() == 1
    page = text_of(browser.get(PEOPLE))
    assert "Die Einladung an jonas@stadt.example ist unterwegs." in page
    assert "Offene Einladungen" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "jonas"}, "vollständig ein"),
        ({"roles": []}, "Rollen"),
        ({"roles": ["mayor"]}, "angebotenen Möglichkeiten"),
        ({"email": ""}, "Bitte füllen Sie"),
    ],
)
def test_a_wrong_invitation_says_what_to_do_and_keeps_what_was_typed(browser, change, sentence):
    wish = {
        "idem_key": str(uuid.uuid4()),
        "email": "jonas@stadt.example",
        "last_name": "Brandt",
        "roles": ["front_desk"],
    }

    page = text_of(browser.post(INVITE, wish | change))

    assert sentence in page
    assert 'value="Brandt"' in page
    assert not Invitation.objects.exists()


def test_who_is_staff_or_invited_already_is_named_at_the_address(browser, administrator):
    services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=None)
    wish = {"idem_key": str(uuid.uuid4()), "roles": ["front_desk"]}

    assert "schon eine Einladung unterwegs" in text_of(browser.post(INVITE, wish | {"email": "jonas@stadt.example"}))
    assert "steht schon in der Liste" in text_of(browser.post(INVITE, wish | {"email": administrator.email}))


def test_an_invitation_is_sent_again_and_withdrawn(browser):
    invitation = services.invite_staff(email="jonas@stadt.example", roles=["front_desk"], actor=None)

    browser.post(f"{PEOPLE}einladungen/{invitation.pk}/senden/")
    assert OutboxMessage.objects.filter(kind="accounts.invitation").count() == 2
    browser.post(f"{PEOPLE}einladungen/{invitation.pk}/zurueckziehen/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None

    again = browser.post(f"{PEOPLE}einladungen/{invitation.pk}/senden/", follow=True)
    assert "schon angenommen oder zurückgezogen" in text_of(again)


def test_roles_are_changed_on_the_persons_page(browser):
    member = StaffFactory(roles=["case_worker"])

    answer = browser.post(f"{PEOPLE}{member.pk}/", {"roles": ["front_desk"]}, follow=True)

    assert "Das ist gespeichert und gilt ab sofort." in text_of(answer)
    assert {role.slug for role in member.roles.all()} == {"front_desk"}


def test_ones_own_administration_stays_and_the_page_says_why(browser, administrator):
    own = administrator.staff_membership

    page = text_of(browser.post(f"{PEOPLE}{own.pk}/", {"roles": ["front_desk"]}))

    assert "Bitten Sie eine andere Person" in page
    assert "Das sind Sie." in page
    assert "Zugang sperren" not in page
    assert {role.slug for role in own.roles.all()} == {"administrator"}


def test_an_access_is_closed_and_opened_again(browser):
    member = StaffFactory()

    page = text_of(browser.post(f"{PEOPLE}{member.pk}/sperren/", follow=True))
    assert "Der Zugang ist gesperrt." in page
    assert not StaffMembership.objects.get(pk=member.pk).is_active

    page = text_of(browser.post(f"{PEOPLE}{member.pk}/oeffnen/", follow=True))
    assert "Der Zugang ist wieder offen." in page
    assert StaffMembership.objects.get(pk=member.pk).is_active


def test_ones_own_access_cannot_be_closed_by_address_either(browser, administrator):
    own = administrator.staff_membership

    page = text_of(browser.post(f"{PEOPLE}{own.pk}/sperren/", follow=True))

    assert "Das geht nicht am eigenen Zugang." in page
    assert StaffMembership.objects.get(pk=own.pk).is_active


def test_a_lost_telephone_is_helped(browser):
    member = StaffFactory()
    with_second_factor(member.user)
    assert "Zweiten Faktor zurücksetzen" in text_of(browser.get(f"{PEOPLE}{member.pk}/"))

    page = text_of(browser.post(f"{PEOPLE}{member.pk}/zweiter-faktor/", follow=True))

    assert "Der zweite Faktor ist entfernt." in page
    assert "noch nicht eingerichtet" in page


def test_taking_somebodys_second_factor_wants_a_fresh_proof_and_tells_them(browser, administrator):
    member = StaffFactory()
    with_second_factor(member.user)
    session = browser.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= 6 * 60
    session.save()

    answer = browser.post(f"{PEOPLE}{member.pk}/zweiter-faktor/")

    assert answer.url.startswith("/konto/")
    assert not OutboxMessage.objects.exists()
    sign_in(browser, administrator)
    browser.post(f"{PEOPLE}{member.pk}/zweiter-faktor/")
    assert OutboxMessage.objects.get().to == member.user.email
    assert AuditEntry.objects.get(action="accounts.second_factor_reset").actor_id == administrator.pk


@pytest.mark.parametrize("path", ["sperren/", "oeffnen/", "zweiter-faktor/"])
def test_changes_need_a_form_and_a_link_changes_nothing(browser, path):
    member = StaffFactory()

    assert browser.get(f"{PEOPLE}{member.pk}/{path}").status_code == 405


@pytest.mark.parametrize("path", ["", "einladen/"])
def test_case_workers_see_none_of_it(signed_in, case_worker, path):
    assert signed_in(case_worker).get(PEOPLE + path).status_code == 403


def test_an_unknown_person_is_404(browser):
    assert browser.get(f"{PEOPLE}{uuid.uuid4()}/").status_code == 404
