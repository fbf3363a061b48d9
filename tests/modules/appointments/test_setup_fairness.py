"""The set-up of fair access: the choices, and who may have more appointments than everybody."""

import pytest

from modules.appointments.models import AppointmentSettings, ContactException
from rathaus.audit.models import AuditEntry
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.citizens import field, text_of

EXCEPTIONS = "/verwaltung/termine/einrichten/ausnahmen/"
HOME = {"label": "Pflegeheim am Park", "email": "aufnahme@pflegeheim.example", "phone": "", "max_open_bookings": 40}

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(signed_in_administrator):
    LocationFactory()
    return signed_in_administrator


def test_only_whoever_sets_up_sees_the_exceptions(browser, case_worker, signed_in):
    assert browser.get(EXCEPTIONS).status_code == 200
    assert signed_in(case_worker).get(EXCEPTIONS).status_code == 403
    assert signed_in(case_worker).post(EXCEPTIONS, HOME).status_code == 403


def test_an_exception_is_added_listed_and_removed(browser):
    assert browser.post(EXCEPTIONS, HOME).url == EXCEPTIONS
    exception = ContactException.objects.get()
    page = browser.get(EXCEPTIONS)
    assert "Pflegeheim am Park" in text_of(page)
    assert "aufnahme@pflegeheim.example" not in page.content.decode()

    remove = f"{EXCEPTIONS}{exception.pk}/entfernen/"
    assert "Dann gilt wieder das Limit für alle." in text_of(browser.get(remove))
    assert ContactException.objects.exists()
    for _ in range(2):
        assert browser.post(remove).url == EXCEPTIONS
    assert not ContactException.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="appointments.exception").values_list("action", flat=True)
    assert sorted(actions) == ["appointments.exception_added", "appointments.exception_removed"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer ein."),
        ({"email": "pflegeheim"}, "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein"),
        ({"label": ""}, "Bitte füllen Sie „Bezeichnung“ aus."),
        ({"max_open_bookings": 0}, "mindestens 1"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(browser, changes, sentence):
    answer = browser.post(EXCEPTIONS, HOME | changes)
    assert sentence in text_of(answer)
    if "label" not in changes:
        assert field(answer, "label") == "Pflegeheim am Park"
    assert not ContactException.objects.exists()


def test_the_same_address_is_refused_twice(browser):
    browser.post(EXCEPTIONS, HOME)
    assert "gibt es schon eine Ausnahme" in text_of(browser.post(EXCEPTIONS, HOME | {"label": "Noch einmal"}))
    assert ContactException.objects.count() == 1


def test_the_settings_explain_fair_access_and_lead_to_the_exceptions(browser):
    page = browser.get("/verwaltung/termine/einrichten/einstellungen/")
    assert "Gerechter Zugang" in text_of(page)
    assert f'href="{EXCEPTIONS}"' in page.content.decode()
    assert field(page, "holds_per_network") == str(AppointmentSettings().holds_per_network)


def test_reporting_barriers_has_a_limit_and_loses_nothing(tenant_client):
    from rathaus.limits.models import LimitWindow
    from tenants.municipality.models import AccessibilityReport

    def report(number):
        data = {"description": f"Bild {number} ohne Text", "idem_key": f"00000000-0000-4000-8000-{number:012d}"}
        return tenant_client.post("/barrierefreiheit/melden/", data)

    answers = [report(number) for number in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "Bild 10 ohne Text" in answers[-1].content.decode()
    assert AccessibilityReport.objects.count() == 10
    assert LimitWindow.objects.count() == 1
