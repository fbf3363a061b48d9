"""Taking over a file: what a check says, what an import leaves behind, and that a second one changes nothing."""

from datetime import date, time

import pytest

from modules.appointments.imports import KINDS, Grade, Kind, UnreadableFileError, template_of
from modules.appointments.imports.lookup import LEAVE_OUT, key_of
from modules.appointments.models import Booking, Closure, Concern, ConcernPlace, Origin, PoolDay, State
from modules.appointments.services import check_days
from modules.appointments.services.importing import import_file
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import TUESDAY, make_office, used_in
from tests.factories.municipality import LocationFactory

pytestmark = pytest.mark.django_db
HEAD = "Datum;Uhrzeit;Anliegen;Nachname;Vorname;E-Mail;Telefon\r\n"


@pytest.fixture
def take_over(office, case_worker):
    """Return a function that imports lines of appointments for the office's concern."""

    def run(*lines: str, head: str = HEAD, **further):
        text = head + "\r\n".join(lines).replace("ANLIEGEN", office.concern.name)
        further.setdefault("kind", Kind.APPOINTMENTS)
        further.setdefault("actor", case_worker)
        return import_file(data=text.encode(), **further)

    return run


LINE = "24.11.2026;9:20;ANLIEGEN;Brandt;Mirela;brandt@post.example;03935 1234"


class TestAppointments:
    def test_a_line_becomes_a_confirmed_booking_with_a_real_place_and_no_mail(self, take_over, office):
        report = take_over(LINE)
        booking = Booking.objects.get()
        assert (report.new, report.errors) == (1, 0)
        assert (booking.state, booking.origin) == (State.CONFIRMED, Origin.IMPORT)
        assert (booking.full_name, booking.email, booking.phone) == (
            "Mirela Brandt",
            "brandt@post.example",
            "03935 1234",
        )
        assert (booking.day, booking.minutes) == (TUESDAY, 20)
        assert sum(used_in(office)) == 4
        assert check_days(repair=False).is_clean
        assert OutboxMessage.objects.count() == 0

    def test_a_check_tells_the_same_and_leaves_nothing(self, take_over, office):
        checked = take_over(LINE, LINE.replace("9:20", "9:25"), dry_run=True)
        assert [row.grade for row in checked.rows] == [Grade.OK, Grade.ERROR]
        assert Booking.objects.count() == 0
        assert sum(used_in(office)) == 0
        assert not AuditEntry.objects.filter(action="appointments.file_imported").exists()
        done = take_over(LINE, LINE.replace("9:20", "9:25"))
        assert [(row.grade, row.messages) for row in done.rows] == [(row.grade, row.messages) for row in checked.rows]

    def test_a_second_import_changes_nothing(self, take_over, office):
        take_over(LINE)
        before = list(Booking.objects.values())
        again = take_over(LINE)
        assert list(Booking.objects.values()) == before
        assert (again.new, again.rows[0].messages) == (0, ["Schon übernommen."])
        assert sum(used_in(office)) == 4

    def test_the_same_line_twice_in_a_file_is_one_appointment(self, take_over):
        report = take_over(LINE, LINE)
        assert Booking.objects.count() == 1
        assert "mehrmals in der Datei" in report.rows[1].messages[0]

    def test_where_no_place_is_left_only_an_explicit_choice_overbooks(self, take_over, office, case_worker):
        other = LINE.replace("Brandt", "Graf").replace("brandt@", "graf@")
        refused = take_over(LINE, other)
        assert "kein Platz mehr frei" in refused.rows[1].messages[0]
        forced = take_over(LINE, other, force=True)
        assert forced.rows[1].grade == Grade.HINT
        assert Booking.objects.get(last_name="Graf").forced_by == case_worker.pk
        assert Booking.objects.get(last_name="Brandt").forced_by is None
        assert max(used_in(office)) == 2
        entry = AuditEntry.objects.filter(action="appointments.file_imported").first()
        assert entry.details == {"kind": "termine", "new": 1, "errors": 0, "is_forced": True}

    def test_mails_go_out_only_if_chosen(self, take_over):
        take_over(LINE, send_mails=True)
        assert OutboxMessage.objects.get().to == "brandt@post.example"

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("31.02.2027;9:20;ANLIEGEN;B;;;", "gibt es nicht"),
            ("morgen;9:20;ANLIEGEN;B;;;", "kein Datum"),
            ("24.11.2026;9:22;ANLIEGEN;B;;;", "fünf Minuten"),
            ("24.11.2026;25:00;ANLIEGEN;B;;;", "keine Uhrzeit"),
            ("24.11.2026;;ANLIEGEN;B;;;", "Uhrzeit fehlt"),
            ("24.11.2026;9:20;;B;;;", "Anliegen fehlt"),
            ("24.11.2026;9:20;ANLIEGEN;;;;", "Nachname fehlt"),
            ("24.11.2026;9:20;ANLIEGEN;B;;kein;", "keine E-Mail-Adresse"),
            ("24.11.2026;9:20;ANLIEGEN;B;;;zwölf", "keine Telefonnummer"),
            ("24.11.2029;9:20;ANLIEGEN;B;;;", "mehr als zwei Jahre"),
            ("24.11.2026;18:00;ANLIEGEN;B;;;", "geschlossen oder kein Platz"),
            ("24.11.2026;9:20;ANLIEGEN;B;;;;;zu viel", "mehr Spalten als Überschriften"),
            ("24.11.2026;9:20;Einhorn satteln;B;;;", "gibt es hier nicht"),
        ],
    )
    def test_what_cannot_be_taken_over_says_why(self, take_over, line, sentence):
        report = take_over(line)
        assert report.rows[0].grade == Grade.ERROR
        assert sentence in " ".join(report.rows[0].messages)
        assert Booking.objects.count() == 0

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("20.11.2026;9:20;ANLIEGEN;B;;;", "ist vorbei"),
            ("24.11.2026;9:20;ANLIEGEN;B;;;;storniert", "ist abgesagt"),
        ],
    )
    def test_what_need_not_be_taken_over_is_no_mistake(self, take_over, line, sentence):
        report = take_over(line, head=HEAD.strip() + ";Status\n")
        assert (report.rows[0].grade, report.new) == (Grade.HINT, 0)
        assert sentence in report.rows[0].messages[0]

    def test_an_unknown_concern_is_matched_by_hand_or_left_out(self, take_over, office):
        line = LINE.replace("ANLIEGEN", "Perso neu")
        report = take_over(line, dry_run=True)
        assert report.unknown_concerns == ["Perso neu"]
        key = key_of("anliegen", "Perso neu")
        left_out = take_over(line, matches={key: LEAVE_OUT})
        assert (left_out.errors, left_out.new) == (0, 0)
        take_over(line, matches={key: str(office.concern_id)})
        assert Booking.objects.get().concern == office.concern

    def test_a_concern_at_several_places_needs_a_place(self, take_over, office):
        second = make_office(name="Außenstelle", location=LocationFactory(name="Rathaus Süd"))
        place = ConcernPlace.objects.create(concern=office.concern, location=second.location)
        place.pools.set(second.pools.all())
        assert "mehreren Standorten" in take_over(LINE).rows[0].messages[0]
        take_over(f"{LINE};rathaus sued", head=HEAD.strip() + ";Ort\n")
        assert Booking.objects.get().place == place
        report = take_over(f"{LINE};Mond", head=HEAD.strip() + ";Ort\n")
        assert report.unknown_places == ["Mond"]

    def test_other_headings_one_name_column_and_an_end_are_understood(self, take_over, office):
        head = "Termin,Leistung,Kunde,Mobil\n"
        take_over('"Di, 24.11.2026 9:00 - 9:45",ANLIEGEN,"Brandt, Mirela",0151 234567', head=head)
        booking = Booking.objects.get()
        assert (booking.last_name, booking.first_name, booking.minutes) == ("Brandt", "Mirela", 45)
        assert sum(used_in(office)) == 9

    def test_a_day_beyond_the_horizon_gets_its_day_row(self, take_over, office):
        take_over("23.11.2027;9:20;ANLIEGEN;B;;;")
        assert PoolDay.objects.filter(pool=office.pools.get(), day=date(2027, 11, 23)).exists()
        assert Booking.objects.get().day == date(2027, 11, 23)
        assert check_days(repair=False).is_clean


class TestClosures:
    def test_lines_become_closures_once(self, office, administrator):
        text = (
            "Von;Bis;Anlass;Schaltergruppe\n27.12.2026;30.12.2026;Betriebsruhe;\n2.12.2026;;Schulung;"
            + office.pools.get().name
        )
        for expected in (2, 0):
            report = import_file(kind=Kind.CLOSURES, data=text.encode(), actor=administrator)
            assert (report.new, report.errors) == (expected, 0)
        everything, one_team = Closure.objects.order_by("-starts_on")
        assert (everything.starts_on, everything.ends_on, everything.pool) == (
            date(2026, 12, 27),
            date(2026, 12, 30),
            None,
        )
        assert (one_team.reason, one_team.pool) == ("Schulung", office.pools.get())
        assert PoolDay.objects.get(pool=office.pools.get(), day=date(2026, 12, 2)).cap_staff == [0] * 288

    @pytest.mark.usefixtures("clock")
    def test_hours_of_a_day_can_be_closed(self, administrator):
        text = "Datum;Von Uhr;Bis Uhr\n2.12.2026;10:00;11 Uhr"
        import_file(kind=Kind.CLOSURES, data=text.encode(), actor=administrator)
        assert (Closure.objects.get().starts_at, Closure.objects.get().ends_at) == (time(10), time(11))

    def test_who_has_an_appointment_then_is_for_people_to_decide(self, take_over, administrator):
        take_over(LINE)
        report = import_file(kind=Kind.CLOSURES, data=b"Datum\n24.11.2026", actor=administrator)
        assert "liegt ein Termin" in report.rows[0].messages[0]
        assert Closure.objects.count() == 0

    def test_a_closure_that_is_over_is_left_out(self, administrator):
        report = import_file(kind=Kind.CLOSURES, data=b"Datum\n1.3.2020", actor=administrator)
        assert (report.new, report.errors) == (0, 0)


class TestConcerns:
    def test_lines_become_concerns_once(self, office, administrator):
        text = "Name;Dauer;Kategorie;Unterlagen\nFischereischein;12 Min;Natur;Ausweis / Passfoto\nFischereischein;10;;"
        report = import_file(kind=Kind.CONCERNS, data=text.encode(), actor=administrator)
        assert [row.grade for row in report.rows] == [Grade.HINT, Grade.HINT]
        concern = Concern.objects.get(name="Fischereischein")
        assert (concern.first_minutes, concern.documents) == (15, "Ausweis\nPassfoto")
        assert [place.location for place in concern.places.all()] == [office.location]
        assert import_file(kind=Kind.CONCERNS, data=text.encode(), actor=administrator).new == 0

    @pytest.mark.usefixtures("office")
    def test_where_the_team_is_not_clear_it_is_not_offered_yet(self, administrator):
        make_office(name="Gewerbe")
        report = import_file(kind=Kind.CONCERNS, data=b"Name;Minuten\nJagdschein;20", actor=administrator)
        assert "nicht eindeutig" in report.rows[0].messages[0]
        assert not Concern.objects.get(name="Jagdschein").places.exists()


class TestTemplates:
    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_template_is_a_file_that_can_be_taken_over(self, kind, office, administrator):
        Concern.objects.filter(pk=office.concern_id).update(name="Personalausweis beantragen")
        office.location.name = "Rathaus"
        office.location.save()
        office.pools.update(name="Bürgerbüro", horizon_days=400)
        report = import_file(kind=kind, data=template_of(kind), actor=administrator, dry_run=True)
        assert report.rows[0].grade != Grade.ERROR, report.rows[0].messages
        assert not report.ignored_headings

    @pytest.mark.parametrize("kind", list(Kind))
    def test_no_two_fields_of_a_kind_share_a_heading(self, kind):
        headings = [field.heading for field in KINDS[kind].fields.values()]
        assert len(set(headings)) == len(headings)


def test_a_missing_heading_is_named(administrator):
    with pytest.raises(UnreadableFileError, match="„Datum“"):
        import_file(kind=Kind.APPOINTMENTS, data=b"Anliegen;Nachname\nx;y", actor=administrator)
