"""Colleagues fill in: at the counter, on the telephone, and for themselves."""

import uuid

import pytest

from modules.cases.models import Case
from modules.online_services.api import draft_path
from modules.online_services.models import Draft
from rathaus.audit.models import AuditEntry
from tests.factories.inbox import make_citizen
from tests.factories.services import COMPLETE, make_draft, make_service, make_version

pytestmark = pytest.mark.django_db


def begin(browser, service, **typed):
    body = {"channel": "counter", "idem_key": str(uuid.uuid4()), **typed}
    return browser.post(f"/verwaltung/dienste/aufnehmen/{service.slug}/", body)


def test_a_form_is_filled_in_for_somebody_with_an_account(signed_in, front_desk):
    service, person = make_service(), make_citizen()
    make_version(service=service)
    browser = signed_in(front_desk)

    found = browser.get(f"/verwaltung/dienste/aufnehmen/{service.slug}/?suche=Köhler").content.decode()
    answer = begin(browser, service, person=str(person.pk))

    draft = Draft.objects.get()
    assert "Sabine Köhler" in found
    assert AuditEntry.objects.filter(action="online_services.people_searched").exists()
    assert answer["Location"] == draft_path(draft)
    assert draft.person == person
    assert draft.answers["nachname"] == "Köhler"
    assert draft.origin["nachname"] == "staff"


def test_what_is_sent_at_the_counter_says_so_and_belongs_to_the_person(signed_in, front_desk):
    person = make_citizen()
    draft = make_draft(service=make_service(), person=person, opened_by=front_desk, channel="counter", answers=COMPLETE)
    browser = signed_in(front_desk)

    sent = browser.post(f"{draft_path(draft)}pruefen/", {"version": draft.version, "declared": "on"})

    case = Case.objects.get()
    assert (case.channel, case.person) == ("counter", person)
    assert case.reference in browser.get(sent["Location"]).content.decode()
    assert AuditEntry.objects.filter(action="cases.case_opened", actor_id=front_desk.pk).exists()


def test_contact_data_are_typed_for_somebody_without_an_account(signed_in, front_desk):
    service = make_service()
    make_version(service=service)

    begin(signed_in(front_desk), service, channel="phone", given_name="Ada", family_name="Weber", phone="03931 123456")

    draft = Draft.objects.get()
    assert draft.person is None
    assert draft.channel == "phone"
    assert draft.answers["vorname"] == "Ada"
    assert draft.contact["phone"] == "03931 123456"


def test_only_the_colleague_who_began_opens_it_and_only_in_the_dashboard(
    signed_in, front_desk, administrator, tenant_client
):
    draft = make_draft(opened_by=front_desk, channel="counter")

    assert signed_in(front_desk).get(draft_path(draft)).status_code == 200
    assert signed_in(administrator).get(draft_path(draft)).status_code == 404
    assert tenant_client.get(f"/dienste/antrag/{draft.token}/").status_code == 404


def test_the_person_does_not_see_what_a_colleague_has_not_sent_yet(signed_in, front_desk):
    person = make_citizen()
    make_draft(person=person, opened_by=front_desk, channel="counter", service=make_service())

    assert "Kleiner Antrag" not in signed_in(person, second_factor=False).get("/dienste/begonnen/").content.decode()


def test_staff_apply_for_internal_services_themselves(signed_in, case_worker):
    service = make_service("urlaubstest", name="Urlaub beantragen", audience="staff")
    make_version(service=service)
    browser = signed_in(case_worker)

    answer = browser.post(f"/verwaltung/dienste/intern/{service.slug}/beginnen/", {})
    draft = Draft.objects.get()
    Draft.objects.update(answers=COMPLETE)
    browser.post(f"{answer['Location']}pruefen/", {"version": draft.version, "declared": "on"})

    case = Case.objects.get()
    assert (case.channel, case.person) == ("staff", case_worker)


def test_citizens_do_not_reach_internal_services(tenant_client, signed_in):
    service = make_service("urlaubstest", audience="staff")
    make_version(service=service)

    assert tenant_client.post(f"/dienste/{service.slug}/beginnen/", {}).status_code == 404
    browser = signed_in(make_citizen(), second_factor=False)
    assert browser.post(f"/verwaltung/dienste/intern/{service.slug}/beginnen/", {}).status_code in (302, 403)
