"""Step 3: day and time, and what happens when somebody else was quicker."""

import re
import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.appointments.models import Booking, PoolDay, State
from modules.appointments.services import days, ensure_days
from tests.factories.appointments import (
    BERLIN,
    TUESDAY,
    ClosureFactory,
    ConcernPlaceFactory,
    cell,
    hold_at,
    make_office,
)
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.citizens import (
    DETAILS,
    booking_at,
    choose,
    field,
    held,
    page_of,
    text_of,
    times_url,
)

NOBODY = "00000000-0000-4000-8000-00000000abcd"


def day_button(page, day: date) -> str:
    """Return the button of a day; "" where there is none."""
    found = re.search(rf'<button class="day-free" name="tag" value="{day}"[^>]*>', page.content.decode())
    return found[0] if found else ""


def test_the_next_free_day_is_open_when_the_page_opens(office, tenant_client):
    page = tenant_client.get(times_url(office, day=None))
    assert "Schritt 3 von 5: Tag und Uhrzeit wählen" in page.content.decode()
    assert "Uhrzeit am Mo, 23. November" in text_of(page)
    assert 'aria-pressed="true"' in day_button(page, date(2026, 11, 23))
    assert "Nächster freier Tag: Di, 24.11.2026" in text_of(page)


def test_a_free_day_says_all_in_its_name_and_other_days_are_no_buttons(office, tenant_client):
    ClosureFactory(starts_on=date(2026, 11, 26))
    pool = office.pools.all()[0]
    pool.days.all().delete()
    ensure_days()
    for hour, minute in [(hour, minute) for hour in (9, 10, 11) for minute in (0, 20, 40)]:
        hold_at(office, hour, minute, day=date(2026, 11, 25))
    page = tenant_client.get(times_url(office))
    assert 'aria-label="Dienstag, 24. November 2026, 17 Termine frei"' in day_button(page, TUESDAY)
    assert 'aria-pressed="true"' in day_button(page, TUESDAY)
    assert not day_button(page, date(2026, 11, 25))
    assert "25 voll" in text_of(page)
    assert "26 zu" in text_of(page)
    assert not day_button(page, date(2026, 11, 28))


def test_times_stand_in_morning_midday_and_afternoon(tenant_client, clock, tenant):
    office = make_office(starts_at=time(11, 40), ends_at=time(14, 20), grid_minutes=20)
    page = text_of(tenant_client.get(times_url(office)))
    assert "8 Zeiten sind frei." in page
    assert "Vormittag bis 12 Uhr 11:40 Uhr Mittag 12–14 Uhr 12:00 Uhr 12:20 Uhr" in page
    assert "13:40 Uhr Nachmittag ab 14 Uhr 14:00 Uhr Zeit reservieren und weiter" in page
    assert "Wir halten die Zeit 10 Minuten für Sie frei." in page


def test_a_month_without_free_times_says_so_and_the_next_free_day_is_one_click_away(office, tenant_client, clock):
    ClosureFactory(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31))
    office.pools.all()[0].days.all().delete()
    ensure_days()
    page = tenant_client.get(times_url(office, day=None, monat="2026-12"))
    assert "Im Dezember 2026 ist kein Termin frei." in text_of(page)
    assert "Bitte wählen Sie zuerst einen Tag." in text_of(page)
    button = re.search(
        r'name="tag" value="([^"]+)"><span class="kern-label">Nächster freier Tag', page.content.decode()
    )
    assert button[1] == "2027-01-04"
    page = tenant_client.get(times_url(office, day=button[1]))
    assert "Uhrzeit am Mo, 4. Januar" in text_of(page)
    assert "Januar 2027" in text_of(page)


def test_months_lead_back_to_today_and_forward_to_the_end_of_the_horizon(office, tenant_client):
    page = tenant_client.get(times_url(office, day=None)).content.decode()
    assert "monat=2026-12" in page
    assert "monat=2026-10" not in page
    page = tenant_client.get(times_url(office, day=None, monat="2027-01")).content.decode()
    assert "monat=2026-12" in page
    assert "monat=2027-02" not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2026-11-31"},
        {"day": "1999-01-01"},
        {"day": "quatsch"},
        {"day": None, "monat": "2026-13"},
        {"day": None, "monat": "9999-99"},
    ],
)
def test_a_day_or_month_that_is_none_shows_the_next_free_day(office, tenant_client, wrong):
    assert "Uhrzeit am Mo, 23. November" in text_of(tenant_client.get(times_url(office, **wrong)))


def test_a_day_without_free_times_says_so(office, tenant_client):
    page = text_of(tenant_client.get(times_url(office, day=date(2026, 11, 28))))
    assert "An diesem Tag ist keine Zeit frei." in page


def test_a_concern_without_any_free_time_says_so(office, tenant_client):
    pool = office.pools.all()[0]
    pool.opening_hours.all().delete()
    pool.days.all().delete()
    ensure_days()
    page = text_of(tenant_client.get(times_url(office, day=None)))
    assert "Im Moment ist online kein Termin frei." in page
    assert "Tag wählen" not in page


def test_any_place_shows_the_times_of_all_with_the_place_beside_each(office, tenant_client):
    branch = make_office(weekdays=[1], location=LocationFactory(name="Außenstelle"))
    extra = ConcernPlaceFactory(concern=office.concern, location=branch.location, pools=list(branch.pools.all()))
    page = tenant_client.get(times_url(office, ort="egal"))
    assert f"9:00 Uhr {office.location.name} 9:00 Uhr Außenstelle" in text_of(page)
    url = times_url(office, ort="egal")
    value = f"{extra.pk}_{TUESDAY}_{cell(9)}"
    answer = tenant_client.post(url, {"idem_key": field(page, "idem_key"), "zeit": value})
    assert booking_at(answer).place_id == extra.pk


def test_edge_case_01_on_the_days_of_the_clock_change_times_read_as_the_clock_on_the_wall(tenant, tenant_client, clock):
    sunday = date(2026, 10, 25)
    clock(datetime(2026, 10, 19, 8, tzinfo=BERLIN))
    office = make_office(weekdays=[5, 6, 0], starts_at=time(1), ends_at=time(4), grid_minutes=30)
    page = text_of(tenant_client.get(times_url(office, day=sunday)))
    assert "2:00 Uhr (Sommerzeit) 2:30 Uhr (Sommerzeit) 2:00 Uhr (Winterzeit) 2:30 Uhr (Winterzeit) 3:00 Uhr" in page
    for day in (date(2026, 10, 24), date(2026, 10, 26)):
        page = text_of(tenant_client.get(times_url(office, day=day)))
        assert "1:30 Uhr 2:00 Uhr 2:30 Uhr 3:00 Uhr" in page
    answer = choose_on(tenant_client, office, sunday, cell(3, 0, sunday))
    assert "25. Oktober 2026, 3:00 Uhr" in text_of(tenant_client.get(answer["Location"]))


def choose_on(client, place, day: date, first_cell: int):
    """Return the answer to the choice of a cell on another day than Tuesday."""
    url = times_url(place, day=day)
    key = field(client.get(url), "idem_key")
    return client.post(url, {"idem_key": key, "zeit": f"{place.pk}_{day}_{first_cell}"})


def test_without_a_time_the_page_says_what_is_missing_and_keeps_the_day(office, tenant_client):
    url = times_url(office)
    page = tenant_client.post(url, {"idem_key": str(uuid.uuid4())})
    assert page.status_code == 200
    assert "<title>Fehler: Schritt 3" in page.content.decode()
    assert text_of(page).count("Bitte wählen Sie eine Uhrzeit aus.") == 2
    assert "Uhrzeit am Di, 24. November" in text_of(page)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("value", ["x", "a_b_c", "1_2026-11-24_109", f"{NOBODY}_2026-11-24_²", "_" * 200])
def test_a_time_that_nobody_offered_is_no_time(office, tenant_client, value):
    page = tenant_client.post(times_url(office), {"idem_key": str(uuid.uuid4()), "zeit": value})
    assert "Bitte wählen Sie eine Uhrzeit aus." in text_of(page)
    assert not Booking.objects.exists()


def test_a_time_before_now_is_not_booked(office, tenant_client, clock):
    clock(datetime(2026, 11, 24, 10, tzinfo=BERLIN))
    page = tenant_client.post(
        times_url(office), {"idem_key": str(uuid.uuid4()), "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"}
    )
    assert "Diese Zeit können Sie nicht buchen." in text_of(page)
    assert not Booking.objects.exists()


def test_edge_case_09_who_comes_second_gets_the_times_nearby_and_keeps_what_was_chosen(office, tenant_client):
    page = tenant_client.get(times_url(office, personen=2))
    hold_at(office, 9, 20)
    answer = choose(tenant_client, office, 9, 20, page=page, personen=2)
    assert answer.status_code == 409
    words = text_of(answer)
    assert (
        "Dieser Termin wurde gerade vergeben. Diese Zeiten sind in der Nähe frei: 9:40 Uhr 9:50 Uhr 10:00 Uhr" in words
    )
    assert "2 Personen, etwa 30 Minuten" in words
    assert "Uhrzeit am Di, 24. November" in words
    near = re.search(
        r'<button class="kern-btn kern-btn--secondary" name="zeit" value="([^"]+)"', answer.content.decode()
    )
    again = tenant_client.post(times_url(office, personen=2), {"idem_key": field(answer, "idem_key"), "zeit": near[1]})
    assert again.status_code == 303
    assert booking_at(again).cell_from == cell(9, 40)


def test_edge_case_10_a_double_click_holds_once(office, tenant_client):
    page = tenant_client.get(times_url(office))
    first = choose(tenant_client, office, 9, 20, page=page)
    second = choose(tenant_client, office, 9, 20, page=page)
    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1


def test_edge_case_11_another_time_from_the_same_page_replaces_the_first(office, tenant_client):
    page = tenant_client.get(times_url(office))
    first = booking_at(choose(tenant_client, office, 9, 20, page=page))
    second = booking_at(choose(tenant_client, office, 10, 0, page=page))
    assert first == second
    assert second.cell_from == cell(10)
    assert Booking.objects.filter(state=State.HELD).count() == 1


def test_edge_case_11_the_way_back_replaces_the_hold_and_keeps_what_was_typed(office, tenant_client):
    booking = held(tenant_client, office, 9, 20)
    tenant_client.post(page_of(booking), DETAILS)
    page = tenant_client.get(page_of(booking)).content.decode()
    back = re.search(r'href="(/termine/zeit/[^"]+)"', page)[1].replace("&amp;", "&")
    assert f"halten={booking.token}" in back
    page = tenant_client.get(back)
    assert "Ihre Zeit am Di, 24. November 2026, 9:20 Uhr bleibt reserviert" in text_of(page)
    answer = tenant_client.post(
        back, {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(11)}"}
    )
    assert answer["Location"] == page_of(booking)
    assert 'value="Mirela"' in tenant_client.get(answer["Location"]).content.decode()
    booking.refresh_from_db()
    assert booking.cell_from == cell(11)
    assert Booking.objects.count() == 1
    hold_at(office, 9, 20)


def test_two_tabs_of_one_visitor_are_two_holds_of_their_own(office, tenant_client):
    first = held(tenant_client, office, 9, 20)
    second = held(tenant_client, office, 10, 0)
    assert first != second


def test_the_page_of_the_times_may_stay_in_the_browsers_history_and_nowhere_else(office, tenant_client):
    page = tenant_client.get(times_url(office))
    assert page["Cache-Control"] == "private, no-cache"
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "origin", [{"HTTP_ORIGIN": "https://fremd.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": ""}]
)
def test_another_site_cannot_hold_a_time(office, tenant_client, origin):
    data = {"idem_key": str(uuid.uuid4()), "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"}
    assert tenant_client.post(times_url(office), data, **origin).status_code == 403
    assert not Booking.objects.exists()


def test_the_times_of_sixty_days_cost_few_queries(office, tenant_client):
    hold_at(office, 9, 20)
    tenant_client.get(times_url(office))
    with CaptureQueriesContext(connection) as captured:
        tenant_client.get(times_url(office))
    assert len(captured) <= 10
    rows = [query["sql"] for query in captured if "appointments_poolday" in query["sql"]]
    assert len(rows) == 1


def test_the_page_for_many_counters_and_places_costs_no_more_queries(office, tenant_client):
    for _number in range(4):
        branch = make_office(places=10)
        ConcernPlaceFactory(concern=office.concern, location=branch.location, pools=list(branch.pools.all()))
    address = times_url(office, ort="egal")
    tenant_client.get(address)
    with CaptureQueriesContext(connection) as captured:
        tenant_client.get(address)
    assert len(captured) <= 10


def test_a_place_that_closed_meanwhile_is_not_booked(office, tenant_client):
    branch = make_office()
    ConcernPlaceFactory(concern=office.concern, location=branch.location, pools=list(branch.pools.all()))
    page = tenant_client.get(times_url(office, ort=office.pk))
    office.is_active = False
    office.save()
    choose(tenant_client, office, 9, 20, page=page, ort=office.pk)
    assert not Booking.objects.filter(place=office).exists()


def test_a_form_without_its_key_asks_for_a_fresh_page(office, tenant_client):
    page = tenant_client.post(times_url(office), {"zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"})
    assert "Bitte laden Sie die Seite neu" in text_of(page)


def test_a_page_of_times_needs_no_job_to_have_run_today(office, tenant_client, monkeypatch):
    monkeypatch.setattr(days, "_ensured_on", {})
    last = PoolDay.objects.latest("day").day
    PoolDay.objects.filter(day__gt=last - timedelta(days=20)).delete()
    tenant_client.get(times_url(office))
    assert PoolDay.objects.latest("day").day == last
