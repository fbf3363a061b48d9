"""Many citizens from a file: mistakes in plain words, nobody invited twice, two thousand in a breath."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from modules.citizen_accounts.cli import accounts
from modules.citizen_accounts.errors import UnreadableFileError
from modules.citizen_accounts.models import CitizenInvitation
from modules.citizen_accounts.services.importing import Outcome, import_citizens
from rathaus.accounts.models import User
from rathaus.mail.models import OutboxMessage
from tenants.municipality.models import Locality
from tests.contracts.test_module_switch import switch
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HEAD = ("E-Mail", "Vorname", "Nachname", "Geburtsdatum", "Straße", "PLZ", "Ort", "Telefon", "Sprache")


def table(*rows, head=HEAD, separator=";") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([head, *rows])
    return text.getvalue().encode()


def person(number: int, **values: str) -> tuple[str, ...]:
    usual = {
        "E-Mail": f"person{number}@post.example",
        "Vorname": "Aylin",
        "Nachname": f"Demir-{number}",
        "Geburtsdatum": "21.09.1996",
        "Straße": f"Bahnhofstraße {number}",
        "PLZ": "39517",
        "Ort": "Tangerhütte",
        "Telefon": "03935 123456",
        "Sprache": "de",
    }
    return tuple((usual | values)[name] for name in HEAD)


def invitations() -> int:
    return OutboxMessage.objects.filter(kind="citizen_accounts.invitation").count()


def test_everybody_in_the_file_is_invited_with_what_is_known(tenant):
    report = import_citizens(data=table(person(1), person(2)))

    assert report.count(Outcome.NEW) == 2
    invitation = CitizenInvitation.objects.get(email="person1@post.example")
    assert (invitation.last_name, invitation.city, str(invitation.birth_date)) == (
        "Demir-1",
        "Tangerhütte",
        "1996-09-21",
    )
    assert not User.objects.exists(), "accounts come with the link"
    mail = OutboxMessage.objects.get(to="person1@post.example")
    assert "/mein/willkommen/" in mail.text
    assert "Bahnhofstraße" not in mail.text


def test_two_thousand_rows_take_as_many_queries_as_two_and_a_second_run_invites_nobody(tenant):
    few = count_queries(table(person(1), person(2)))
    data = table(*(person(number) for number in range(1, 2001)))

    many = count_queries(data)

    assert (CitizenInvitation.objects.count(), invitations()) == (2000, 2000)
    assert many - few <= 12, "rows are written by the hundred"
    again = import_citizens(data=data)
    assert (again.count(Outcome.NEW), again.count(Outcome.INVITED)) == (0, 2000)
    assert invitations() == 2000


def count_queries(data: bytes) -> int:
    with CaptureQueriesContext(connection) as queries:
        import_citizens(data=data)
    return len(queries)


def test_a_dry_run_reports_the_same_and_writes_nothing(tenant):
    data = table(person(1), person(2, **{"E-Mail": "falsch"}))

    dry = import_citizens(data=data, dry_run=True)

    assert not dry.is_carried_out
    assert not CitizenInvitation.objects.exists()
    assert invitations() == 0
    assert import_citizens(data=data).rows == dry.rows


def test_mistakes_are_said_in_plain_words_and_the_other_rows_go_on(tenant):
    UserFactory(email="bekannt@post.example")
    report = import_citizens(
        data=table(
            person(1),
            person(2, **{"E-Mail": "person2@", "Vorname": ""}),
            person(3, Geburtsdatum="31.02.1990"),
            person(4, **{"E-Mail": "PERSON1@post.example "}),
            person(5, **{"E-Mail": "bekannt@post.example"}),
            person(6, Straße="x" * 121),
        )
    )

    assert [row.outcome for row in report.rows] == ["new", "error", "error", "error", "has_account", "error"]
    about = {row.line: row.problems for row in report.rows}
    assert about[3] == ("Die E-Mail-Adresse ist nicht vollständig: person2@.", "„Vorname“ fehlt.")
    assert about[4] == ("Das Geburtsdatum ist kein Tag in der Vergangenheit: 31.02.1990.",)
    assert about[5] == ("Diese E-Mail-Adresse steht schon in Zeile 2.",)
    assert about[7] == ("„Straße“ hat mehr als 120 Zeichen.",)
    assert invitations() == 1


def test_localities_are_those_of_the_municipality(tenant):
    locality = Locality.objects.create(name="Bellingen")
    head = ("email", "first_name", "last_name", "ortsteil")
    report = import_citizens(
        data=table(("a@post.example", "A", "B", "bellingen"), ("c@post.example", "C", "D", "Atlantis"), head=head)
    )

    assert CitizenInvitation.objects.get().locality == locality
    assert report.rows[1].problems == ("Die Ortschaft gibt es hier nicht: Atlantis.",)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_files_are_read_as_other_programs_write_them(tenant, separator, encoding):
    data = table(person(1, Vorname="Jörg"), separator=separator).decode().encode(encoding)

    import_citizens(data=data)

    assert CitizenInvitation.objects.get().first_name == "Jörg"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"email;vorname;nachname\n", "Unter den Überschriften steht keine Zeile."),
        (b"email;vorname\na@b.example;A\n", "In der ersten Zeile fehlen diese Überschriften: last_name."),
        (b'email;vorname;nachname\n"a;b;c\n', "Ab Zeile 2 ist die Datei nicht lesbar"),
        (b"\x00\x01\x02", "Die Datei ist keine Textdatei."),
    ],
)
def test_what_is_no_table_of_citizens_says_what_to_do(tenant, data, sentence):
    with pytest.raises(UnreadableFileError, match=sentence.split(":")[0].rstrip(".")):
        import_citizens(data=data)


def run(*arguments: str):
    return CliRunner().invoke(accounts, ["import", *arguments])


@pytest.fixture
def file(tmp_path):
    target = tmp_path / "citizens.csv"
    target.write_bytes(table(person(1), person(2, **{"E-Mail": "falsch"})))
    return str(target)


def test_the_command_reports_rows_and_mistakes(tenant, file):
    dry = run(tenant.slug, file, "--dry-run")
    assert dry.exit_code == 1, "one line has a mistake"
    assert "1 of 2 would be invited." in dry.output
    assert "Die E-Mail-Adresse ist nicht vollständig" in dry.output
    assert invitations() == 0

    assert "1 of 2 were invited." in run(tenant.slug, file).output
    again = json.loads(run(tenant.slug, file, "--json").output)
    assert (again["new"], again["invited"], again["error"]) == (0, 1, 1)
    assert invitations() == 1


def test_the_command_needs_the_module(tenant, file):
    for module in ("bundid", "inbox", "citizen_accounts"):
        switch(tenant, module, is_on=False)

    answer = run(tenant.slug, file)

    assert answer.exit_code == 1
    assert invitations() == 0
