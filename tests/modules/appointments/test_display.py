"""The screen in the waiting room: numbers and counters, cheap to ask every few seconds."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.appointments.services import mark_arrived
from modules.appointments.services.queue import call_next, finish, recall
from tests.factories.appointments import TUESDAY, make_office
from tests.modules.appointments.room import draw, make_device, takes_walk_ins, team_of
from tests.modules.appointments.staff import booked, clock_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tenant, clock):
    made = make_office(places=2)
    takes_walk_ins(made)
    clock(clock_time(10))
    return made


@pytest.fixture
def screen(place) -> str:
    return f"/termine/anzeige/{make_device(place, 'display').token}/"


def calls(client, screen) -> list[tuple[str, str]]:
    return [(call["label"], call["counter"]) for call in json.loads(client.get(f"{screen}stand/").content)["calls"]]


def call(place, actor, counter):
    return call_next(teams=[team_of(place)], actor=actor, counter=counter)


class TestWhatItShows:
    def test_the_latest_call_comes_first_and_who_is_done_goes(self, tenant_client, place, screen, case_worker, clock):
        draw(place)
        draw(place)
        first = call(place, case_worker, "3")
        clock(clock_time(10, 1))
        call(place, case_worker, "Zimmer 12")
        assert calls(tenant_client, screen) == [("A 2", "Zimmer 12"), ("A 1", "Platz 3")]
        clock(clock_time(10, 2))
        recall(ticket=first, actor=case_worker)
        assert calls(tenant_client, screen) == [("A 1", "Platz 3"), ("A 2", "Zimmer 12")]
        finish(ticket=first, actor=case_worker)
        assert calls(tenant_client, screen) == [("A 2", "Zimmer 12")]

    def test_a_call_and_a_recall_have_keys_of_their_own(self, tenant_client, place, screen, case_worker):
        draw(place)
        ticket = call(place, case_worker, "3")
        before = json.loads(tenant_client.get(f"{screen}stand/").content)["calls"][0]["key"]
        recall(ticket=ticket, actor=case_worker)
        assert json.loads(tenant_client.get(f"{screen}stand/").content)["calls"][0]["key"] != before

    def test_no_name_ever(self, tenant_client, place, screen, case_worker):
        booking = mark_arrived(booking=booked(place, 10, 20), actor=case_worker)
        call(place, case_worker, "3")
        for address in (screen, f"{screen}stand/"):
            page = tenant_client.get(address).content.decode()
            assert booking.code in page
            assert "Brandt" not in page
            assert "Mirela" not in page

    def test_other_places_and_other_days_are_not_shown(self, tenant_client, place, screen, case_worker, clock):
        elsewhere = make_office()
        takes_walk_ins(elsewhere)
        draw(elsewhere)
        call(elsewhere, case_worker, "9")
        draw(place)
        call(place, case_worker, "3")
        assert calls(tenant_client, screen) == [("A 1", "Platz 3")]
        clock(clock_time(0, 1, TUESDAY + timedelta(days=1)))
        assert calls(tenant_client, screen) == []

    def test_the_words_of_a_screen_in_english(self, tenant_client, place, screen, case_worker):
        draw(place)
        call(place, case_worker, "3")
        assert calls(tenant_client, f"/en{screen}") == [("A 1", "Counter 3")]


class TestPrice:
    def test_asking_costs_two_queries_and_no_session(self, tenant_client, place, screen, case_worker):
        for _number in range(2):
            draw(place)
            call(place, case_worker, "3")
        tenant_client.get(f"{screen}stand/")  # the device has just been seen
        with CaptureQueriesContext(connection) as found:
            answer = tenant_client.get(f"{screen}stand/")
        assert len([query for query in found if "search_path" not in query["sql"]]) == 2
        assert not tenant_client.cookies
        assert "no-cache" in answer["Cache-Control"]

    def test_while_nothing_changes_the_answer_is_empty(self, tenant_client, place, screen, case_worker):
        draw(place)
        etag = tenant_client.get(f"{screen}stand/")["ETag"]
        assert tenant_client.get(f"{screen}stand/", HTTP_IF_NONE_MATCH=etag).status_code == 304
        call(place, case_worker, "3")
        assert tenant_client.get(f"{screen}stand/", HTTP_IF_NONE_MATCH=etag).status_code == 200
