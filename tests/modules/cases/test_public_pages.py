"""What citizens and guests see of their cases, and how they begin one."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from modules.cases.models import Case, EntryKind, GuestAccess, Outcome
from modules.cases.own_cases import CALLBACK, MESSAGE
from modules.cases.services.guests import PER_CASE_AND_NETWORK
from modules.cases.services.writing import add_remark
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory
from tests.factories.cases import case_file, make_case, make_file, make_message
from tests.factories.citizens import sign_in_citizen
from tests.factories.inbox import make_citizen, upload
from tests.factories.organisation import DepartmentFactory
from tests.modules.cases.examples_work import mailed_code

pytestmark = pytest.mark.django_db
SECRET = "Schwieriger Mensch"


@pytest.fixture
def person():
    return make_citizen()


@pytest.fixture
def browser(tenant_client, person):
    return sign_in_citizen(tenant_client, person)


def ask(client, case, **changed):
    form = {"reference": case.reference, "email": case.applicant_email} | changed
    return client.post("/vorgaenge/gast/", form)


def send(client, address, form):
    return client.post(address, form)


def remark(case):
    add_remark(case=case, text=SECRET, idem_key=uuid.uuid4(), actor=StaffFactory().user)


class TestOwner:
    def test_the_list_and_the_case_say_in_plain_words_how_far_it_is(self, browser, person):
        case = make_case("Hecke am Gehweg", person=person, text="Darf sie 3 m hoch sein?")
        remark(case)

        assert "Hecke am Gehweg" in browser.get("/vorgaenge/").content.decode()
        html = browser.get(f"/vorgaenge/{case.pk}/").content.decode()
        assert "Ihr Anliegen ist bei uns angekommen." in html
        assert "Wir lesen Ihr Anliegen" in html
        assert SECRET not in html

    def test_a_message_with_a_file_arrives(self, browser, person):
        case = make_case(person=person)
        form = {"text": "Anbei der Plan.", "attachments": upload(), "idem_key": str(uuid.uuid4())}

        assert browser.post(f"/vorgaenge/{case.pk}/", form).status_code == 303

        entry = case.entries.get(kind=EntryKind.MESSAGE_IN)
        file = entry.files.get()
        assert browser.get(f"/vorgaenge/{case.pk}/datei/{file.pk}/")["Content-Disposition"].startswith("attachment")

    def test_an_internal_file_is_not_there(self, browser, person):
        case = make_case(person=person)
        file = make_file(case, is_public=False)

        assert browser.get(f"/vorgaenge/{case.pk}/datei/{file.pk}/").status_code == 404

    def test_a_strangers_case_and_files_are_not_there(self, browser, person):
        case = make_case(person=make_citizen("fremd@post.example"))
        file = make_file(case)
        mine = make_case(person=person)

        assert browser.get(f"/vorgaenge/{case.pk}/").status_code == 404
        assert browser.get(f"/vorgaenge/{case.pk}/datei/{file.pk}/").status_code == 404
        assert browser.get(f"/vorgaenge/{mine.pk}/datei/{file.pk}/").status_code == 404

    def test_withdrawing_asks_first(self, browser, person):
        case = make_case(person=person)

        assert "Wirklich zurückziehen?" in browser.get(f"/vorgaenge/{case.pk}/zuruecknehmen/").content.decode()
        case.refresh_from_db()
        assert case.is_open
        browser.post(f"/vorgaenge/{case.pk}/zuruecknehmen/")
        case.refresh_from_db()
        assert case.outcome == Outcome.WITHDRAWN

    def test_a_stranger_signs_in_first(self, tenant_client):
        case = make_case(person=make_citizen())

        assert tenant_client.get(f"/vorgaenge/{case.pk}/").status_code == 302

    def test_the_first_page_says_what_waits(self, browser, person):
        make_case("Hecke am Gehweg", person=person)

        assert "Ihre offenen Vorgänge" in browser.get("/mein/").content.decode()


class TestGuest:
    def test_number_address_and_code_open_the_case_without_a_cookie(self, tenant_client):
        case = make_case("Hecke am Gehweg")
        remark(case)
        make_message(case, filename="Lageplan.png")

        address = ask(tenant_client, case)["Location"]
        code = mailed_code(case)
        opened = send(tenant_client, address, {"code": f"{code[:3]} {code[3:]}"})
        html = tenant_client.get(opened["Location"]).content.decode()

        assert "Hecke am Gehweg" in html
        assert SECRET not in html
        assert "csrfmiddlewaretoken" not in html
        assert not tenant_client.cookies
        answer = send(tenant_client, opened["Location"], {"text": "Danke", "idem_key": str(uuid.uuid4())})
        assert answer.status_code == 303
        assert case.entries.filter(text="Danke", author=None).exists()

    def test_the_answer_is_the_same_for_what_does_not_exist_and_only_the_true_address_gets_a_mail(self, tenant_client):
        case = make_case()

        right, wrong = ask(tenant_client, case), ask(tenant_client, case, email="fremd@post.example")
        nothing = ask(tenant_client, case, reference="2026-999999")

        assert right.status_code == wrong.status_code == nothing.status_code == 303
        places = [answer["Location"] for answer in (right, wrong, nothing)]
        pages = [tenant_client.get(place).content.decode().replace(place, "") for place in places]
        assert pages[0] == pages[1] == pages[2]
        assert OutboxMessage.objects.filter(kind="cases.guest_code").count() == 1

    def test_five_wrong_codes_close_the_way_for_the_right_one_too(self, tenant_client):
        case = make_case()
        address = ask(tenant_client, case)["Location"]
        code = mailed_code(case)
        for wrong in range(5):
            other = f"{(int(code) + wrong + 1) % 10**6:06d}"
            assert "Dieser Code stimmt nicht" in send(tenant_client, address, {"code": other}).content.decode()

        assert "Dieser Code stimmt nicht" in send(tenant_client, address, {"code": code}).content.decode()

    def test_too_many_questions_are_refused(self, tenant_client):
        case = make_case()
        for _number in range(PER_CASE_AND_NETWORK):
            ask(tenant_client, case)

        assert ask(tenant_client, case).status_code == 429

    def test_a_token_before_its_code_and_after_its_time_opens_nothing(self, tenant_client):
        case = make_case()
        address = ask(tenant_client, case)["Location"].removesuffix("code/")
        assert tenant_client.get(address)["Location"].endswith("?abgelaufen=1")

        send(tenant_client, f"{address}code/", {"code": mailed_code(case)})
        assert tenant_client.get(address).status_code == 200
        access = GuestAccess.objects.get()
        access.expires_at = access.made_at
        access.save()
        assert tenant_client.get(address)["Location"].endswith("?abgelaufen=1")

    def test_a_case_of_an_account_is_not_for_guests(self, tenant_client):
        ask(tenant_client, make_case(person=make_citizen()))

        assert not OutboxMessage.objects.filter(kind="cases.guest_code").exists()

    def test_another_site_cannot_send_the_form(self, tenant_client):
        case = make_case()
        form = {"reference": case.reference, "email": case.applicant_email}

        answer = tenant_client.post("/vorgaenge/gast/", form, headers={"Origin": "https://boese.example"})

        assert answer.status_code == 403


class TestBeginning:
    @pytest.fixture(autouse=True)
    def _slow_typist(self, monkeypatch):
        monkeypatch.setattr(settings, "FORM_MIN_SECONDS", 0)

    def message(self, **changed):
        return {
            "subject": "Frage zur Hecke",
            "text": "Darf sie 3 m hoch sein?",
            "name": "Jonas Reimann",
            "email": "jonas@post.example",
            "idem_key": str(uuid.uuid4()),
        } | changed

    def test_a_message_becomes_a_case_of_the_department_and_is_confirmed_by_mail(self, tenant_client):
        office = DepartmentFactory()
        form = self.message(department=office.pk, attachments=upload())

        answer = send(tenant_client, "/vorgaenge/schreiben/", form)
        again = send(tenant_client, "/vorgaenge/schreiben/", form | {"attachments": upload()})

        case = Case.objects.get()
        assert answer["Location"] == again["Location"]
        assert (case.kind, case.department, case.applicant_email) == (MESSAGE, office, "jonas@post.example")
        assert case.entries.get(kind=EntryKind.MESSAGE_IN).text == "Darf sie 3 m hoch sein?"
        assert case.files.count() == 1
        mail = OutboxMessage.objects.get(to="jonas@post.example")
        assert case.reference in mail.text
        assert "Hecke" not in mail.subject + mail.text
        assert case.reference in tenant_client.get(answer["Location"]).content.decode()
        assert not tenant_client.cookies

    def test_a_callback_says_number_and_time_and_is_due_that_day(self, tenant_client):
        form = {"phone": "03935 123456", "name": "Ingrid Köhler", "subject": "Grabpflege", "time": "morning"}

        send(tenant_client, "/vorgaenge/rueckruf/", form | {"idem_key": str(uuid.uuid4())})

        case = Case.objects.get()
        text = case.entries.get(kind=EntryKind.MESSAGE_IN).text
        assert case.kind == CALLBACK
        assert "03935 123456" in text
        assert "möglichst bald, Vormittags" in text

    def test_programs_are_kept_out(self, tenant_client, monkeypatch):
        assert (
            "Bitte leeren Sie"
            in send(tenant_client, "/vorgaenge/schreiben/", self.message(website="x")).content.decode()
        )
        monkeypatch.setattr(settings, "FORM_MIN_SECONDS", 3)
        assert "Das ging sehr schnell" in send(tenant_client, "/vorgaenge/schreiben/", self.message()).content.decode()
        assert not Case.objects.exists()

    def test_who_is_signed_in_types_less_and_finds_it_in_their_cases(self, browser, person):
        assert 'value="Sabine Köhler"' in browser.get("/vorgaenge/schreiben/").content.decode()

        send(browser, "/vorgaenge/schreiben/", self.message())

        assert Case.objects.get().person == person

    def test_a_foreign_link_to_the_confirmation_is_not_there(self, tenant_client):
        assert tenant_client.get(reverse("cases:sent", args=["falsch"])).status_code == 404


def test_files_of_a_message_of_the_town_hall_reach_the_citizen(browser, person):
    from modules.cases.services.entries import add_entry

    case = make_case(person=person)
    file = case_file("Karte.png")
    add_entry(case=case, kind=EntryKind.MESSAGE_OUT, text="Anbei die Karte.", is_public=True, files=[file])

    assert "Karte.png" in browser.get(f"/vorgaenge/{case.pk}/").content.decode()
