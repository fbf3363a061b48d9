"""The operators' list of municipalities."""

import re

import pytest

from rathaus.tenancy import enter_public
from tenants.figures import Trend
from tenants.models import Activation, Domain, Status, Tenant
from tests.factories.operators import add_figures, add_run, make_tenant

QUERIES = 6  # the search path, session, person, counts, the page's municipalities, their figures


def names_on(response) -> list[str]:
    return re.findall(r"data-row-link>([^<]+)</a>", response.content.decode())


def row_of(response, name: str) -> str:
    rows = re.findall(r"<tr role=\"row\" data-row>.*?</tr>", response.content.decode(), re.DOTALL)
    return next(row for row in rows if name in row)


@pytest.fixture
def only_mine(db) -> None:
    """Take the municipality of the tests themselves off the list."""
    with enter_public():
        Tenant.objects.all().delete()


def test_nobody_sees_the_list_without_signing_in(operator_client):
    response = operator_client.get("/")
    assert response.status_code == 302
    assert response.url.startswith("/konto/")


def test_a_password_alone_opens_nothing(operator, operator_client):
    with enter_public():
        operator_client.force_login(operator)
    response = operator_client.get("/")
    assert response.status_code == 302
    assert "/konto/" in response.url


def test_the_list_shows_state_modules_domain_schema_and_figures(console):
    thale = make_tenant("thale", status=Status.LIVE)
    with enter_public():
        Activation.objects.create(tenant=thale, module="appointments")
    add_figures(thale, bookings=[1, 2, 0, 4, 5, 6, 7], storage=3_400_000_000)
    row = row_of(console.get("/"), "Thale")
    assert "in Betrieb" in row
    assert "thale.localhost" in row
    assert "Termine" in row
    assert "25&nbsp;<svg" in row
    assert "3,4 GB" in row
    assert "keiner" in row


def test_the_schema_state_is_read_without_entering_any_schema(console):
    make_tenant("aktuell", schema_name="t_musterstadt_zwei", schema_fingerprint="")
    make_tenant("alt", schema_name="public", schema_fingerprint="an older one")
    response = console.get("/")
    assert "fehlt" in row_of(response, "Aktuell")
    assert "zurück" in row_of(response, "Alt")
    assert "aktuell" in row_of(response, "Musterstadt")


def test_a_failed_migration_is_shown_until_one_succeeds(console):
    burgheide = make_tenant("burgheide")
    add_run(burgheide, error="ProgrammingError: relation exists")
    assert "Migration, " in row_of(console.get("/"), "Burgheide")
    add_run(burgheide)
    assert "keiner" in row_of(console.get("/"), "Burgheide")


def test_the_head_counts_and_says_of_when_the_figures_are(console, only_mine):
    add_figures(make_tenant("thale", status=Status.LIVE), bookings=[3])
    make_tenant("seetal")
    text = " ".join(console.get("/").content.decode().split())
    assert "2 Kommunen, 1 in Betrieb." in text
    assert "Zahlen von heute, " in text


def test_without_figures_the_head_says_so(console, only_mine):
    make_tenant("thale")
    assert "Noch keine Zahlen." in console.get("/").content.decode()


@pytest.mark.parametrize("query", ["thal", "THALE", "Gemeinde Thale", "termine.harz"])
def test_search_looks_into_names_short_names_and_domains(console, only_mine, query):
    thale = make_tenant("thale")
    make_tenant("stendal")
    with enter_public():
        Domain.objects.create(tenant=thale, domain="termine.harz.example")
    assert names_on(console.get("/", {"q": query})) == ["Thale"]


def test_an_empty_search_says_what_to_do(console):
    text = console.get("/", {"q": "gibt es nicht"}).content.decode()
    assert "Keine Kommune gefunden" in text
    assert "Alle Kommunen zeigen" in text


def test_without_any_municipality_the_page_offers_to_create_one(console, only_mine):
    assert "Noch keine Kommune" in console.get("/").content.decode()


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("betrieb", ["Live"]),
        ("vorbereitung", ["Fehlerhaft", "Neu", "Rueckstand"]),
        ("gesperrt", ["Gesperrt"]),
        ("archiviert", ["Alt"]),
        ("fehler", ["Fehlerhaft"]),
        ("zurueck", ["Rueckstand"]),
        ("unbekannt", ["Alt", "Fehlerhaft", "Gesperrt", "Live", "Neu", "Rueckstand"]),
    ],
)
def test_a_filter_lives_in_the_url_and_its_chip_counts_what_it_holds(console, only_mine, choice, expected):
    make_tenant("live", status=Status.LIVE)
    make_tenant("neu")
    make_tenant("gesperrt", status=Status.SUSPENDED)
    make_tenant("alt", status=Status.ARCHIVED)
    make_tenant("rueckstand", schema_fingerprint="an older one")
    add_run(make_tenant("fehlerhaft"), error="OperationalError: timeout")
    response = console.get("/", {"auswahl": choice})
    assert names_on(response) == expected
    current = [chip for chip in response.context["chips"] if chip.is_current]
    assert [chip.count for chip in current] == [len(expected)]


def test_chips_keep_the_search_and_search_keeps_no_wrong_counts(console, only_mine):
    make_tenant("thale", status=Status.LIVE)
    make_tenant("stendal", status=Status.LIVE)
    chips = {str(chip.label): chip for chip in console.get("/", {"q": "thale"}).context["chips"]}
    assert chips["In Betrieb"].count == 1
    assert "q=thale" in chips["In Betrieb"].url


def test_many_municipalities_come_in_pages(console, only_mine):
    for number in range(51):
        make_tenant(f"ort{number:02}")
    assert len(names_on(console.get("/"))) == 50
    assert names_on(console.get("/", {"seite": "2"})) == ["Ort50"]


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_the_same_number_of_questions_whatever_the_number(
    console, only_mine, count, django_assert_num_queries
):
    for number in range(count):
        tenant = make_tenant(f"ort{number:02}")
        add_figures(tenant, bookings=[number] * 7)
        add_run(tenant)
    console.get("/")
    with django_assert_num_queries(QUERIES):
        response = console.get("/")
    assert len(names_on(response)) == count


def test_a_trend_is_drawn_inside_its_frame():
    points = [tuple(map(int, point.split(","))) for point in Trend([0, 3, 900, 1, 2, 5, 8]).points.split()]
    assert points[0] == (2, 18)
    assert points[2] == (22, 3)
    assert all(0 <= x <= 64 and 0 <= y <= 20 for x, y in points)


def test_a_quiet_week_is_a_flat_line():
    assert {point.split(",")[1] for point in Trend([0] * 7).points.split()} == {"18"}


def test_figures_older_than_a_week_are_not_counted(console, only_mine):
    add_figures(make_tenant("thale"), bookings=[100, 1, 1, 1, 1, 1, 1, 1])
    assert "7&nbsp;<svg" in row_of(console.get("/"), "Thale")
