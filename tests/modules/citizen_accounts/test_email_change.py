"""A new e-mail address: a code proves it, the old one is told, and nobody learns who else has an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from modules.citizen_accounts.errors import CodeOverError, SameAddressError, TooOftenError, WrongCodeError
from modules.citizen_accounts.models import EmailChange
from modules.citizen_accounts.services.emails import ask_for_email, confirm_email
from rathaus.accounts.models import User
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.factories.citizens import RepresentationFactory

pytestmark = pytest.mark.django_db

NEW = "sabine.neu@post.example"


def code_for(address: str) -> str:
    subject = OutboxMessage.objects.filter(to=address).latest("created_at").subject
    return subject.rpartition(" ")[2]


def test_the_code_from_the_new_address_changes_it_and_the_old_one_is_told(at_home, citizen):
    former = citizen.email
    EmailAddress.objects.create(user=citizen, email=former, verified=True, primary=True)
    answer = at_home.post("/mein/profil/e-mail/", {"email": f" {NEW.upper()} "})
    assert answer.url == "/mein/profil/e-mail/code/"
    assert NEW in at_home.get(answer.url).content.decode()
    assert User.objects.get(pk=citizen.pk).email == former, "nothing changes before the code"

    at_home.post(answer.url, {"code": code_for(NEW)})

    assert User.objects.get(pk=citizen.pk).email == NEW
    assert EmailAddress.objects.get(user=citizen).email == NEW
    assert OutboxMessage.objects.get(to=former).kind == "citizen_accounts.email_changed"
    assert at_home.get("/mein/").status_code == 200, "the session goes on"


def test_a_code_works_once(citizen):
    ask_for_email(user=citizen, email=NEW)
    code = code_for(NEW)
    confirm_email(user=citizen, code=code)

    with pytest.raises(CodeOverError):
        confirm_email(user=citizen, code=code)


def test_after_five_wrong_codes_the_right_one_is_too_late(citizen):
    ask_for_email(user=citizen, email=NEW)
    right = code_for(NEW)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            confirm_email(user=citizen, code=wrong)

    with pytest.raises(CodeOverError):
        confirm_email(user=citizen, code=right)


def test_a_code_runs_out(citizen):
    ask_for_email(user=citizen, email=NEW)
    EmailChange.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(CodeOverError):
        confirm_email(user=citizen, code=code_for(NEW))


def test_a_code_is_for_the_address_it_was_sent_to(citizen):
    ask_for_email(user=citizen, email=NEW)
    first = code_for(NEW)
    ask_for_email(user=citizen, email="andere@post.example")

    if first != code_for("andere@post.example"):
        with pytest.raises(WrongCodeError):
            confirm_email(user=citizen, code=first)


def test_an_address_that_has_an_account_gets_the_same_answer_and_no_code(at_home, citizen):
    known = UserFactory()

    answer = at_home.post("/mein/profil/e-mail/", {"email": known.email})

    assert answer.url == "/mein/profil/e-mail/code/"
    message = OutboxMessage.objects.get(to=known.email)
    assert "hat schon ein Konto" in message.subject
    assert at_home.get(answer.url).status_code == 200


def test_ones_own_address_is_no_change(citizen):
    with pytest.raises(SameAddressError):
        ask_for_email(user=citizen, email=citizen.email.upper())


def test_codes_are_sent_five_times_an_hour(citizen):
    for number in range(5):
        ask_for_email(user=citizen, email=f"neu{number}@post.example")

    with pytest.raises(TooOftenError):
        ask_for_email(user=citizen, email=NEW)


def test_who_acts_for_the_person_stays_known_under_the_new_address(citizen):
    representation = RepresentationFactory(email=citizen.email)
    ask_for_email(user=citizen, email=NEW)

    confirm_email(user=citizen, code=code_for(NEW))

    representation.refresh_from_db()
    assert representation.email == NEW


def test_the_code_page_without_a_wish_leads_back(at_home):
    assert at_home.get("/mein/profil/e-mail/code/").url == "/mein/profil/e-mail/"
