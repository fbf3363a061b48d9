"""How letters about a case begin, what they say about objecting, and how they name days and accounts."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from modules.cases.models import Channel
from modules.cases.opening import Applicant
from modules.cases.own_cases import HANDLER
from modules.cases.placeholders import one_day
from modules.cases.selectors.notices import FEE_ONLY, FREE, STANDARD_REMEDY, templates_for
from modules.cases.selectors.text_modules import values_for
from modules.cases.services.issuing import open_names
from modules.cases.words import greeting_of
from rathaus.tenancy import current_tenant
from tests.factories.decisions import TEMPLATE, make_notice, permit_case, with_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(monkeypatch):
    """Give what can be chosen for a case whose handler knows one template."""

    def templates(case, template):
        monkeypatch.setattr(type(HANDLER), "notice_templates", lambda _self, _case: [template])
        return templates_for(case)

    return templates


def test_an_organisation_is_greeted_without_its_name_in_letters_and_answers(case_worker):
    club = Applicant(name="Heimatverein Grieben e. V.", is_organization=True)
    case = permit_case(applicant=club)
    template = replace(TEMPLATE, paragraphs=("wir genehmigen Ihr Feuer.",))
    notice = make_notice(case, case_worker, template=template)

    assert notice.paragraphs[0] == "Sehr geehrte Damen und Herren,"
    assert notice.recipient.startswith("Heimatverein Grieben e. V.")
    with override("en"):
        assert values_for(case, case_worker)["greeting"] == "Sehr geehrte Damen und Herren,"
        assert greeting_of(case) == "Dear Sir or Madam,"


def test_a_decision_without_its_own_remedy_says_how_to_object_and_where(case_worker, offered):
    template = replace(TEMPLATE, legal_remedy="")
    notice = make_notice(permit_case(), case_worker, template=offered(permit_case(), template)[0])

    assert "innerhalb eines Monats" in notice.legal_remedy
    assert "schriftlich, in elektronischer Form" in notice.legal_remedy
    assert current_tenant().official_name in notice.legal_remedy


def test_what_colleagues_asked_for_themselves_has_no_remedy_and_no_fee(offered):
    keys = {one.key: one.legal_remedy for one in offered(permit_case(channel=Channel.STAFF), TEMPLATE)}

    assert keys == {TEMPLATE.key: "", FREE: ""}


def test_a_letter_about_a_mere_notification_is_no_decision(offered):
    keys = {one.key: one.legal_remedy for one in offered(permit_case(request_kind="notification"), TEMPLATE)}

    assert keys[FREE] == ""
    assert keys[TEMPLATE.key] == TEMPLATE.legal_remedy
    assert keys[FEE_ONLY] == STANDARD_REMEDY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Erlaubnis vom 10.12.2026 bis 10.12.2026: Gerüst", "Erlaubnis am 10.12.2026: Gerüst"),
        ("vom 1. Mai 2027 bis zum 1. Mai 2027", "am 1. Mai 2027"),
        ("vom 10.12.2026 bis 11.12.2026", "vom 10.12.2026 bis 11.12.2026"),
        ("vom 1.12.2026 bis 1.12.20260", "vom 1.12.2026 bis 1.12.20260"),
    ],
)
def test_a_period_of_one_day_is_said_as_the_day(text, said):
    assert one_day(text) == said


def test_the_account_stands_in_the_letter_once_it_was_entered(case_worker):
    asked = ["Bitte überweisen Sie an: {account}."]
    before = make_notice(permit_case(), case_worker, paragraphs=asked)
    with_account()
    after = make_notice(permit_case(), case_worker, paragraphs=asked)

    assert open_names(before) == ["account"]
    assert after.paragraphs == ["Bitte überweisen Sie an: Stadt Tangerhütte, IBAN DE02 1203 0000 0000 2020 51."]
