"""The pages and the command that take over a file: what was checked is what is carried out."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from modules.appointments.cli import appointments as command
from modules.appointments.forms.setup.importing import pack, unpack
from modules.appointments.imports.lookup import key_of
from modules.appointments.imports.reading import MAX_BYTES
from modules.appointments.models import Booking
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import StaffFactory
from tests.modules.appointments.staff import TERMINE, booked, text_of

PAGE = f"{TERMINE}einrichten/uebernahme/termine/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


@pytest.fixture
def lines(office):
    """Return a function that makes the bytes of a file for the office's concern."""

    def make(*further: str) -> bytes:
        head = "Datum;Uhrzeit;Anliegen;Nachname\n"
        return (head + "\n".join([f"24.11.2026;9:20;{office.concern.name};Brandt", *further])).encode()

    return make


def upload(browser, data: bytes):
    return browser.post(PAGE, {"file": SimpleUploadedFile("termine.csv", data, "text/csv")})


def hidden(page) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


class TestPages:
    def test_only_who_sets_up_may_take_over(self, signed_in, case_worker):
        assert signed_in(case_worker).get(PAGE).status_code == 403

    def test_the_first_answer_only_checks(self, browser, lines):
        page = upload(browser, lines("morgen;9:20;x;Graf"))
        assert "Eine Zeile kann übernommen werden" in text_of(page)
        assert "„morgen“ ist kein Datum" in text_of(page)
        assert Booking.objects.count() == 0

    def test_what_was_checked_is_carried_out_and_a_reload_changes_nothing(self, browser, lines):
        form = hidden(upload(browser, lines())) | {"carry_out": "1"}
        assert "Eine Zeile ist übernommen" in text_of(browser.post(PAGE, form))
        again = text_of(browser.post(PAGE, form))
        assert "0 Zeilen sind übernommen" in again
        assert "Schon übernommen." in again
        assert Booking.objects.count() == 1

    def test_another_file_or_other_matches_than_checked_are_only_checked(self, browser, lines, office):
        form = hidden(upload(browser, lines())) | {"carry_out": "1"}
        for other in (
            {"packed": pack(lines("24.11.2026;10:20;x;Graf"))},
            {"seal": "gefälscht"},
            {key_of("anliegen", "x"): str(office.concern_id)},
        ):
            page = text_of(browser.post(PAGE, form | other))
            assert "Noch nichts ist übernommen" in page
        assert Booking.objects.count() == 0

    def test_what_one_person_checked_another_checks_again(self, browser, lines, signed_in):
        form = hidden(upload(browser, lines())) | {"carry_out": "1"}
        other = signed_in(StaffFactory(roles=["administrator"]).user)
        assert "Noch nichts ist übernommen" in text_of(other.post(PAGE, form))

    def test_unknown_names_are_asked_for_and_matched(self, browser, lines, office):
        page = upload(browser, lines("24.11.2026;10:20;Perso neu;Graf"))
        key = key_of("anliegen", "Perso neu")
        assert "Anliegen „Perso neu“" in text_of(page)
        checked = browser.post(PAGE, hidden(page) | {key: str(office.concern_id)})
        assert "Zeilen können übernommen werden" in text_of(checked)
        browser.post(PAGE, hidden(checked) | {"carry_out": "1"})
        assert Booking.objects.filter(concern=office.concern).count() == 2

    def test_overbooking_is_a_choice_and_recorded(self, browser, lines, office):
        booked(office, 9, 20)
        page = upload(browser, lines())
        assert "kein Platz mehr frei" in text_of(page)
        browser.post(PAGE, hidden(page) | {"carry_out": "1", "overbook": "on"})
        assert Booking.objects.get(origin="import").forced_by
        assert AuditEntry.objects.filter(action="appointments.file_imported").first().details["is_forced"] is True

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "Diese Datei ist leer"),
            (b"PK\x03\x04", "Format Excel"),
            (b"a" * (MAX_BYTES + 10), "1,5 MB"),
            (b"Name;Minuten\nx;5", "fehlt die Überschrift"),
        ],
    )
    def test_a_file_that_is_none_gets_an_answer(self, browser, data, sentence):
        answer = upload(browser, data)
        assert answer.status_code == 200
        assert sentence in text_of(answer)

    def test_nothing_sent_asks_for_a_file(self, browser):
        assert "Bitte wählen Sie eine Datei aus." in text_of(browser.post(PAGE, {"packed": "kaputt"}))

    def test_templates_can_be_loaded_and_other_kinds_are_404(self, browser):
        assert browser.get(f"{PAGE}vorlage.csv").content.startswith(b"\xef\xbb\xbfDatum;Uhrzeit;")
        assert browser.get(f"{TERMINE}einrichten/uebernahme/einhorn/").status_code == 404


class TestPacking:
    def test_a_file_comes_back_and_nothing_else_does(self):
        assert unpack(pack("Straße;1\n".encode())) == "Straße;1\n".encode()
        for text in ("", "kaputt", "====", pack(b"")):
            assert unpack(text) is None

    def test_a_small_text_cannot_become_a_huge_file(self):
        assert len(unpack(pack(b"0" * 50_000_000)) or b"") == MAX_BYTES + 1


class TestCommand:
    def run(self, tenant, tmp_path, data: bytes, *options: str):
        path = tmp_path / "termine.csv"
        path.write_bytes(data)
        return CliRunner().invoke(command, ["import", tenant.slug, "appointments", str(path), *options])

    def test_a_dry_run_changes_nothing_and_an_import_does(self, tenant, tmp_path, lines):
        assert json.loads(self.run(tenant, tmp_path, lines(), "--dry-run", "--json").stdout)["is_carried_out"] is False
        assert Booking.objects.count() == 0
        result = self.run(tenant, tmp_path, lines(), "--json")
        assert json.loads(result.stdout)["new"] == 1
        assert Booking.objects.count() == 1
        assert AuditEntry.objects.get(action="appointments.file_imported").actor_kind == "cli"

    def test_errors_are_told_and_end_with_one(self, tenant, tmp_path, lines):
        result = self.run(tenant, tmp_path, lines("morgen;9:20;x;Graf"))
        assert result.exit_code == 1
        assert "„morgen“ ist kein Datum" in result.stdout
        assert "1 of 2 lines were taken over." in result.stdout

    def test_a_file_that_is_none_is_one_clear_line(self, tenant, tmp_path):
        result = self.run(tenant, tmp_path, b"%PDF-1.7")
        assert result.exit_code == 1
        assert "Format PDF" in result.output
