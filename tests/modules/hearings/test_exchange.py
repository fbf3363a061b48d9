"""Files come in by CSV, letter data go out once, answers go back."""

import csv
import io
import uuid
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from modules.hearings.codes import hash_of
from modules.hearings.errors import AlreadyAnsweredError, LettersGivenOutError, NothingToDoError
from modules.hearings.importing import HEADINGS, read_hearings
from modules.hearings.models import Hearing, LetterRun, Role
from modules.hearings.services.fetching import fetch_answers
from modules.hearings.services.importing import import_hearings
from modules.hearings.services.letters import give_out_letters, prolong, renew_code
from rathaus.audit.models import AuditEntry
from rathaus.files.tables import write_table
from tests.factories.hearings import make_hearing
from tests.modules.hearings.answers import answered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
ROW = {
    "Aktenzeichen": "OWi 2026/000123",
    "Empfänger": "",
    "Rolle": "Betroffene",
    "Vorwurf": "Sie parkten im Haltverbot.",
    "Vorschrift": "§ 41 StVO",
    "Tatzeit": "03.11.2026 9:20",
    "Tatort": "Markt",
    "Kennzeichen": "SDL-AB 123",
    "Beweismittel": "Foto",
    "Verwarnungsgeld": "25,00",
    "Bußgeld": "",
    "Kassenzeichen": "5.1",
    "Auskunft": "",
    "Frist": "24.11.2026",
}


def table(*changes):
    rows = [[{**ROW, **change}[name] for name in HEADINGS] for change in changes or ({},)]
    return write_table(HEADINGS, rows)


def take(*changes, dry_run=False):
    now = timezone.make_aware(timezone.datetime(2026, 11, 23, 12))
    return import_hearings(data=table(*changes), actor=None, now=now, dry_run=dry_run)


def test_a_row_becomes_a_letter_with_all_it_says():
    report = take()

    hearing = Hearing.objects.get()
    assert (report.new, report.faults) == (1, ())
    assert (hearing.file_reference, hearing.role, hearing.warning_fine_cents) == ("OWi 2026/000123", Role.ACCUSED, 2500)
    assert timezone.localtime(hearing.offence_at).strftime("%d.%m.%Y %H:%M") == "03.11.2026 09:20"
    assert (hearing.plate, hearing.due_on, hearing.access_code) == ("SDL-AB 123", date(2026, 11, 24), "")


@pytest.mark.parametrize(
    ("typed", "cents"), [("320,00", 32000), ("1.200,50 €", 120050), ("1200.50", 120050), ("12.500", 1250000)]
)
def test_the_fine_that_may_follow_is_read_as_people_write_it(typed, cents):
    take({"Verwarnungsgeld": "", "Bußgeld": typed})

    assert Hearing.objects.get().fine_cents == cents


def test_a_trial_writes_nothing_and_says_the_same():
    assert take(dry_run=True) == take()
    assert Hearing.objects.count() == 1


def test_the_same_table_again_changes_nothing_and_a_changed_row_changes_one():
    take({}, {"Empfänger": "2", "Rolle": "Zeuge", "Verwarnungsgeld": ""})

    again = take({}, {"Empfänger": "2", "Rolle": "Zeuge", "Verwarnungsgeld": "", "Tatort": "Bahnhof"})

    assert (again.new, again.changed, again.unchanged) == (0, 1, 1)
    assert Hearing.objects.get(recipient="2").place == "Bahnhof"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Aktenzeichen": "  / "}, "Aktenzeichen fehlt"),
        ({"Vorwurf": ""}, "Vorwurf fehlt"),
        ({"Rolle": "Chef"}, "Betroffene"),
        ({"Frist": "bald"}, "Datum"),
        ({"Frist": "22.11.2026"}, "vorbei"),
        ({"Tatzeit": "gestern"}, "Tatzeit"),
        ({"Tatzeit": "03.11.2026 25:00"}, "Tatzeit"),
        ({"Verwarnungsgeld": "4,99"}, "zwischen 5 und 55"),
        ({"Verwarnungsgeld": "NaN"}, "zwischen 5 und 55"),
        ({"Verwarnungsgeld": "1e999"}, "zwischen 5 und 55"),
        ({"Verwarnungsgeld": "56"}, "zwischen 5 und 55"),
        ({"Rolle": "Zeugin"}, "kein Verwarnungsgeld"),
        ({"Bußgeld": "320"}, "schließen sich aus"),
        ({"Verwarnungsgeld": "", "Bußgeld": "4,99"}, "mindestens 5 Euro"),
        ({"Verwarnungsgeld": "", "Bußgeld": "viel"}, "mindestens 5 Euro"),
        ({"Verwarnungsgeld": "", "Bußgeld": "320", "Rolle": "Zeugin"}, "kein Bußgeld"),
        ({"Tatort": "x" * 201}, "zu lang"),
    ],
)
def test_a_row_with_a_fault_is_left_out_with_its_reason_and_the_others_are_taken(change, sentence):
    read = read_hearings(table({"Aktenzeichen": "OWi 1"}, change), today=TODAY)

    assert [row.file_reference for row in read.rows] == ["OWi 1"]
    assert [fault.line for fault in read.faults] == [3]
    assert sentence in read.faults[0].message


def test_a_letter_twice_in_a_table_is_named():
    read = read_hearings(table({}, {}), today=TODAY)

    assert (len(read.rows), len(read.faults)) == (1, 1)


def test_codes_are_given_out_once_and_only_their_hashes_stay():
    make_hearing(code="", recipient="1")
    make_hearing(code="", recipient="2")
    run_id = uuid.uuid4()

    content = give_out_letters(run_id=run_id, actor=None, now=timezone.now())

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    stored = {hearing.recipient: hearing.access_code for hearing in Hearing.objects.all()}
    assert {row["Empfänger"]: hash_of(row["Zugangscode"]) for row in rows} == stored
    assert rows[0]["Adresse"].endswith("/anhoerung/")
    with pytest.raises(LettersGivenOutError):
        give_out_letters(run_id=run_id, actor=None, now=timezone.now())
    with pytest.raises(NothingToDoError):
        give_out_letters(run_id=uuid.uuid4(), actor=None, now=timezone.now())
    assert LetterRun.objects.get().count == 2
    assert not any(row["Zugangscode"] in str(entry.details) for row in rows for entry in AuditEntry.objects.all())


def test_what_was_answered_stays_as_it_was():
    hearing = answered(make_hearing("OWi 2026/000123", plate="SDL-AB 123"))

    report = take({"Tatort": "Bahnhof"})

    assert "schon eine Antwort" in report.faults[0].message
    with pytest.raises(AlreadyAnsweredError):
        renew_code(hearing=hearing, actor=None)
    with pytest.raises(AlreadyAnsweredError):
        prolong(hearing=hearing, due_on=TODAY, actor=None)


def test_answers_go_back_as_a_table_and_as_documents_and_are_fetched_once():
    answered(make_hearing())

    content = fetch_answers(actor=None, now=timezone.now())

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        rows = list(csv.DictReader(io.StringIO(archive.read("antworten.csv").decode("utf-8-sig")), delimiter=";"))
        document = archive.read(rows[0]["Datei"])
    assert document.startswith(b"%PDF-")
    assert len(names) == 2
    assert {row["Aktenzeichen"] for row in rows} == {"OWi 2026/000123"}
    assert "Beispiel" in {row["Antwort"] for row in rows}
    with pytest.raises(NothingToDoError):
        fetch_answers(actor=None, now=timezone.now())
    assert fetch_answers(actor=None, now=timezone.now(), again_since=timezone.now() - timedelta(hours=1))


def upload(content, step):
    return {"table": SimpleUploadedFile("akten.csv", content), "schritt": step}


def test_a_clerk_tries_a_table_takes_it_over_and_gives_out_letters(case_worker, signed_in):
    client = signed_in(case_worker)
    future = f"{timezone.localdate() + timedelta(days=9):%d.%m.%Y}"
    page = reverse("hearings_staff:import")

    trial = client.post(page, upload(table({"Frist": future}), "pruefen")).content.decode()
    assert "1 neue Akte" in trial
    assert not Hearing.objects.exists()
    done = client.post(page, upload(table({"Frist": future}), "uebernehmen")).content.decode()
    assert "1 neue Akte" in done

    assert "Noch ohne Brief" in client.get(reverse("hearings_staff:hearings")).content.decode()
    letters = client.post(reverse("hearings_staff:letters"), {"idem_key": str(uuid.uuid4())})
    assert letters["Content-Disposition"].startswith("attachment")
    assert "no-store" in letters["Cache-Control"]
    assert "Zugangscode" in letters.content.decode("utf-8-sig")


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"Name\nx"])
def test_a_file_that_is_no_table_is_refused_with_what_to_do(case_worker, signed_in, content):
    page = signed_in(case_worker).post(reverse("hearings_staff:import"), upload(content, "pruefen"))

    assert page.status_code == 200
    assert "kern-error" in page.content.decode()


def test_the_template_can_be_read_back(case_worker, signed_in):
    content = signed_in(case_worker).get(reverse("hearings_staff:template")).content

    assert read_hearings(content, today=timezone.localdate()).faults == ()


def test_the_front_desk_gets_no_codes(front_desk, signed_in):
    assert signed_in(front_desk).get(reverse("hearings_staff:letters")).status_code == 403


def test_the_list_takes_as_many_queries_for_fifty_letters_as_for_one(case_worker, signed_in):
    client = signed_in(case_worker)
    for number in range(50):
        make_hearing(f"OWi {number}")

    client.get(reverse("hearings_staff:hearings"))  # what a process remembers for a while is read once

    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("hearings_staff:hearings"))

    # Every two seconds a request asks besides whether hosts and switches have changed, in `public`.
    asked = [one["sql"] for one in captured.captured_queries if '"tenants_' not in one["sql"]]
    assert len(asked) <= 9, asked
    assert page.content.decode().count("data-row-link") == 50
