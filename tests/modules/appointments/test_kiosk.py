"""The tablet at the entrance: right day, place and time, or a clear sentence; and numbers without an appointment."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from modules.appointments.models import Booking, Channel, ConcernPlace, QueueTicket, State
from modules.appointments.services import cancel_booking, mark_arrived, mark_called, mark_done, serve_now
from modules.appointments.services.arriving import Arrival, check_in
from modules.appointments.services.devices import renew_device
from modules.appointments.views.public import kiosk as kiosk_views
from rathaus.audit.models import AuditEntry
from tests.factories.appointments import (
    TUESDAY,
    ConcernFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    hold_at,
    make_office,
)
from tests.modules.appointments.citizens import field, text_of
from tests.modules.appointments.room import draw, make_device, takes_walk_ins, team_of
from tests.modules.appointments.staff import booked, clock_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tenant, clock):
    """A place with two counters; it is Tuesday, 10:00, and walk-ins are welcome."""
    made = make_office(places=2)
    takes_walk_ins(made)
    clock(clock_time(10))
    return made


@pytest.fixture
def kiosk(place) -> str:
    """The address of a tablet at the place."""
    return f"/termine/ankommen/{make_device(place).token}/"


def post(client: Client, address: str, **data: str) -> Any:
    """Return the page to which a form leads."""
    answer = client.post(address, data)
    return client.get(answer["Location"]) if answer.status_code == 303 else answer


def show_code(client: Client, kiosk: str, code: str) -> str:
    """Return what the tablet says to somebody who shows a code."""
    answer = post(client, kiosk, code=code)
    assert answer.status_code == 200
    return text_of(answer)


class TestArriving:
    @pytest.mark.parametrize("style", ["{code}", "{lower}", "{plain}", "http://x.example/termine/t/{token}/"])
    def test_code_and_qr_code_are_understood_however_they_come(self, tenant_client, place, kiosk, style):
        booking = booked(place, 10, 20)
        values = {"code": booking.code, "lower": f" {booking.code.lower()} ", "plain": booking.code.replace("-", "")}
        page = show_code(tenant_client, kiosk, style.format(token=booking.token, **values))
        assert "Sie sind angemeldet. Ihr Termin ist um 10:20 Uhr." in page
        assert booking.code in page
        ticket = QueueTicket.objects.get()
        assert (ticket.booking.state, ticket.arrived_at) == (State.ARRIVED, clock_time(10))

    def test_a_scanner_with_american_keys_is_understood(self, tenant_client, place, kiosk):
        booking = booked(place, 10, 20)
        Booking.objects.filter(pk=booking.pk).update(code="K7Y-2ZX")
        assert "Sie sind angemeldet." in show_code(tenant_client, kiosk, "K7Zß2YX")

    def test_nobody_reads_a_name_and_nothing_is_kept(self, tenant_client, place, kiosk):
        answer = post(tenant_client, kiosk, code=booked(place, 10, 20).code)
        assert "Brandt" not in answer.content.decode()
        assert not tenant_client.cookies
        assert "no-cache" in answer["Cache-Control"]
        assert AuditEntry.objects.get(action="appointments.step_taken").actor_kind == "citizen"

    @pytest.mark.parametrize(
        ("at", "sentence"),
        [
            ((9, 20), "Sie sind früh da. Ihr Termin ist um 10:20 Uhr. Bitte melden Sie sich ab 9:50 Uhr hier an."),
            ((9, 50), "Sie sind angemeldet."),
            ((10, 30), "Sie sind angemeldet."),
            ((10, 31), "Sie sind angemeldet, aber zu spät. Ihr Termin war um 10:20 Uhr."),
        ],
    )
    def test_early_and_late(self, tenant_client, kiosk, clock, at, sentence):
        booking = booked(ConcernPlace.objects.get(), 10, 20)
        clock(clock_time(*at))
        assert sentence in show_code(tenant_client, kiosk, booking.code)
        assert QueueTicket.objects.exists() == ("angemeldet" in sentence)

    def test_other_days_and_places_are_named(self, tenant_client, place, kiosk, clock):
        later = booked(place, 10, day=TUESDAY + timedelta(days=1))
        assert "Ihr Termin ist am Mi, 25. November um 10:00 Uhr." in show_code(tenant_client, kiosk, later.code)
        elsewhere = make_office()
        there = booked(elsewhere, 10, 20)
        page = show_code(tenant_client, kiosk, there.code)
        assert "Sie sind am falschen Ort." in page
        assert elsewhere.location.name in page
        clock(clock_time(10, day=TUESDAY + timedelta(days=7)))
        assert "Ihr Termin war am Mi, 25. November um 10:00 Uhr." in show_code(tenant_client, kiosk, later.code)
        assert not QueueTicket.objects.exists()

    def test_what_became_of_an_appointment_is_said(self, tenant_client, place, kiosk, case_worker):
        booking = booked(place, 10, 20)
        show_code(tenant_client, kiosk, booking.code)
        assert "Sie sind schon angemeldet." in show_code(tenant_client, kiosk, booking.code)
        mark_called(booking=booking, actor=case_worker, counter="Zimmer 12")
        page = show_code(tenant_client, kiosk, booking.code)
        assert "Wir haben Sie schon aufgerufen." in page
        assert "Zimmer 12" in page
        mark_done(booking=booking, actor=case_worker)
        assert "Dieser Termin ist vorbei." in show_code(tenant_client, kiosk, booking.code)
        gone = cancel_booking(booking=booked(place, 10, 40))
        assert "Dieser Termin ist abgesagt." in show_code(tenant_client, kiosk, gone.code)

    @pytest.mark.parametrize(("channel", "heading"), [("phone", "am Telefon"), ("video", "per Video")])
    def test_who_talks_on_the_telephone_need_not_come(self, tenant_client, place, kiosk, channel, heading):
        booking = booked(place, 10, 20)
        Booking.objects.filter(pk=booking.pk).update(channel=Channel(channel))
        assert f"Ihr Termin ist {heading}." in show_code(tenant_client, kiosk, booking.code)

    @pytest.mark.parametrize("typed", ["", "K7M", "K7M-2QX", "😀" * 50, "x" * 10_000, "' OR 1=1"])
    def test_what_is_no_code_is_said_at_the_field(self, tenant_client, kiosk, typed):
        answer = tenant_client.post(kiosk, {"code": typed})
        assert answer.status_code == 200
        assert "kern-error" in answer.content.decode()

    def test_a_time_that_is_only_held_is_unknown(self, tenant_client, place, kiosk):
        assert "Diese Terminnummer kennen wir nicht." in show_code(tenant_client, kiosk, hold_at(place, 10, 20).code)

    def test_tries_are_limited_per_device(self, tenant_client, place, kiosk, monkeypatch):
        monkeypatch.setattr(kiosk_views, "CODES_PER_DEVICE", 3)
        booking = booked(place, 10, 20)
        for _try in range(3):
            show_code(tenant_client, kiosk, "ABC-DEF")
        assert "Bitte melden Sie sich am Empfang." in show_code(tenant_client, kiosk, booking.code)
        other = make_device(place)
        assert "Sie sind angemeldet." in show_code(tenant_client, f"/termine/ankommen/{other.token}/", booking.code)

    def test_the_town_hall_may_be_faster(self, place, case_worker, monkeypatch):
        booking = booked(place, 10, 20)
        found = Booking.objects.select_related("concern", "place__location").get(pk=booking.pk)
        mark_called(booking=booking, actor=case_worker)
        monkeypatch.setattr("modules.appointments.services.arriving.find_by_code", lambda *_args: found)
        assert check_in(typed=booking.code, location_id=place.location_id).arrival == Arrival.CALLED


class TestDevices:
    def test_another_kind_or_token_shows_nothing(self, tenant_client, place):
        screen = make_device(place, "display")
        assert tenant_client.get(f"/termine/ankommen/{screen.token}/").status_code == 404
        assert tenant_client.get("/termine/ankommen/abc/").status_code == 404

    def test_a_renewed_address_shuts_the_old_one_out(self, tenant_client, place, administrator):
        device = make_device(place)
        old = device.token
        renew_device(device=device, actor=administrator)
        assert tenant_client.get(f"/termine/ankommen/{old}/").status_code == 404
        assert tenant_client.get(f"/termine/ankommen/{device.token}/").status_code == 200

    def test_it_says_when_it_was_seen(self, tenant_client, place, clock):
        device = make_device(place)
        for minute in (0, 0, 5):
            clock(clock_time(10, minute))
            tenant_client.get(f"/termine/ankommen/{device.token}/")
            device.refresh_from_db()
            assert device.last_seen_at == clock_time(10, minute)

    def test_strangers_cannot_post(self, kiosk, tenant):
        stranger = Client(HTTP_HOST=f"{tenant.slug}.localhost", HTTP_ORIGIN="https://boese.example")
        assert stranger.post(kiosk, {"code": "x"}).status_code == 403

    def test_english_is_one_tap_away(self, tenant_client, kiosk):
        page = tenant_client.get(kiosk).content.decode()
        assert f'href="/en{kiosk}"' in page
        assert 'lang="en"' in tenant_client.get(f"/en{kiosk}").content.decode()


class TestWalkIns:
    def draw(self, client, kiosk, place, **values):
        address = f"{kiosk}ohne-termin/{place.pk}/"
        key = field(client.get(address), "idem_key")
        return post(client, address, **{"persons": "1", "idem_key": key, **values})

    def test_the_wait_is_said_before_and_the_number_after(self, tenant_client, kiosk, case_worker, clock):
        place = ConcernPlace.objects.get()
        for _counter in range(2):
            draw(place)
            serve_now(place=place, actor=case_worker, idem_key=uuid4(), force=True)
        clock(clock_time(10, 1))
        before = text_of(tenant_client.get(f"{kiosk}ohne-termin/{place.pk}/"))
        assert "Sie warten etwa 40 Minuten" in before
        assert "Vor Ihnen warten 2 Personen" in before
        answer = self.draw(tenant_client, kiosk, place, persons="2")
        page = text_of(answer)
        assert "A 3" in page
        assert "Sie warten: etwa 40 Minuten" in page
        assert QueueTicket.objects.get(label="A 3").persons == 2
        assert "<svg" in answer.content.decode()

    def test_concerns_are_offered_by_group_and_only_those_of_this_place(self, tenant_client, place, kiosk):
        make_office()
        staff_only = ConcernFactory(name="Trauung", audience="staff")
        ConcernPlaceFactory(concern=staff_only, location=place.location, pools=[team_of(place)])
        page = tenant_client.get(f"{kiosk}ohne-termin/").content.decode()
        assert page.count(f'href="{kiosk}ohne-termin/') == 1
        assert place.concern.name in page
        assert "Trauung" not in page

    def test_full_is_said_kindly_with_the_next_appointment(self, tenant_client, place, kiosk):
        draw(place)
        takes_walk_ins(place, max_waiting=1)
        answer = tenant_client.get(f"{kiosk}ohne-termin/{place.pk}/")
        page = text_of(answer)
        assert "Im Moment warten sehr viele." in page
        assert "Nächster freier Termin Di, 24. November 2026, 10:00 Uhr" in page
        assert "<svg" in answer.content.decode()

    def test_who_was_too_slow_reads_why(self, tenant_client, place, kiosk):
        address = f"{kiosk}ohne-termin/{place.pk}/"
        key = field(tenant_client.get(address), "idem_key")
        takes_walk_ins(place, takes_walk_ins=False)
        page = text_of(tenant_client.post(address, {"persons": "1", "idem_key": key}))
        assert "Hier brauchen Sie einen Termin." in page
        assert not QueueTicket.objects.exists()

    def test_without_walk_ins_the_first_page_does_not_offer_them(self, tenant_client, place, kiosk):
        takes_walk_ins(place, takes_walk_ins=False)
        assert "ohne Termin" not in text_of(tenant_client.get(kiosk))

    def test_in_the_break_it_says_when_it_goes_on(self, tenant_client, place, kiosk, clock):
        clock(clock_time(8))
        page = text_of(tenant_client.get(f"{kiosk}ohne-termin/{place.pk}/"))
        assert "Nummern gibt es heute wieder ab 9:00 Uhr." in page


class TestOwnNumber:
    def page(self, client, ticket):
        return client.get(f"/termine/nummer/{ticket.token}/")

    def test_it_says_how_many_are_ahead_and_how_long_it_takes(self, tenant_client, place, case_worker):
        for hour, minute in ((10, 0), (10, 20)):
            mark_arrived(booking=booked(place, hour, minute), actor=case_worker)
        ticket = draw(place)
        page = text_of(self.page(tenant_client, ticket))
        assert "Vor Ihnen 2 Personen" in page
        assert "Wartezeit etwa 20 Minuten" in page
        assert not tenant_client.cookies

    def test_it_says_where_to_go_and_that_it_is_over(self, tenant_client, place, case_worker):
        from modules.appointments.services.queue import call_next, finish

        ticket = draw(place)
        call_next(teams=[team_of(place)], actor=case_worker, counter="3")
        page = text_of(self.page(tenant_client, ticket))
        assert re.search("Sie sind dran. .*Bitte kommen Sie jetzt: Platz 3", page)
        finish(ticket=ticket, actor=case_worker)
        assert "Ihr Besuch ist erledigt." in text_of(self.page(tenant_client, ticket))

    def test_the_address_stops_working_at_midnight(self, tenant_client, place, clock, kiosk):
        ticket = draw(place)
        assert self.page(tenant_client, ticket).status_code == 200
        clock(clock_time(0, 1, TUESDAY + timedelta(days=1)))
        assert self.page(tenant_client, ticket).status_code == 404
        assert tenant_client.get(f"{kiosk}nummer/{ticket.token}/").status_code == 404


class TestWhatNeedsAnAppointment:
    def page(self, client, kiosk, place) -> str:
        return text_of(client.get(f"{kiosk}ohne-termin/{place.pk}/"))

    @pytest.mark.parametrize("further", [{"lead_minutes": 1440}, {"channels": ["phone"]}])
    def test_what_has_to_be_prepared_or_is_done_by_telephone(self, tenant_client, place, kiosk, further):
        concern = ConcernFactory(name="Trauung anmelden", **further)
        ConcernPlaceFactory(concern=concern, location=place.location, pools=[team_of(place)])
        assert "Trauung" not in text_of(tenant_client.get(f"{kiosk}ohne-termin/"))

    def test_a_concern_with_hours_of_its_own_gives_numbers_in_them_alone(self, tenant_client, place, kiosk, clock):
        ConcernWindowFactory(concern=place.concern)
        assert "Nummer ziehen" in self.page(tenant_client, kiosk, place)
        clock(clock_time(11))
        assert "Gerade ist geschlossen." in self.page(tenant_client, kiosk, place)
