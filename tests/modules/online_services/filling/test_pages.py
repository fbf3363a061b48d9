"""The pages of filling in, as a browser without a script sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.cases.models import Case
from modules.online_services.models import Draft, ServiceRequest, Upload
from modules.online_services.services.drafts import draft_id
from tests.factories.inbox import make_citizen, upload
from tests.factories.services import COMPLETE, PERSON, make_draft, make_request, make_service, make_version

pytestmark = pytest.mark.django_db


def path_of(draft, rest=""):
    return f"/dienste/antrag/{draft.token}/{rest}"


def stand(answer):
    """Return the mark of the answers that the page carries."""
    return answer.content.decode().split('name="_stand" value="')[1].split('"')[0]


def send_step(client, draft, step, data, *, mark=None):
    page = path_of(draft, f"schritt/{step}/")
    return client.post(page, {"_stand": mark or stand(client.get(page)), "_tun": "weiter", **data})


def test_a_service_is_begun_once_however_often_the_button_is_pressed(tenant_client):
    service = make_service()
    make_version(service=service)
    body = {"idem_key": "4b0f2a52-5d0e-4e7a-9d5c-1f3b6f2d8c11"}

    first = tenant_client.post(f"/dienste/{service.slug}/beginnen/", body)
    second = tenant_client.post(f"/dienste/{service.slug}/beginnen/", body)

    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert Draft.objects.count() == 1
    assert "sessionid" not in first.cookies


def test_a_draft_in_which_something_was_typed_is_never_given_out_again(tenant_client):
    service = make_service()
    make_version(service=service)
    body = {"idem_key": "4b0f2a52-5d0e-4e7a-9d5c-1f3b6f2d8c11"}
    first = tenant_client.post(f"/dienste/{service.slug}/beginnen/", body)
    send_step(tenant_client, Draft.objects.get(), "person", PERSON)

    again = tenant_client.post(f"/dienste/{service.slug}/beginnen/", body)

    assert again["Location"] != first["Location"]


def test_the_task_list_says_how_far_each_step_is(tenant_client):
    draft = make_draft()
    send_step(tenant_client, draft, "person", PERSON)

    page = tenant_client.get(path_of(draft)).content.decode()

    assert page.count("kern-task-list__item") == 2
    assert "Fertig" in page
    assert "Noch offen" in page


def test_a_step_is_saved_even_when_something_is_wrong_with_it(tenant_client):
    draft = make_draft()

    answer = send_step(tenant_client, draft, "person", {"vorname": "Sabine", "email": "sabine@"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="#f-nachname"' in page
    assert 'aria-invalid="true"' in page
    draft.refresh_from_db()
    assert draft.answers["email"] == "sabine@"
    assert draft.steps_done == []


def test_hiding_a_field_keeps_what_was_typed_until_it_is_sent(tenant_client):
    draft = make_draft(answers=PERSON)
    send_step(tenant_client, draft, "sache", {"hat_hund": "ja", "hundename": "Bello"})
    send_step(tenant_client, draft, "sache", {"hat_hund": "nein"})

    draft.refresh_from_db()
    assert draft.answers["hundename"] == "Bello"
    page = tenant_client.get(path_of(draft, "pruefen/")).content.decode()
    assert "Bello" not in page


def test_rules_are_applied_while_typing_without_saving(tenant_client):
    draft = make_draft(answers=PERSON)
    page = path_of(draft, "schritt/sache/felder/")

    shown = tenant_client.post(page, {"hat_hund": "ja", "_sicht": "x"})
    sight = shown.content.decode().split('name="_sicht" value="')[1].split('"')[0]
    same = tenant_client.post(page, {"hat_hund": "ja", "hundename": "Be", "_sicht": sight})

    assert "Wie heißt er?" in shown.content.decode()
    assert same.status_code == 204
    draft.refresh_from_db()
    assert "hat_hund" not in draft.answers


def test_rows_are_added_and_removed_by_buttons(tenant_client):
    draft = make_draft(answers=PERSON)
    page = path_of(draft, "schritt/sache/")

    added = tenant_client.post(page, {"_stand": stand(tenant_client.get(page)), "_tun": "zeile:kinder"})
    tenant_client.post(
        page, {"_stand": stand(tenant_client.get(page)), "_tun": "zeile:kinder", "kinder/0/kind_name": "Mia"}
    )
    draft.refresh_from_db()
    assert added["Location"].endswith("#f-kinder-0")
    assert [row.get("kind_name") for row in draft.answers["kinder"]] == ["Mia", None]

    tenant_client.post(page, {"_stand": stand(tenant_client.get(page)), "_tun": "zeile-weg:kinder/1"})
    draft.refresh_from_db()
    assert draft.answers["kinder"] == [{"kind_name": "Mia"}]


def test_two_windows_lose_nothing(tenant_client):
    draft = make_draft()
    page = path_of(draft, "schritt/person/")
    mark = stand(tenant_client.get(page))
    send_step(tenant_client, draft, "person", {**PERSON, "vorname": "Sabine"}, mark=mark)

    second = send_step(tenant_client, draft, "person", {**PERSON, "vorname": "Bine"}, mark=mark)

    html = second.content.decode()
    assert second.status_code == 200
    assert "in einem anderen Fenster" in html
    assert 'value="Bine"' in html
    assert "Vorname: Sabine" in html
    draft.refresh_from_db()
    assert draft.answers["vorname"] == "Sabine"

    send_step(tenant_client, draft, "person", {**PERSON, "vorname": "Bine"}, mark=stand(second))
    draft.refresh_from_db()
    assert draft.answers["vorname"] == "Bine"


def test_the_same_page_sent_twice_is_no_conflict(tenant_client):
    draft = make_draft()
    mark = stand(tenant_client.get(path_of(draft, "schritt/person/")))

    answers = [send_step(tenant_client, draft, "person", PERSON, mark=mark) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]


def test_a_file_comes_with_the_form_where_there_is_no_script(tenant_client):
    draft = make_draft(answers=PERSON)

    send_step(tenant_client, draft, "sache", {"hat_hund": "nein", "nachweis": upload("Ausweis.pdf")})

    draft.refresh_from_db()
    assert draft.answers["nachweis"] == [str(Upload.objects.get().pk)]
    page = tenant_client.get(path_of(draft, "schritt/sache/")).content.decode()
    assert "Ausweis.pdf" in page


def test_a_file_of_another_kind_is_refused_at_its_question(tenant_client):
    draft = make_draft(answers=PERSON)

    answer = send_step(tenant_client, draft, "sache", {"hat_hund": "nein", "nachweis": upload("x.exe", b"MZ nothing")})

    assert "können wir nicht lesen" in answer.content.decode()
    assert not Upload.objects.exists()


def test_what_is_checked_is_sent_once_and_leads_to_one_confirmation(tenant_client, django_capture_on_commit_callbacks):
    draft = make_draft(answers={**COMPLETE, "anzahl": "3"}, service=make_service())
    body = {"version": draft.version, "declared": "on"}
    check = path_of(draft, "pruefen/")
    assert "30,00" in tenant_client.get(check).content.decode()

    first = tenant_client.post(check, body)
    second = tenant_client.post(check, body)

    assert first.status_code == second.status_code == 303
    assert ServiceRequest.objects.count() == Case.objects.count() == 1
    case, request = Case.objects.get(), ServiceRequest.objects.get()
    assert case.title == "Antrag von Köhler"
    assert case.fee_cents == 3000
    assert request.idem_key == draft_id(draft.token)
    page = tenant_client.get(first["Location"]).content.decode()
    assert case.reference in page
    copy = tenant_client.get(f"{first['Location']}kopie/")
    assert copy["Content-Type"] == "application/pdf"
    assert tenant_client.get(second["Location"]).status_code == 200


def test_what_changed_in_another_window_is_not_sent_unseen(tenant_client):
    draft = make_draft(answers=COMPLETE)
    old = draft.version
    send_step(tenant_client, draft, "person", {**PERSON, "nachname": "Weber"})

    answer = tenant_client.post(path_of(draft, "pruefen/"), {"version": old, "declared": "on"})

    assert answer.status_code == 200
    assert "in einem anderen Fenster geändert" in answer.content.decode()
    assert not ServiceRequest.objects.exists()


def test_nothing_is_sent_without_the_declaration_or_with_gaps(tenant_client):
    complete, gaps = make_draft(answers=COMPLETE), make_draft(make_version(_other()), answers=PERSON)

    undeclared = tenant_client.post(path_of(complete, "pruefen/"), {"version": complete.version})
    incomplete = tenant_client.post(path_of(gaps, "pruefen/"), {"version": gaps.version, "declared": "on"})

    assert "Bitte bestätigen Sie" in undeclared.content.decode()
    assert "Es fehlen noch Angaben" in incomplete.content.decode()
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize("token", ["falsch", "x" * 43, "x" * 4000, "%F0%9F%94%A5", "..%2f"])
def test_a_token_that_is_none_gets_a_clear_answer(tenant_client, token):
    answer = tenant_client.get(f"/dienste/antrag/{token}/")

    assert answer.status_code == 404


def test_an_expired_draft_says_so(tenant_client):
    from django.utils import timezone

    draft = make_draft()
    Draft.objects.update(expires_at=timezone.now())

    answer = tenant_client.get(path_of(draft, "schritt/person/"))

    assert answer.status_code == 410
    assert "30 Tage" in answer.content.decode()


def test_a_step_that_does_not_exist_is_not_found(tenant_client):
    draft = make_draft()

    assert tenant_client.get(path_of(draft, "schritt/gibtesnicht/")).status_code == 404


@pytest.mark.parametrize("text", ["x" * 10_000, "🔥" * 500, "\u202eabc", "<script>alert(1)</script>", "a\x00b"])
def test_odd_texts_are_kept_or_refused_at_the_field(tenant_client, text):
    draft = make_draft()

    answer = send_step(tenant_client, draft, "person", {**PERSON, "vorname": text})

    assert answer.status_code in (200, 303)
    page = tenant_client.get(path_of(draft, "schritt/person/")).content.decode()
    assert "<script>alert" not in page


def test_a_draft_of_an_account_opens_for_its_owner_alone(tenant_client, signed_in):
    owner, other = make_citizen("owner@post.example"), make_citizen("other@post.example")
    draft = make_draft(person=owner)

    stranger = tenant_client.get(path_of(draft))
    assert stranger.status_code == 302
    assert "/konto/" in stranger["Location"]
    assert signed_in(other, second_factor=False).get(path_of(draft)).status_code == 404
    assert signed_in(owner, second_factor=False).get(path_of(draft)).status_code == 200


def test_a_confirmation_of_an_account_opens_for_its_owner_alone(tenant_client, signed_in):
    owner, other = make_citizen("owner@post.example"), make_citizen("other@post.example")
    draft = make_draft(person=owner, answers=COMPLETE)
    browser = signed_in(owner, second_factor=False)

    sent = browser.post(path_of(draft, "pruefen/"), {"version": draft.version, "declared": "on"})

    assert browser.get(sent["Location"]).status_code == 200
    assert tenant_client.get(sent["Location"]).status_code == 404
    assert signed_in(other, second_factor=False).get(sent["Location"]).status_code == 404
    assert Case.objects.get().person == owner


def test_the_profile_fills_in_and_says_so(signed_in):
    service = make_service()
    make_version(service=service)
    browser = signed_in(make_citizen(), second_factor=False)

    begun = browser.post(f"/dienste/{service.slug}/beginnen/", {})
    draft = Draft.objects.get()
    page = browser.get(f"{begun['Location']}schritt/person/").content.decode()

    assert draft.answers["anschrift"]["house_number"] == "8"
    assert page.count("aus Ihrem Profil") == 4
    send_step(browser, draft, "person", {**PERSON, "vorname": "Bine"})
    draft.refresh_from_db()
    assert "vorname" not in draft.origin
    assert draft.origin["nachname"] == "profile"


def test_a_step_page_asks_at_most_ten_queries(tenant_client, signed_in):
    draft = make_draft(answers=PERSON)
    owned = make_draft(make_version(_other()), person=make_citizen(), answers=PERSON)
    browser = signed_in(owned.person, second_factor=False)
    for client, one in ((tenant_client, draft), (browser, owned)):
        client.get(path_of(one, "schritt/sache/"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path_of(one, "schritt/sache/"))
        assert len(queries) <= 10, [query["sql"][:120] for query in queries]


def test_a_higher_level_is_asked_for_before_the_first_question(tenant_client):
    draft = make_draft(make_version(_other(assurance_level=3)))

    answer = tenant_client.get(path_of(draft))

    assert answer.status_code == 302
    assert "level=3" in answer["Location"]


def test_drafts_stand_on_the_persons_own_pages(signed_in):
    owner = make_citizen()
    make_draft(person=owner, service=make_service())
    browser = signed_in(owner, second_factor=False)

    assert "Kleiner Antrag" in browser.get("/mein/").content.decode()
    assert "Kleiner Antrag" in browser.get("/dienste/begonnen/").content.decode()


def test_a_sent_request_can_be_printed(tenant_client):
    from modules.online_services.api import request_pdf

    request = make_request(service=make_service(), answers={**COMPLETE, "vorname": "🔥 \u202eAda"})

    assert request_pdf(request).startswith(b"%PDF")


def _other(**changes):
    from tests.factories.services import SMALL

    return SMALL | {"key": "anderer-antrag"} | changes


def test_where_citizens_have_no_accounts_nobody_is_asked_to_sign_in(monkeypatch):
    from modules.online_services import levels

    assert levels.demanded_level(1) == 1
    monkeypatch.setattr(levels, "has_citizen_accounts", lambda: False)

    assert [levels.demanded_level(level) for level in (0, 1, 3, 4)] == [0, 0, 3, 4]


def test_whoever_has_proven_enough_is_not_told_to_prove_it_and_goes_on_where_they_were(tenant_client, signed_in):
    person = make_citizen()
    service = make_service(content={"assurance_level": 1})
    version = make_version(service=service)
    page = f"/dienste/{service.slug}/beginnen/"
    assert "zeigen Sie, wer Sie sind" in tenant_client.get(page).content.decode()

    browser = signed_in(person, second_factor=False)
    assert "zeigen Sie, wer Sie sind" not in browser.get(page).content.decode()
    draft = make_draft(version, service=service, person=person)
    again = browser.get(page).content.decode()
    assert f'<a class="kern-btn kern-btn--primary" href="{path_of(draft)}">' in again
    assert again.count("kern-btn--primary") == 1
