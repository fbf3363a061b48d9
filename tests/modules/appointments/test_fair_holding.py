"""Holding a time: limits per network, the browser's work, forms that nobody filled in, and a page for the rush."""

import json
import re
import uuid
from datetime import timedelta

import altcha
import pytest
from django.utils import timezone

from modules.appointments.errors import BusyError, ProofMissingError
from modules.appointments.models import AppointmentSettings, Booking, State
from modules.appointments.proof import accept_proof, make_task
from modules.appointments.selectors import load
from modules.appointments.services.admitting import FINDS_PER_NETWORK, admit_hold
from rathaus.limits.models import LimitWindow
from rathaus.tenancy import enter
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, cell, hold_at
from tests.modules.appointments.citizens import DETAILS, choose, field, held, page_of, text_of, times_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _easy_tasks(monkeypatch):
    """Set tasks that Python solves at once."""
    monkeypatch.setattr("modules.appointments.proof._TRIES", 3)


@pytest.fixture
def prefer(db):
    """Return a function that sets choices of the municipality."""

    def save(**choices):
        AppointmentSettings.objects.update_or_create(defaults=choices)

    return save


def solved(client, idem_key):
    """Return what a browser sends after it has solved the task for the form with this key."""
    answer = client.get(f"/termine/aufgabe/?schluessel={idem_key}").json()
    challenge = altcha.Challenge.from_dict(answer["challenge"])
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def send(client, office, page, hour=9, **further):
    """Return the answer to a time of a page, with further fields."""
    data = {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(hour)}", **further}
    return client.post(times_url(office), data)


class TestHoldsPerNetwork:
    def test_beyond_the_limit_the_page_says_until_when_and_how_else(self, office, tenant_client, prefer):
        prefer(holds_per_network=2)
        held(tenant_client, office, 9)
        held(tenant_client, office, 10)

        answer = choose(tenant_client, office, 11)

        assert (answer.status_code, answer["Retry-After"]) == (429, "600")
        assert "Ab 8:10 Uhr geht es wieder." in text_of(answer)
        assert "Wir finden gemeinsam einen Termin." in text_of(answer)
        assert Booking.objects.count() == 2

    def test_the_choice_is_still_there(self, office, tenant_client, prefer):
        prefer(holds_per_network=1)
        held(tenant_client, office, 9)

        answer = choose(tenant_client, office, 11).content.decode()

        assert re.search(rf'value="{office.pk}_{TUESDAY}_{cell(11)}" checked', answer)

    def test_it_goes_on_when_the_time_is_over(self, office, tenant_client, prefer, clock):
        prefer(holds_per_network=1)
        held(tenant_client, office, 9)
        clock(MONDAY_MORNING + timedelta(minutes=11))

        assert choose(tenant_client, office, 11).status_code == 303

    def test_zero_means_no_limit(self, office, tenant_client, prefer):
        prefer(holds_per_network=0)
        held(tenant_client, office, 9)
        assert not LimitWindow.objects.exists()

    def test_another_network_is_not_concerned(self, office, tenant_client, prefer, settings):
        settings.TRUSTED_PROXIES = ["127.0.0.1"]
        prefer(holds_per_network=1)
        held(tenant_client, office, 9)
        page = tenant_client.get(times_url(office))

        data = {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(10)}"}
        answer = tenant_client.post(times_url(office), data, headers={"x-forwarded-for": "198.51.100.7"})
        assert answer.status_code == 303

    def test_a_forged_header_is_no_other_network(self, office, tenant_client, prefer):
        prefer(holds_per_network=1)
        held(tenant_client, office, 9)
        page = tenant_client.get(times_url(office))

        data = {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(10)}"}
        answer = tenant_client.post(times_url(office), data, headers={"x-forwarded-for": "198.51.100.7"})
        assert answer.status_code == 429

    def test_choosing_another_time_for_what_is_held_is_free(self, office, tenant_client, prefer):
        prefer(holds_per_network=1)
        booking = held(tenant_client, office, 9)
        for hour in (10, 11, 9):
            assert choose(tenant_client, office, hour, halten=booking.token).status_code == 303
        assert Booking.objects.filter(state=State.HELD).count() == 1

    def test_a_double_click_does_not_count_twice(self, office, tenant_client, prefer):
        prefer(holds_per_network=1)
        page = tenant_client.get(times_url(office))

        first, second = send(tenant_client, office, page), send(tenant_client, office, page)
        assert first["Location"] == second["Location"]

    def test_a_lapsed_hold_that_is_wanted_again_counts_and_loses_nothing(self, office, tenant_client, prefer, clock):
        prefer(holds_per_network=1)
        booking = held(tenant_client, office, 9)
        tenant_client.post(page_of(booking), DETAILS)
        clock(MONDAY_MORNING + timedelta(minutes=10, seconds=30))
        held(tenant_client, office, 11)

        own = f"{office.pk}_{TUESDAY}_{cell(9)}"
        answer = tenant_client.post(page_of(booking, "reservieren/"), {"zeit": own})

        assert answer.status_code == 429
        assert "Ihre Angaben sind noch da." in text_of(answer)

    def test_edge_case_17_no_address_is_kept(self, office, tenant_client):
        held(tenant_client, office, 9)
        assert "127.0.0" not in str(list(LimitWindow.objects.values()))


class TestTheBrowsersWork:
    def test_nothing_is_asked_for_at_first(self, office, tenant_client):
        page = tenant_client.get(times_url(office))
        assert "data-proof-url" not in page.content.decode()
        assert tenant_client.get(f"/termine/aufgabe/?schluessel={field(page, 'idem_key')}").json() == {
            "challenge": None
        }

    def test_a_solved_task_holds_the_time(self, office, tenant_client, prefer):
        prefer(proof_of_work="always")
        page = tenant_client.get(times_url(office))
        proof = solved(tenant_client, field(page, "idem_key"))

        assert send(tenant_client, office, page, rechnung=proof).status_code == 303

    def test_edge_case_18_without_it_the_choice_is_kept_and_the_way_by_telephone_shown(
        self, office, tenant_client, prefer
    ):
        prefer(proof_of_work="always")
        answer = choose(tenant_client, office, 9)

        assert "Ihr Browser muss zuerst eine Rechenaufgabe lösen." in text_of(answer)
        assert re.search(rf'value="{office.pk}_{TUESDAY}_{cell(9)}" checked', answer.content.decode())
        assert "<noscript>" in answer.content.decode()
        assert not Booking.objects.exists()

    def test_edge_case_18_an_expired_task_is_refused_and_a_new_one_is_set(self, office, tenant_client, prefer, clock):
        prefer(proof_of_work="always")
        page = tenant_client.get(times_url(office))
        proof = solved(tenant_client, field(page, "idem_key"))
        clock(MONDAY_MORNING + timedelta(minutes=21))

        again = send(tenant_client, office, page, rechnung=proof)
        assert not Booking.objects.exists()
        proof = solved(tenant_client, field(again, "idem_key"))
        assert send(tenant_client, office, again, rechnung=proof).status_code == 303

    def test_a_solution_for_another_form_is_refused(self, office, tenant_client, prefer):
        prefer(proof_of_work="always")
        proof = solved(tenant_client, uuid.uuid4())
        page = tenant_client.get(times_url(office))

        send(tenant_client, office, page, rechnung=proof)
        assert not Booking.objects.exists()

    def test_a_replayed_solution_is_refused(self, office, tenant_client, prefer, clock):
        prefer(proof_of_work="always")
        page = tenant_client.get(times_url(office))
        proof = solved(tenant_client, field(page, "idem_key"))
        send(tenant_client, office, page, rechnung=proof)
        clock(MONDAY_MORNING + timedelta(minutes=11))

        again = send(tenant_client, office, page, 10, rechnung=proof)
        assert again.status_code == 200
        assert Booking.objects.filter(cell_from=cell(10)).count() == 0

    def test_a_double_click_needs_no_second_solution(self, office, tenant_client, prefer):
        prefer(proof_of_work="always")
        page = tenant_client.get(times_url(office))
        proof = solved(tenant_client, field(page, "idem_key"))

        answers = [send(tenant_client, office, page, rechnung=proof) for _ in range(2)]
        assert answers[0]["Location"] == answers[1]["Location"]

    @pytest.mark.parametrize("forged", ["", "x", "e30=", "A" * 5000, "bnVsbA==", "W10=", "eyJjaGFsbGVuZ2UiOiJ4In0="])
    def test_nonsense_is_no_solution(self, forged):
        assert not accept_proof(proof=forged, idem_key=uuid.uuid4(), now=timezone.now())

    def test_an_easier_task_of_ones_own_is_no_solution(self):
        key = uuid.uuid4()
        easy = altcha.create_challenge("PBKDF2/SHA-256", 1, data={"form": str(key)}, hmac_secret="guess")
        proof = altcha.Payload(easy, altcha.solve_challenge(easy)).to_base64()
        assert not accept_proof(proof=proof, idem_key=key, now=timezone.now())

    def test_a_neighbours_task_is_no_solution(self, tenant):
        key = uuid.uuid4()
        task = make_task(idem_key=key, effort=1, now=timezone.now())
        proof = altcha.Payload(
            challenge := altcha.Challenge.from_dict(task), altcha.solve_challenge(challenge)
        ).to_base64()
        neighbour = type(tenant)(id=uuid.uuid4(), slug="nachbar", schema_name=tenant.schema_name)
        with enter(neighbour):
            assert not accept_proof(proof=proof, idem_key=key, now=timezone.now())
        assert accept_proof(proof=proof, idem_key=key, now=timezone.now())

    def test_only_a_rush_asks_for_it_and_a_bigger_one_for_more(self, prefer, monkeypatch):
        prefer(proof_of_work="busy")
        rush = {"holds": 0}
        monkeypatch.setattr(load, "holds_in_last_minute", lambda _now, _settings: rush["holds"])
        efforts = []
        for rush["holds"] in (0, 19, 20, 45, 60, 1000):
            efforts.append(load.effort_needed(timezone.now()))

        assert efforts == [0, 0, 1, 2, 3, 4]

    def test_the_rush_is_what_was_held_in_the_last_minute(self, office, prefer, clock):
        prefer(hold_minutes=10)
        hold_at(office, 9)
        clock(MONDAY_MORNING + timedelta(seconds=50))
        hold_at(office, 10)
        settings = AppointmentSettings.objects.get()

        counts = [load.holds_in_last_minute(MONDAY_MORNING + timedelta(seconds=s), settings) for s in (50, 70, 120)]
        assert counts == [2, 1, 0]

    def test_moving_a_held_time_needs_none(self, office, tenant_client, prefer):
        booking = held(tenant_client, office, 9)
        prefer(proof_of_work="always")
        assert choose(tenant_client, office, 10, halten=booking.token).status_code == 303

    def test_a_lapsed_time_is_not_revived_without_it(self, office, tenant_client, prefer, clock):
        booking = held(tenant_client, office, 9)
        prefer(proof_of_work="always")
        clock(MONDAY_MORNING + timedelta(minutes=30))
        own = {"zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"}

        refused = tenant_client.post(page_of(booking, "reservieren/"), own)
        assert "Ihr Browser muss zuerst eine Rechenaufgabe lösen." in text_of(refused)
        proof = solved(tenant_client, booking.idem_key)
        assert tenant_client.post(page_of(booking, "reservieren/"), own | {"rechnung": proof}).status_code == 303

    def test_a_failed_attempt_for_which_nobody_is_to_blame_does_not_use_it_up(
        self, office, tenant_client, prefer, monkeypatch
    ):
        prefer(proof_of_work="always")
        page = tenant_client.get(times_url(office))
        proof = solved(tenant_client, field(page, "idem_key"))
        with monkeypatch.context() as crowded:
            crowded.setattr("modules.appointments.views.public.times.hold", busy)
            assert send(tenant_client, office, page, rechnung=proof).status_code == 429

        assert send(tenant_client, office, page, rechnung=proof).status_code == 303

    def test_the_page_brings_its_worker_from_our_own_host(self, office, tenant_client, prefer):
        prefer(proof_of_work="always")
        page = tenant_client.get(times_url(office))
        assert 'data-proof-worker="/static/altcha/pbkdf2.js"' in page.content.decode()
        assert "script-src 'self'" in page["Content-Security-Policy"]


class TestFormsThatNobodyFilledIn:
    def test_a_filled_trap_holds_nothing_and_says_what_to_do(self, office, tenant_client):
        page = tenant_client.get(times_url(office))
        answer = send(tenant_client, office, page, website="https://spam.example")

        assert answer.status_code == 200
        assert "Bitte leeren Sie das Feld" in text_of(answer)
        assert not Booking.objects.exists()

    def test_a_time_chosen_at_once_is_asked_for_again_and_then_taken(
        self, office, tenant_client, settings, monkeypatch
    ):
        settings.FORM_MIN_SECONDS = 2
        now = {"time": 1_000_000.0}
        monkeypatch.setattr("rathaus.web.forms.time.time", lambda: now["time"])
        page = tenant_client.get(times_url(office))
        now["time"] += 1
        again = send(tenant_client, office, page, gezeigt=field(page, "gezeigt"))
        assert "Das ging sehr schnell." in text_of(again)

        now["time"] += 1.5
        assert field(again, "gezeigt") == field(page, "gezeigt")
        assert send(tenant_client, office, again, gezeigt=field(again, "gezeigt")).status_code == 303

    @pytest.mark.parametrize("forged", ["", "forged", "1000.0", "x" * 5000])
    def test_a_forged_moment_is_replaced_by_a_true_one(self, office, tenant_client, settings, forged):
        settings.FORM_MIN_SECONDS = 2
        page = tenant_client.get(times_url(office))
        again = send(tenant_client, office, page, gezeigt=forged)

        assert not Booking.objects.exists()
        assert field(again, "gezeigt") not in ("", forged)

    def test_details_that_come_at_once_stay_in_the_form(self, office, tenant_client, settings, clock):
        booking = held(tenant_client, office)
        settings.FORM_MIN_SECONDS = 2
        answer = tenant_client.post(page_of(booking), DETAILS)
        assert "Das ging sehr schnell." in text_of(answer)
        assert field(answer, "last_name") == "Brandt"

        clock(MONDAY_MORNING + timedelta(seconds=3))
        assert tenant_client.post(page_of(booking), DETAILS).status_code == 303


def busy(**_further):
    raise BusyError


class TestTheRush:
    def test_edge_case_17_who_comes_at_the_wrong_second_gets_a_page_that_tries_again(
        self, office, tenant_client, monkeypatch
    ):
        page = tenant_client.get(times_url(office))
        with monkeypatch.context() as crowded:
            crowded.setattr("modules.appointments.views.public.times.hold", busy)
            answer = send(tenant_client, office, page)

        assert (answer.status_code, answer["Retry-After"]) == (429, "6")
        assert "Gerade gibt es viele Anfragen" in text_of(answer)
        same = {name: field(answer, name) for name in ("idem_key", "zeit")}
        assert tenant_client.post(times_url(office), same).status_code == 303

    def test_edge_case_17_without_a_script_the_browser_comes_back_to_the_chosen_time(
        self, office, tenant_client, monkeypatch
    ):
        page = tenant_client.get(times_url(office))
        with monkeypatch.context() as crowded:
            crowded.setattr("modules.appointments.views.public.times.hold", busy)
            answer = send(tenant_client, office, page).content.decode()

        address = re.search(r'http-equiv="refresh" content="6; url=([^"]+)"', answer)[1].replace("&amp;", "&")
        times = tenant_client.get(address).content.decode()
        assert re.search(rf'value="{office.pk}_{TUESDAY}_{cell(9)}" checked', times)

    def test_a_lapsed_time_that_is_wanted_again_waits_too(self, office, tenant_client, monkeypatch, clock):
        booking = held(tenant_client, office)
        clock(MONDAY_MORNING + timedelta(minutes=30))
        monkeypatch.setattr("modules.appointments.views.public.booking.hold", busy)

        answer = tenant_client.post(page_of(booking, "reservieren/"), {"zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"})
        assert answer.status_code == 429


def test_who_tries_out_numbers_is_stopped_and_told_to_call(office, tenant_client):
    guess = {"number": "K7M-2QX", "contact": "anna@post.example"}
    answers = [tenant_client.post("/termine/finden/", guess) for _ in range(FINDS_PER_NETWORK + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {303}
    assert answers[-1].status_code == 429
    assert field(answers[-1], "number") == "K7M-2QX"
    assert "geht es wieder." in text_of(answers[-1])


def test_a_task_says_nothing_about_anybody(tenant_client, prefer):
    prefer(proof_of_work="always")
    answer = tenant_client.get(f"/termine/aufgabe/?schluessel={uuid.uuid4()}")
    assert answer["Cache-Control"] == "no-store"
    assert set(json.loads(answer.content)["challenge"]["parameters"]["data"]) == {"form", "until"}


def test_the_service_asks_for_the_work_too(office, prefer):
    prefer(proof_of_work="always", holds_per_network=0)
    with pytest.raises(ProofMissingError):
        admit_hold(network="203.0.113.0/24", idem_key=uuid.uuid4())
