"""Appointments as CSV, as XLSX and on paper: what stands in them, what cannot happen, what the record keeps."""

import csv
import io
import re
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from modules.appointments.services import Details, cancel_booking
from modules.appointments.services import exporting as exporting_services
from modules.appointments.tables import COLUMNS, Column, Sheet, as_csv
from modules.appointments.tables.workbook import as_xlsx
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.appointments import hold_at, make_office
from tests.modules.appointments.staff import TERMINE, booked, text_of

PAGE = f"{TERMINE}export/"
WEEK = "von=2026-11-23&bis=2026-11-29"
PLAIN = "&spalten=tag&spalten=beginn&spalten=anliegen&spalten=nummer"
CONTACT = "&spalten=nachname&spalten=telefon"


@pytest.fixture
def browser(case_worker, signed_in):
    return signed_in(case_worker)


def rows_of(answer) -> list[list[str]]:
    assert answer.status_code == 200, text_of(answer)
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.django_db
class TestFiles:
    def test_csv_opens_in_german_excel(self, browser, office):
        booking = booked(office, 9)
        answer = browser.get(f"{PAGE}?{WEEK}{PLAIN}&als=csv")
        assert answer.content.startswith(b"\xef\xbb\xbfTag;Beginn;Anliegen;Terminnummer\r\n")
        assert rows_of(answer)[1:] == [["24.11.2026", "09:00", office.concern.name, booking.code]]
        assert "termine-2026-11-23-2026-11-29.csv" in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]

    def test_xlsx_has_types_a_frozen_head_and_a_filter(self, browser, office):
        booked(office, 9, persons=2)
        answer = browser.get(f"{PAGE}?{WEEK}{PLAIN}&spalten=personen&spalten=gebucht&als=xlsx")
        page = load_workbook(io.BytesIO(answer.content)).active
        head, row = list(page.iter_rows(values_only=True))
        assert head == ("Tag", "Beginn", "Anliegen", "Personen", "Terminnummer", "Gebucht am")
        assert row[:2] == (datetime.fromisoformat("2026-11-24"), time(9))
        assert row[3] == 2
        assert row[5] == datetime.fromisoformat("2026-11-23T08:00")
        assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:F2")
        assert page.column_dimensions["C"].width > page.column_dimensions["B"].width

    def test_states_team_and_concern_choose(self, browser, office):
        other = make_office(name="Gewerbe")
        mine, cancelled = booked(office, 9), booked(office, 10)
        foreign = booked(other, 9)
        cancel_booking(booking=cancelled)
        hold_at(office, 11)

        def codes(query: str) -> set[str]:
            return {row[-1] for row in rows_of(browser.get(f"{PAGE}?{WEEK}{PLAIN}&als=csv{query}"))[1:]}

        assert codes("") == {mine.code, foreign.code}
        assert codes("&stand=cancelled") == {cancelled.code}
        assert codes(f"&gruppe={office.pools.get().pk}") == {mine.code}
        assert codes(f"&anliegen={other.concern_id}") == {foreign.code}

    @pytest.mark.usefixtures("clock")
    def test_a_file_costs_the_same_queries_however_many_rows_it_has(self, browser):
        office = make_office(places=9)
        address = f"{PAGE}?{WEEK}{PLAIN}{CONTACT}&als=csv"

        def queries() -> int:
            browser.get(address)
            with CaptureQueriesContext(connection) as found:
                browser.get(address)
            return len(found)

        booked(office, 9)
        with_one = queries()
        for hour in (9, 10, 11):
            booked(office, hour)
        assert queries() == with_one

    def test_on_paper_each_day_has_its_list(self, browser, office):
        booked(office, 9)
        booked(office, 10, day=date(2026, 11, 25))
        page = text_of(browser.get(f"{PAGE}?{WEEK}{PLAIN}{CONTACT}&als=liste"))
        assert "Dienstag, 24. November 2026" in page
        assert "Mittwoch, 25. November 2026" in page
        assert "9:00" in page
        assert "03935 1234" in page


@pytest.mark.django_db
class TestBounds:
    def test_only_who_works_with_appointments_gets_them(self, signed_in):
        assert signed_in(UserFactory()).get(PAGE).status_code == 403

    @pytest.mark.usefixtures("office")
    def test_without_a_choice_it_offers_this_week_without_names(self, browser):
        page = browser.get(PAGE).content.decode()
        assert 'value="2026-11-23"' in page
        assert 'value="2026-11-29"' in page
        assert re.search(r'value="nummer"[^>]*checked', page)
        assert not re.search(r'value="nachname"[^>]*checked', page)
        assert AuditEntry.objects.filter(action="appointments.bookings_exported").count() == 0

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("von=2026-11-29&bis=2026-11-23", "der nicht vor dem ersten liegt"),
            ("von=2026-01-01&bis=2027-06-01", "höchstens ein Jahr"),
            ("von=gestern&bis=2027-06-01", "Bitte geben Sie ein Datum ein"),
            (f"{WEEK}&spalten=passwort", "angebotenen Möglichkeiten"),
            ("von=2026-11-23&bis=2026-11-29&gruppe=x", "angebotenen Möglichkeiten"),
        ],
    )
    @pytest.mark.usefixtures("office")
    def test_a_wrong_choice_says_what_to_do(self, browser, query, sentence):
        wish = query if "spalten" in query else f"{query}{PLAIN}"
        assert sentence in text_of(browser.get(f"{PAGE}?{wish}&als=csv"))

    def test_too_many_rows_are_refused_with_the_way_out(self, browser, office, monkeypatch):
        monkeypatch.setattr(exporting_services, "MAX_ROWS", 1)
        booked(office, 9)
        assert browser.get(f"{PAGE}?{WEEK}{PLAIN}&als=csv").headers["Content-Type"].startswith("text/csv")
        booked(office, 10)
        assert "kürzeren Zeitraum" in text_of(browser.get(f"{PAGE}?{WEEK}{PLAIN}&als=csv"))

    def test_the_record_keeps_period_and_number_and_nobodys_data(self, browser, office, case_worker):
        booked(office, 9)
        browser.get(f"{PAGE}?{WEEK}{PLAIN}{CONTACT}&als=xlsx")
        browser.get(f"{PAGE}?{WEEK}{PLAIN}&als=csv")
        plain, contact = AuditEntry.objects.filter(action="appointments.bookings_exported").order_by("-id")
        expected = {"first": "2026-11-23", "last": "2026-11-29", "count": 1}
        assert contact.details == {**expected, "kind": "xlsx", "has_contact": True}
        assert plain.details == {**expected, "kind": "csv", "has_contact": False}
        assert contact.actor_id == case_worker.pk

    def test_counting_is_no_export(self, browser, office):
        booked(office, 9)
        assert "1 Termin gefunden" in text_of(browser.get(f"{PAGE}?{WEEK}{PLAIN}"))
        assert not AuditEntry.objects.filter(action="appointments.bookings_exported").exists()


TEXT = Column("Text", lambda _booking: "", 10)
DANGEROUS = ["=1+1", "+49 3935", "-2", "@SUM(A1)", "\t=1", "\r=1", ' =HYPERLINK("http://x")', "|cmd", "%0A=1"]


class TestNoFormulas:
    @pytest.mark.parametrize("text", DANGEROUS)
    def test_what_looks_like_a_formula_is_text(self, text):
        sheet = Sheet("x", [TEXT], [[text]])
        (_head, (cell,)) = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline=""), delimiter=";")
        assert cell == f"'{text}"
        read = load_workbook(io.BytesIO(as_xlsx(sheet))).active["A2"]
        assert read.data_type in ("s", "inlineStr")
        assert read.value.split() == text.split()

    @given(st.text(max_size=60))
    def test_whatever_somebody_typed_gives_a_file_that_can_be_read(self, text):
        sheet = Sheet(text, [TEXT, TEXT], [[text, None]])
        (_head, row) = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline=""), delimiter=";")
        assert row[0][:1] not in ("=", "+", "-", "@", "\t", "\r")
        cell = load_workbook(io.BytesIO(as_xlsx(sheet))).active["A2"]
        assert cell.data_type != "f"

    def test_every_column_has_its_words(self):
        assert all(str(column.label) and column.width for column in COLUMNS.values())

    @pytest.mark.django_db
    def test_a_name_that_is_a_formula_stays_a_name(self, browser, office):
        booked(office, 9, details=Details(first_name="=cmd|'/c calc'!A1", last_name="=1+1"))
        rows = rows_of(browser.get(f"{PAGE}?{WEEK}&spalten=nachname&spalten=vorname&als=csv"))
        assert rows[1] == ["'=1+1", "'=cmd|'/c calc'!A1"]
