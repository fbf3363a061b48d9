"""The month on one page: for mayor and council, by mail and on the command line."""

import base64
import io
import uuid
from datetime import date, datetime, timedelta

import pikepdf
import pytest
from typer.testing import CliRunner

from modules.appointments.cli import appointments
from modules.appointments.errors import MonthNotOverError
from modules.appointments.models import AppointmentSettings
from modules.appointments.selectors.statistics.report import report_data
from modules.appointments.services.reporting import make_report, save_report_addresses, send_report
from modules.appointments.tasks import send_report as job
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import BERLIN, ConcernFactory, ConcernPlaceFactory
from tests.modules.appointments.staff import text_of
from tests.modules.appointments.test_statistics import october, visit

SETTINGS = "/verwaltung/termine/einrichten/monatsbericht/"
LIST = "/verwaltung/termine/auswertung/bericht/"
OCTOBER = date(2026, 10, 1)
SECOND = datetime(2026, 11, 2, 7, 30, tzinfo=BERLIN)

pytestmark = pytest.mark.django_db


def reports():
    return list(OutboxMessage.objects.filter(kind="appointments.report").order_by("to"))


def facts_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        return len(document.pages), metadata["dc:title"], metadata["pdfuaid:part"], bool(document.Root.MarkInfo.Marked)


@pytest.fixture
def addressed(office):
    visit(office, october(1), 9)
    actor = StaffFactory().user
    addresses = ["rat@stadt.example", "buergermeister@stadt.example", "rat@stadt.example"]
    save_report_addresses(settings=AppointmentSettings(), addresses=addresses, actor=actor)
    return office


def test_the_report_is_one_accessible_page(office):
    for day in range(1, 31):
        concern = ConcernFactory(name=f"Verpflichtungserklärung für Besuch aus dem Ausland, Fall {day}")
        place = ConcernPlaceFactory(concern=concern, location=office.location, pools=list(office.pools.all()))
        visit(place, october(day), 9)
        visit(office, october(day), 10)
    assert facts_of(make_report(first=OCTOBER, now=SECOND)) == (1, "Termine im Oktober 2026", "1", True)


def test_an_empty_month_is_a_page_as_well(office):
    assert facts_of(make_report(first=date(2026, 9, 1), now=SECOND))[0] == 1


def test_every_figure_has_the_month_before_and_a_sentence(addressed):
    data = report_data(OCTOBER, today=date(2026, 11, 2))
    assert data["columns"][1:3] == ["Oktober 2026", "September 2026"]
    assert all(row["label"] and row["now"] and row["before"] and row["text"] for row in data["figures"])
    assert {"label": "Gebucht", "now": "1", "before": "0", "text": "So viele Termine lagen in diesem Monat."} in data[
        "figures"
    ]
    assert data["summary"].endswith("1 Termine, davon 100,0\u00a0% im Internet gebucht.")


def test_the_report_holds_no_name(addressed):
    assert "Brandt" not in str(report_data(OCTOBER, today=date(2026, 11, 2)))


@pytest.mark.parametrize("first", [date(2026, 11, 1), date(2027, 1, 1)])
def test_half_a_month_is_no_report(office, first):
    with pytest.raises(MonthNotOverError):
        make_report(first=first, now=SECOND)


def test_everybody_who_is_named_gets_the_report_once(addressed, tenant):
    assert send_report(now=SECOND) == 2
    assert send_report(now=SECOND + timedelta(days=1)) == 0
    first, second = reports()
    assert (first.to, second.to) == ("buergermeister@stadt.example", "rat@stadt.example")
    assert first.subject == "Termine im Oktober 2026"
    (file,) = first.attachments
    assert file["name"] == "termine-2026-10.pdf"
    assert facts_of(base64.b64decode(file["content"]))[0] == 1


def test_the_next_month_has_its_own_report(addressed):
    visit(addressed, date(2026, 11, 3), 9)
    send_report(now=SECOND)
    assert send_report(now=datetime(2026, 12, 1, 7, 30, tzinfo=BERLIN)) == 2


def test_the_job_sends_it(addressed, tenant, clock):
    clock(SECOND)
    job(tenant_slug=tenant.slug)
    assert len(reports()) == 2


def test_nobody_is_mailed_unasked_or_about_nothing(office):
    assert send_report(now=SECOND) == 0
    AppointmentSettings.objects.create(report_emails=["rat@stadt.example"])
    assert send_report(now=SECOND) == 0
    assert reports() == []


def test_the_addresses_are_set_one_a_line(office, signed_in_administrator):
    answer = signed_in_administrator.post(SETTINGS, {"addresses": " rat@stadt.example \n\nbm@stadt.example\n"})
    assert answer.status_code == 302
    assert AppointmentSettings.objects.get().report_emails == ["rat@stadt.example", "bm@stadt.example"]
    signed_in_administrator.post(SETTINGS, {"addresses": ""})
    assert AppointmentSettings.objects.get().report_emails == []


def test_a_wrong_address_is_named_and_nothing_is_lost(office, signed_in_administrator):
    answer = signed_in_administrator.post(SETTINGS, {"addresses": "rat@stadt.example\nbm.example"})
    assert "Bitte prüfen Sie die Adresse „bm.example“." in text_of(answer)
    assert "rat@stadt.example" in answer.content.decode()
    assert not AppointmentSettings.objects.filter(report_emails__len__gt=0).exists()


def test_months_that_are_over_can_be_downloaded(addressed, signed_in_administrator):
    page = signed_in_administrator.get(LIST)
    assert "Oktober 2026 herunterladen" in text_of(page)
    answer = signed_in_administrator.get(f"{LIST}2026-10.pdf")
    assert facts_of(answer.content)[0] == 1
    assert 'filename="termine-2026-10.pdf"' in answer["Content-Disposition"]


@pytest.mark.parametrize("month", ["2026-11", "2030-01", "2026-13", "x", "2026-1"])
def test_other_months_are_not_found(office, signed_in_administrator, month):
    assert signed_in_administrator.get(f"{LIST}{month}.pdf").status_code == 404


def test_only_who_sets_up_decides_on_the_addresses(office, signed_in):
    browser = signed_in(StaffFactory(roles=["department_head"]).user)
    assert browser.get(LIST).status_code == 200
    assert "Versand ändern" not in text_of(browser.get(LIST))
    assert browser.get(SETTINGS).status_code == 403


def test_the_command_writes_the_file(addressed, tenant, tmp_path):
    target = tmp_path / f"{uuid.uuid4()}.pdf"
    result = CliRunner().invoke(appointments, ["report", tenant.slug, "--month", "2026-10", "--out", str(target)])
    assert result.exit_code == 0, result.output
    assert facts_of(target.read_bytes())[1] == "Termine im Oktober 2026"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["musterstadt", "--month", "2026-99", "--out", "x.pdf"], 2, "2026-10"),
        (["musterstadt", "--month", "2999-01", "--out", "x.pdf"], 1, "noch nicht vorbei"),
        (["gibtsnicht", "--month", "2026-01", "--out", "x.pdf"], 1, "rathaus:"),
        (["musterstadt", "--month", "2026-09", "--out", "/gibt/es/nicht.pdf"], 1, "rathaus:"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(office, tenant, words, code, sentence):
    result = CliRunner().invoke(appointments, ["report", *words])
    assert result.exit_code == code
    assert sentence in result.output
