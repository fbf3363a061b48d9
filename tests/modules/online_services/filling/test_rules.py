"""The rules below the pages: prefilling, who applies, the case, its handler, the receipt, all kinds of fields."""

from datetime import date

import pytest
from django.utils import timezone

from modules.cases.api import Channel, case_of
from modules.online_services.api import REQUEST_HANDLER, current_version, open_draft, request_of
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import FeeSchedule
from modules.online_services.prefilling import (
    for_somebody_else,
    known_as_confirmed,
    known_from_profile,
    prefill,
)
from modules.online_services.services.sending import Sending, send_draft
from modules.online_services.shipped.loading import shipped_services
from modules.online_services.surroundings import surroundings_for
from rathaus.accounts.details import PersonDetails
from rathaus.mail.models import OutboxMessage
from tests.factories.inbox import make_citizen
from tests.factories.services import COMPLETE, SMALL, make_draft, make_service, make_version

pytestmark = pytest.mark.django_db
PROFILE = PersonDetails(
    first_name="Sabine",
    last_name="Köhler",
    email="sabine@post.example",
    street="Am Markt 4 a",
    postal_code="39517",
    city="Tangerhütte",
)


def send(draft, **changes):
    return send_draft(draft=draft, sending=Sending(version=draft.version, has_declared=True, **changes))


def test_what_is_confirmed_counts_more_than_the_profile():
    known = known_as_confirmed({"family_name": "Köhler-Weber", "birth_date": "1984"}).over(known_from_profile(PROFILE))

    found = prefill(FormDefinition.model_validate(SMALL), known)

    assert found.answers["nachname"] == "Köhler-Weber"
    assert (found.origin["nachname"], found.origin["vorname"]) == ("bundid", "profile")
    assert found.answers["anschrift"] == {
        "country": "DE",
        "street": "Am Markt",
        "house_number": "4 a",
        "postal_code": "39517",
        "city": "Tangerhütte",
    }


def test_for_somebody_else_only_the_way_to_the_person_is_taken_over():
    known = for_somebody_else(known_from_profile(PROFILE), organisation="")

    assert set(prefill(FormDefinition.model_validate(SMALL), known).answers) == {"email"}


def test_fee_schedules_count_from_their_day_on():
    rows = [{"key": "first", "label": "1. Hund", "cents": 4000}, {"from": "2", "cents": 6000}]
    FeeSchedule.objects.create(key="hund", title="alt", rows=rows[:1], valid_from=date(2020, 1, 1))
    FeeSchedule.objects.create(key="hund", title="neu", rows=rows, valid_from=date(2026, 7, 1))

    before, after = (
        surroundings_for(on=day, facts={}).schedules["hund"] for day in (date(2026, 6, 30), date(2026, 7, 1))
    )

    assert (len(before), len(after)) == (1, 2)


def test_the_receipt_has_the_number_and_nothing_of_what_was_written():
    draft = make_draft(service=make_service(), answers={**COMPLETE, "hat_hund": True, "hundename": "Bello"})

    request = send(draft)

    mail = OutboxMessage.objects.get(kind="online_services.received")
    case = case_of(case_id=request.case_id)
    assert mail.to == "sabine.koehler@post.example"
    assert case.reference in mail.text
    assert "Bello" not in mail.text + mail.html
    assert "Bello" not in case.search_text
    assert "Köhler" in case.search_text


def test_the_handler_reads_what_was_sent_in_its_version():
    service = make_service(
        content={
            "texts": {"name": {"de": "Kleiner Antrag"}, "legal_remedy": {"de": "Ihre Leitung hilft weiter."}},
            "handling": {
                "days": 14,
                "results": [
                    {"key": "ja", "title": "Bewilligung", "outcome": "granted", "paragraphs": ["Für {vorname}."]}
                ],
                "copies": [{"key": "feuerwehr", "label": "Feuerwehr"}],
            },
        },
        copy_emails={"feuerwehr": ["wehr@stadt.example"]},
    )
    request = send(make_draft(service=service, answers={**COMPLETE, "kinder": [{"kind_name": "Mia"}]}))
    case = case_of(case_id=request.case_id)

    sections = REQUEST_HANDLER.sections(case)
    assert [section.title for section in sections] == ["Ihre Angaben", "Ihr Anliegen", "Kind 1"]
    assert REQUEST_HANDLER.placeholders(case)["vorname"] == "Sabine"
    [template] = REQUEST_HANDLER.notice_templates(case)
    assert (template.legal_remedy, list(template.paragraphs)) == ("", ["Für {vorname}."])
    case.channel = Channel.STAFF
    [internal] = REQUEST_HANDLER.notice_templates(case)
    assert internal.paragraphs[-1] == "Fragen zu dieser Entscheidung: Ihre Leitung hilft weiter."
    assert REQUEST_HANDLER.copies(case)[0].emails == ["wehr@stadt.example"]
    assert REQUEST_HANDLER.export(case)["answers"]["nachname"] == "Köhler"
    assert (case.due_on - timezone.localdate()).days == 14
    REQUEST_HANDLER.erase(case)
    assert REQUEST_HANDLER.placeholders(case)["vorname"] == ""


def test_other_modules_open_drafts_with_what_they_know():
    version = make_version()

    draft = open_draft(version=version, person=make_citizen(), answers={"vorname": "Ada"}, facts={"role": "witness"})

    assert draft.origin == {"vorname": "profile"}
    assert current_version("kleiner-antrag") == version
    assert request_of(draft.pk) is None
    assert draft.channel == Channel.ONLINE


FORMS = {key: service.form for key, service in shipped_services().items() if service.form}


@pytest.mark.parametrize("key", sorted(FORMS))
def test_every_page_of_every_shipped_form_is_shown(tenant_client, key):
    form = FORMS[key]
    draft = make_draft(make_version(form.to_json() | {"assurance_level": 0}))

    for step in form.steps:
        answer = tenant_client.get(f"/dienste/antrag/{draft.token}/schritt/{step.id}/")
        assert answer.status_code in ((200, 302) if step.assurance_level else (200, 303))
    assert tenant_client.get(f"/dienste/antrag/{draft.token}/pruefen/").status_code in (200, 302)
