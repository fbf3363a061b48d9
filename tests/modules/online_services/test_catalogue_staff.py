"""Looking after the catalogue: texts, responsibility, people, fees and texts of the former homepage."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from typer.testing import CliRunner

from modules.online_services.cli import COMMANDS
from modules.online_services.demo_data import create_demo
from modules.online_services.models import ContactPerson, FeeSchedule, PublicService, Redirect
from modules.online_services.selectors.contributions import search_hits, setup_checks
from modules.online_services.selectors.work import Show, service_rows
from modules.online_services.services.describing import create_service
from modules.online_services.services.moving_in import import_catalogue
from rathaus.accounts.models import Department, StaffMembership
from tests.factories.accounts import StaffFactory
from tests.factories.municipality import LocalityFactory
from tests.modules.online_services.catalogue import make_steg, text, url
from tests.modules.online_services.examples import make_described

pytestmark = pytest.mark.django_db

CSV = (
    "Name;Kurztext;Kosten;Abteilung;Alte Adresse\n"
    "Steg mieten;Ein Platz am See.;40 Euro im Jahr;Hafenamt;https://www.stadt.example/steg.php?id=3\n"
    "Boot anmelden;;;Gibtesnicht;\n"
    ";ohne Namen;;;\n"
)


@pytest.fixture
def browser(signed_in_administrator):
    return signed_in_administrator


@pytest.fixture
def steg(administrator):
    return make_steg(administrator)


def queries_of(browser, path) -> int:
    """Return how many queries the page takes when it is shown for the second time."""
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_case_workers_and_the_front_desk_change_nothing_but_apply_for_themselves(steg, signed_in):
    worker = signed_in(StaffFactory(roles=["case_worker"]).user)
    pages = ["services", "add_service", "contacts", "fees", "moving_in", "redirects", "ozg", "statistics"]
    assert {worker.get(url(page)).status_code for page in pages} == {403}
    assert worker.get(url("service", steg.pk)).status_code == 403
    assert worker.get(url("internal")).status_code == 200


def test_the_list_takes_few_queries_and_is_filtered_by_the_address(browser, administrator):
    create_service(name="Leistung 0", short_text="x", department=None, actor=administrator)
    few = [queries_of(browser, url(page)) for page in ("services", "ozg", "internal", "contacts", "statistics")]
    for number in range(1, 12):
        create_service(name=f"Leistung {number}", short_text="x", department=None, actor=administrator)
    many = [queries_of(browser, url(page)) for page in ("services", "ozg", "internal", "contacts", "statistics")]
    assert all(after <= before + 3 for before, after in zip(few, many, strict=True)), (few, many)
    assert "12 Leistungen" in text(browser.get(url("services")))
    assert len(service_rows(Show.NO_FORM)) == 12
    assert service_rows(Show.OFF) == []
    assert "Leistung 3" in text(browser.get(f"{url('services')}?q=leistung+3"))


def test_an_empty_catalogue_offers_what_is_shipped(browser):
    assert "Mitgelieferte Leistungen anlegen" in text(browser.get(url("services")))
    browser.post(url("sync"))
    assert PublicService.objects.filter(is_active=True).count() > 20


def test_texts_are_written_over_the_shipped_ones_and_marked(browser):
    browser.post(url("sync"))
    dog = PublicService.objects.get(key="hund-anmelden")
    answer = browser.post(url("text", dog.pk, "fees"), {"de": "40 Euro im Jahr", "en": "", "de-einfach": ""})
    assert answer.status_code == 303
    assert "von uns geändert" in text(browser.get(url("service", dog.pk)))
    assert "40 Euro im Jahr" in text(browser.get("/dienste/hund-anmelden/"))
    assert browser.get(url("text", dog.pk, "unsinn")).status_code == 404


def test_a_name_of_ones_own_service_cannot_be_emptied(browser, steg):
    page = text(browser.post(url("text", steg.pk, "name"), {"de": "", "en": "", "de-einfach": ""}))
    assert "Bitte geben Sie der Leistung einen Namen" in page


def test_responsibility_and_address_are_set_together(browser, steg):
    harbour = Department.objects.create(name="Hafenamt")
    person = ContactPerson.objects.create(membership=StaffFactory(), is_public=True)
    typed = {"slug": "steg", "department": harbour.pk, "location": "", "contacts": [person.pk], "is_active": "on"}
    browser.post(url("placing", steg.pk), typed)
    steg.refresh_from_db()
    assert (steg.slug, steg.department, list(steg.contacts.all())) == ("steg", harbour, [person])
    assert "Hafenamt" in text(browser.get("/dienste/steg/"))


@pytest.mark.parametrize("taken", ["a-z", "beispiel"])
def test_an_address_of_a_page_or_of_another_service_is_refused(browser, steg, taken):
    make_described("Beispiel")
    page = text(browser.post(url("placing", steg.pk), {"slug": taken, "is_active": "on"}))
    assert "Diese Adresse ist schon vergeben" in page


def test_only_changed_facts_leave_the_shipped_layer(browser):
    browser.post(url("sync"))
    dog = PublicService.objects.get(key="hund-anmelden")
    page = browser.get(url("facts", dog.pk))
    typed = {name: value if value is not None else "" for name, value in page.context["form"].initial.items()}
    assert browser.post(url("facts", dog.pk), typed | {"synonyms": "Wuffi, Hund"}).status_code == 303
    dog.refresh_from_db()
    assert dog.own == {"synonyms": ["Wuffi", "Hund"]}
    elsewhere = browser.post(url("facts", dog.pk), typed | {"channel": "elsewhere", "url": ""})
    assert "Bitte nennen Sie die andere Stelle" in text(elsewhere)


def test_copies_go_to_addresses_by_locality_where_the_service_says_so(browser):
    browser.post(url("sync"))
    village = LocalityFactory(name="Hinterste Mühle")
    fire = PublicService.objects.get(key="brauchtumsfeuer")
    page = text(browser.get(url("copies", fire.pk)))
    assert "Hinterste Mühle" in page
    key = f"ortsbuergermeister-{village.pk}"
    assert "keine vollständige E-Mail-Adresse" in text(browser.post(url("copies", fire.pk), {key: "kein Zeichen"}))
    browser.post(
        url("copies", fire.pk), {key: "muehle@post.example, zwei@post.example", "polizei": "revier@post.example"}
    )
    fire.refresh_from_db()
    wanted = {str(village.pk): ["muehle@post.example", "zwei@post.example"]}
    assert fire.copy_emails == {"ortsbuergermeister": wanted, "polizei": ["revier@post.example"]}


def test_the_demonstration_has_a_change_to_review_that_is_accepted_in_one_click(browser):
    create_demo(timezone.now())
    create_demo(timezone.now())
    trade = PublicService.objects.get(key="gewerbe-anmelden")
    assert "<ins>" in text(browser.get(url("differences", trade.pk)))
    assert [row.service.key for row in service_rows(Show.NEW)] == ["gewerbe-anmelden"]
    browser.post(url("decide", trade.pk), {"entscheidung": "alle"})
    assert service_rows(Show.NEW) == []
    assert browser.post(url("decide", trade.pk), {"entscheidung": "unsinn"}).status_code == 404


def test_a_colleague_becomes_a_contact_person_once(browser):
    member = StaffFactory()
    browser.post(url("add_contact"), {"membership": member.pk, "phone": "03935 1", "is_public": "on"})
    person = ContactPerson.objects.get(membership=member)
    assert "Bitte wählen Sie" in text(browser.post(url("add_contact"), {"membership": member.pk}))
    browser.post(url("contact", person.pk), {"phone": "03935 2"})
    person.refresh_from_db()
    assert (person.phone, person.is_public) == ("03935 2", False)
    browser.post(url("remove_contact", person.pk))
    assert not ContactPerson.objects.exists()
    assert StaffMembership.objects.filter(pk=member.pk).exists()


# --- fees

TABLE = {
    "title": "Hundesteuer",
    "key": "hundesteuer-test",
    "legal_basis": "§ 3",
    "valid_from": "1.1.2026",
    "valid_until": "31.12.2026",
    "lines": "erster_hund | 1. Hund | 40,00\nab 2,5 | weitere | 1.060 €",
}


def test_a_fee_schedule_is_typed_as_lines(browser):
    assert browser.post(url("add_fee"), TABLE).status_code == 303
    saved = FeeSchedule.objects.get(key="hundesteuer-test")
    assert saved.rows == [
        {"key": "erster_hund", "label": "1. Hund", "cents": 4000},
        {"from": "2.5", "label": "weitere", "cents": 106000},
    ]
    page = text(browser.get(url("fee", saved.pk)))
    assert "erster_hund | 1. Hund | 40,00" in page
    assert "ab 2,5 | weitere | 1060,00" in page


def test_two_tables_for_the_same_thing_never_hold_on_the_same_day(browser):
    browser.post(url("add_fee"), TABLE)
    late = TABLE | {"valid_from": "1.12.2026", "valid_until": ""}
    assert "gilt schon eine andere Tabelle" in text(browser.post(url("add_fee"), late))
    assert browser.post(url("add_fee"), late | {"valid_from": "1.1.2027"}).status_code == 303
    first = FeeSchedule.objects.get(valid_from=date(2026, 1, 1))
    assert "erster_hund" in text(browser.get(f"{url('add_fee')}?wie={first.pk}"))
    browser.post(url("remove_fee", first.pk))
    assert FeeSchedule.objects.filter(key="hundesteuer-test").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lines": "ohne Striche"}, "Zeile 1: Bitte trennen"),
        ({"lines": "a | b | viel"}, "Zeile 1: Bitte geben Sie den Betrag"),
        ({"lines": "a | b | -1"}, "Zeile 1: Bitte geben Sie den Betrag"),
        ({"lines": "a | b | NaN"}, "Zeile 1: Bitte geben Sie den Betrag"),
        ({"lines": "Ä | b | 1"}, "Zeile 1: Das Kürzel"),
        ({"lines": "a | b | 1\na | c | 2"}, "steht mehrmals"),
        ({"valid_until": "31.12.2025"}, "Der letzte Tag liegt vor dem ersten"),
        ({"key": "Ä!"}, "Ein Kürzel besteht"),
    ],
)
def test_a_wrong_fee_schedule_says_what_to_do(browser, changes, sentence):
    page = text(browser.post(url("add_fee"), TABLE | changes))
    assert sentence in page
    assert not FeeSchedule.objects.filter(title="Hundesteuer").exists()


# --- the former homepage


def test_texts_and_old_addresses_are_imported_once_and_only_what_differs(administrator):
    Department.objects.create(name="Hafenamt")
    dry = import_catalogue(data=CSV.encode(), actor=administrator, dry_run=True)
    assert [row.outcome for row in dry.rows] == ["new", "new", "error"]
    assert not PublicService.objects.exists()

    import_catalogue(data=CSV.encode(), actor=administrator, dry_run=False)
    steg = PublicService.objects.get(slug="steg-mieten")
    assert (steg.department.name, steg.content["texts"]["fees"]["de"]) == ("Hafenamt", "40 Euro im Jahr")
    assert Redirect.objects.get().old_path == "/steg.php?id=3"

    again = import_catalogue(data=CSV.encode(), actor=administrator, dry_run=False)
    assert [row.outcome for row in again.rows] == ["same", "same", "error"]
    assert "Gibtesnicht" in again.rows[1].messages[0]


def test_a_line_finds_the_shipped_service_by_key_leika_or_name(browser, administrator):
    browser.post(url("sync"))
    data = (
        "Schlüssel;LeiKa;Name;Kosten\n"
        "hund-anmelden;;Irgendwie;1 Euro\n"
        ";99050012104000;Anders;2 Euro\n"
        ";;fundsache melden oder suchen;3 Euro\n"
    )
    report = import_catalogue(data=data.encode("cp1252"), actor=administrator, dry_run=False)
    assert [row.outcome for row in report.rows] == ["changed"] * 3
    fees = {one.key: one.content["texts"]["fees"]["de"] for one in PublicService.objects.filter(own__has_key="texts")}
    assert fees == {"hund-anmelden": "1 Euro", "gewerbe-anmelden": "2 Euro", "fundsache": "3 Euro"}


def test_the_page_carries_out_only_what_it_has_checked(browser):
    page = browser.post(url("moving_in"), {"file": SimpleUploadedFile("texte.csv", CSV.encode())})
    assert "Das würde sich ändern" in text(page)
    packed, seal = page.context["packed"], page.context["seal"]
    browser.post(url("moving_in"), {"packed": packed, "seal": "falsch", "carry_out": "1"})
    assert not PublicService.objects.exists()
    done = browser.post(url("moving_in"), {"packed": packed, "seal": seal, "carry_out": "1"})
    assert "Übernommen" in text(done)
    assert PublicService.objects.count() == 2


def test_a_file_that_is_no_table_gets_a_sentence(browser):
    page = text(browser.post(url("moving_in"), {"file": SimpleUploadedFile("a.csv", b"Name\n")}))
    assert "Diese Datei können wir nicht lesen" in page


def test_old_addresses_come_and_go_one_by_one(browser, steg):
    browser.post(url("redirects"), {"address": "https://alt.example/steg.html", "service": steg.pk})
    assert browser.get("/steg.html").status_code == 301
    browser.post(url("remove_redirect", Redirect.objects.get().pk))
    assert browser.get("/steg.html").status_code == 404


def test_the_command_line_ships_and_imports(tenant, tmp_path):
    runner, services = CliRunner(), COMMANDS["services"]
    file = tmp_path / "texte.csv"
    file.write_text(CSV, encoding="utf-8")
    assert '"services"' in runner.invoke(services, ["sync", tenant.slug, "--json"]).stdout
    dry = runner.invoke(services, ["import", tenant.slug, str(file), "--dry-run", "--json"])
    assert (dry.exit_code, '"new": 2' in dry.stdout) == (1, True)
    assert not PublicService.objects.filter(slug="steg-mieten").exists()
    runner.invoke(services, ["import", tenant.slug, str(file)])
    assert PublicService.objects.filter(slug="steg-mieten").exists()


# --- elsewhere in the dashboard


def test_the_search_leads_editors_to_the_setup_and_others_to_the_page(steg, administrator, case_worker):
    assert search_hits("Steg", administrator)[0].url == url("service", steg.pk)
    assert search_hits("Steg", case_worker)[0].url == "/dienste/steg-mieten/"
    PublicService.objects.update(is_active=False)
    assert search_hits("Steg", case_worker) == []


def test_the_checklist_asks_for_services_and_who_is_responsible(steg):
    assert [step.is_done for step in setup_checks()] == [True, False]
    PublicService.objects.update(department=Department.objects.create(name="Hafenamt"))
    assert [step.is_done for step in setup_checks()] == [True, True]
