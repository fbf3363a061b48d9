"""The pages of the waiting list, for citizens without cookies and for the town hall."""

from datetime import timedelta

import pytest

from modules.appointments.models import (
    AppointmentSettings,
    Concern,
    FurtherConcern,
    OfferState,
    OpeningHours,
    State,
    WaitingEntry,
    WaitingState,
)
from modules.appointments.services import accept_offer, cancel_booking, lapse_offers, move_booking
from modules.appointments.services.admitting import WISHES_PER_NETWORK
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, ConcernFactory, cell
from tests.modules.appointments.citizens import field
from tests.modules.appointments.citizens import page_of as public_page_of
from tests.modules.appointments.citizens import text_of as words_of
from tests.modules.appointments.staff import TERMINE, booked, page_of, said, text_of
from tests.modules.appointments.waiting import offer_to, waits, waits_with

pytestmark = pytest.mark.django_db
LIST = f"{TERMINE}warteliste/"
WISHED = {"from_day": str(TUESDAY), "until_day": str(TUESDAY + timedelta(days=3))}


def offer_page(entry) -> str:
    """Return the address in the mail of the open offer."""
    return f"/termine/warteliste/angebot/{offer_to(entry).token}/"


class TestWithAnAppointment:
    def test_the_appointment_leads_to_the_list_and_back(self, office, tenant_client):
        booking = booked(office, 11)
        assert "Früher, wenn etwas frei wird" in words_of(tenant_client.get(public_page_of(booking)))
        answer = tenant_client.post(public_page_of(booking, "frueher/"), WISHED | {"weekdays": ["1", "2"]})
        assert answer.status_code == 303
        page = words_of(tenant_client.get(answer["Location"]))
        assert "Sie stehen auf der Warteliste" in page
        assert "Dienstag, Mittwoch" in page
        assert "Sie warten auf eine frühere Zeit" in words_of(tenant_client.get(public_page_of(booking)))
        assert not tenant_client.cookies

    def test_a_visit_of_several_concerns_waits_as_a_whole(self, office, tenant_client):
        booking = booked(office, 11)
        FurtherConcern.objects.create(booking=booking, concern=ConcernFactory(name="Meldebescheinigung"), persons=1)
        page = words_of(tenant_client.get(f"/termine/warteliste/{waits_with(booking).token}/"))
        assert f"{office.concern.name} + Meldebescheinigung" in page

    def test_the_mail_about_the_appointment_names_the_list(self, office):
        booking = booked(office, 11)
        mail = OutboxMessage.objects.get(kind="appointments.confirmed")
        assert f"/termine/t/{booking.token}/frueher/" in mail.text
        assert f"/termine/t/{booking.token}/frueher/" in mail.html

    def test_without_a_list_nothing_leads_there(self, office, tenant_client):
        Concern.objects.update(has_waiting_list=False)
        booking = booked(office, 11)
        assert "Früher, wenn" not in words_of(tenant_client.get(public_page_of(booking)))
        answer = tenant_client.get(public_page_of(booking, "frueher/"))
        assert answer["Location"].endswith(public_page_of(booking))

    @pytest.mark.parametrize(
        ("typed", "said_so"),
        [
            ({"until_day": "2026-11-22"}, "ab heute"),
            ({"from_day": "2026-11-27", "until_day": "2026-11-26"}, "liegt vor dem ersten"),
            ({"until_day": "2030-01-01"}, "höchstens ein Jahr"),
            ({"time_from": "12:00", "time_until": "9:00"}, "liegt vor der ersten"),
            ({"from_day": "bald"}, "Bitte geben Sie ein Datum ein"),
        ],
    )
    def test_a_wish_that_cannot_be_says_why(self, office, tenant_client, typed, said_so):
        booking = booked(office, 11)
        page = words_of(tenant_client.post(public_page_of(booking, "frueher/"), WISHED | typed))
        assert said_so in page
        assert not WaitingEntry.objects.exists()


class TestWithoutAnAppointment:
    def form(self, office, client, needs="", **typed):
        url = f"/termine/warteliste/?anliegen={office.concern_id}{needs}"
        person = {"first_name": "Ada", "last_name": "Graf", "email": "graf@post.example"}
        key = field(client.get(url), "idem_key")
        return client.post(url, WISHED | person | {"idem_key": key} | typed)

    def test_edge_case_12_only_the_button_behind_the_mailed_link_puts_somebody_on_the_list(self, office, tenant_client):
        answer = self.form(office, tenant_client)
        assert answer.status_code == 303
        assert "bitte sehen Sie in Ihr Postfach" in words_of(tenant_client.get(answer["Location"]))
        entry = WaitingEntry.objects.get()
        address = f"/termine/warteliste/{entry.token}/"
        assert address not in answer["Location"]
        for _ in range(3):
            assert "Möchten Sie auf die Warteliste?" in words_of(tenant_client.get(address))
        entry.refresh_from_db()
        assert entry.state == WaitingState.UNCONFIRMED
        tenant_client.post(address, {"schritt": "bestaetigen"})
        tenant_client.post(address, {"schritt": "bestaetigen"})
        entry.refresh_from_db()
        assert entry.state == WaitingState.WAITING
        assert not tenant_client.cookies

    def test_where_nothing_is_free_the_list_is_the_way_on(self, office, tenant_client):
        url = f"/termine/zeit/?anliegen={office.concern_id}"
        assert "Bescheid bekommen, wenn etwas frei wird" in words_of(tenant_client.get(url))
        OpeningHours.objects.all().delete()
        office.pools.get().days.all().delete()
        page = words_of(tenant_client.get(url))
        assert "Auf die Warteliste" in page

    def test_a_program_that_fills_in_everything_is_refused(self, office, tenant_client):
        answer = self.form(office, tenant_client, website="https://spam.example")
        assert answer.status_code == 200
        assert not WaitingEntry.objects.exists()

    @pytest.mark.parametrize("name", ["x" * 10_000, "🦊" * 90, "\u202eעברית\u202c", "<script>alert(1)</script>"])
    def test_odd_names_are_kept_or_refused_with_a_sentence(self, office, tenant_client, name):
        answer = self.form(office, tenant_client, last_name=name)
        assert answer.status_code in {200, 303}
        if answer.status_code == 200:
            assert "Bitte kürzen Sie" in words_of(answer)
        assert b"<script>alert" not in answer.content

    def test_what_somebody_needs_goes_with_the_wish_and_into_the_appointment(self, office, tenant_client):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"interpreter_minutes": 10})
        self.form(office, tenant_client, "&brauche=interpreter&brauche=step_free")
        entry = WaitingEntry.objects.get()
        assert (entry.support, entry.length) == (["interpreter", "step_free"], 6)
        answer = tenant_client.post(f"/termine/warteliste/{entry.token}/", {"schritt": "bestaetigen"})
        page = words_of(tenant_client.get(answer["Location"]))
        assert "Jemand soll übersetzen, Weg ohne Stufen" in page
        early = booked(office, 9)
        move_booking(booking=early, place=office, day=TUESDAY, cell_from=cell(10))
        booking = accept_offer(offer=offer_to(entry))
        assert (booking.support, booking.minutes) == (["interpreter", "step_free"], 30)
        entry.refresh_from_db()
        assert entry.support == []

    def test_who_sends_mails_to_strangers_is_stopped_and_told_when_it_goes_on(self, office, tenant_client):
        for number in range(WISHES_PER_NETWORK):
            assert self.form(office, tenant_client, email=f"a{number}@post.example").status_code == 303
        answer = self.form(office, tenant_client, email="more@post.example")
        assert answer.status_code == 429
        assert "geht es wieder." in words_of(answer)
        assert field(answer, "email") == "more@post.example"
        assert not WaitingEntry.objects.filter(email="more@post.example").exists()

    def test_another_site_cannot_send_the_form(self, office, tenant_client):
        url = f"/termine/warteliste/?anliegen={office.concern_id}"
        assert tenant_client.post(url, WISHED, headers={"Origin": "https://evil.example"}).status_code == 403

    def test_the_wish_is_changed_and_ended_on_its_page(self, office, tenant_client):
        entry = waits(office)
        address = f"/termine/warteliste/{entry.token}/"
        answer = tenant_client.post(address, WISHED | {"schritt": "wunsch", "time_from": "10:00"})
        assert "Ihr Wunsch ist gespeichert" in words_of(tenant_client.get(answer["Location"]))
        tenant_client.post(address, {"schritt": "austragen"})
        page = words_of(tenant_client.get(address))
        assert "Sie sind ausgetragen" in page
        tenant_client.post(address, WISHED | {"schritt": "wunsch"})
        entry.refresh_from_db()
        assert (entry.state, entry.email) == (WaitingState.LEFT, "")


class TestOffers:
    @pytest.fixture
    def offered(self, office):
        early, own = booked(office, 9), booked(office, 11)
        entry = waits_with(own)
        cancel_booking(booking=early)
        return entry

    def test_edge_case_12_reading_an_offer_changes_nothing(self, offered, tenant_client):
        address = offer_page(offered)
        for _ in range(3):
            page = words_of(tenant_client.get(address))
        assert "Möchten Sie diese Zeit?" in page
        assert "11:00 Uhr" in page
        assert offer_to(offered).state == OfferState.OPEN
        assert not tenant_client.cookies

    def test_the_button_moves_the_appointment_and_a_second_click_shows_it(self, offered, tenant_client):
        address = offer_page(offered)
        for _ in range(2):
            answer = tenant_client.post(address, {"antwort": "annehmen"})
            assert answer.status_code == 303
            assert public_page_of(offered.booking) in answer["Location"]
        offered.booking.refresh_from_db()
        assert offered.booking.cell_from == cell(9)
        assert public_page_of(offered.booking) in tenant_client.get(address)["Location"]

    def test_who_had_no_appointment_reads_that_it_is_booked_not_moved(self, office, tenant_client):
        early, entry = booked(office, 9), waits(office)
        cancel_booking(booking=early)
        page = words_of(tenant_client.get(tenant_client.post(offer_page(entry), {"antwort": "annehmen"})["Location"]))
        assert "Ihr Termin ist gebucht." in page
        assert "verschoben" not in page

    def test_declining_keeps_the_appointment(self, offered, tenant_client):
        address = offer_page(offered)
        page = words_of(tenant_client.get(tenant_client.post(address, {"antwort": "ablehnen"})["Location"]))
        assert "Sie haben die Zeit abgelehnt" in page
        assert "11:00 Uhr gilt" in page

    def test_an_offer_that_lapsed_says_so(self, offered, tenant_client, clock):
        address = offer_page(offered)
        clock(MONDAY_MORNING + timedelta(minutes=31))
        lapse_offers()
        assert "Dieses Angebot gilt nicht mehr" in words_of(tenant_client.get(address))
        answer = tenant_client.post(address, {"antwort": "annehmen"})
        assert answer.status_code == 409
        offered.booking.refresh_from_db()
        assert (offered.booking.state, offered.booking.cell_from) == (State.CONFIRMED, cell(11))

    def test_an_invented_offer_does_not_exist(self, tenant_client):
        assert tenant_client.get("/termine/warteliste/angebot/abcdefghijklmnopqrstuvwx/").status_code == 404
        assert tenant_client.get("/termine/warteliste/abcdefghijklmnopqrstuvwx/").status_code == 404

    def test_the_english_mail_leads_to_the_english_page(self, office):
        early, entry = booked(office, 9), waits(office)
        WaitingEntry.objects.update(language="en")
        cancel_booking(booking=early)
        mail = OutboxMessage.objects.get(kind="appointments.waiting_offer")
        assert mail.subject.startswith("Free for you now: Tue, 24 November 2026")
        assert f"/en{offer_page(entry)}" in mail.text


class TestTownHall:
    def test_who_waits_and_whom_to_call(self, office, signed_in, case_worker):
        booking = booked(office, 9, actor=case_worker)
        waits(office, "Lorenz", phone="03935 4711", actor=case_worker)
        waits(office, "Winter")
        cancel_booking(booking=booking)
        client = signed_in(case_worker)
        page = text_of(client.get(LIST))
        for words in (
            "Bitte jetzt anrufen",
            "Ada Lorenz",
            "03935 4711",
            "Ada Winter",
            "2 Personen warten",
            "angeboten",
        ):
            assert words in page
        day = text_of(client.get(f"{TERMINE}?tag={TUESDAY}"))
        assert "Angeboten" in day
        assert "Lorenz" not in day

    @pytest.mark.parametrize(
        ("word", "sentence"), [("ja", "Der Termin ist gebucht"), ("nein", "an die nächste Person")]
    )
    def test_the_answer_on_the_phone_is_noted(self, office, signed_in, case_worker, word, sentence):
        booking = booked(office, 9, actor=case_worker)
        entry = waits(office, "Lorenz", phone="03935 4711", actor=case_worker)
        cancel_booking(booking=booking)
        address = f"{LIST}angebot/{offer_to(entry).pk}/"
        assert sentence in said(signed_in(case_worker).post(address, {"antwort": word}))

    def test_somebody_who_calls_is_put_on_the_list(self, office, signed_in, case_worker):
        client = signed_in(case_worker)
        url = f"{LIST}neu/?anliegen={office.concern_id}"
        key = field(client.get(url), "idem_key")
        assert "oder eine Telefonnummer" in text_of(client.post(url, WISHED | {"last_name": "Graf", "idem_key": key}))
        fields = WISHED | {"last_name": "Graf", "phone": "03935 4711", "idem_key": key}
        assert "Graf" in said(client.post(url, fields))
        entry = WaitingEntry.objects.get()
        assert entry.state == WaitingState.WAITING
        assert "Niemand wartet" in said(client.post(f"{LIST}{entry.pk}/austragen/"))

    def test_an_appointment_gets_a_wish_on_its_page(self, office, signed_in, case_worker):
        client, booking = signed_in(case_worker), booked(office, 11, actor=case_worker)
        page = said(client.post(page_of(booking, "frueher/"), WISHED | {"time_until": "10:00"}))
        assert "bis 10:00 Uhr" in page
        assert "Wunsch nach früherer Zeit" in page

    def test_a_place_that_is_kept_has_no_buttons(self, office, signed_in, case_worker):
        booking = booked(office, 9, actor=case_worker)
        entry = waits(office)
        cancel_booking(booking=booking)
        page = text_of(signed_in(case_worker).get(page_of(offer_to(entry).hold)))
        assert "angeboten" in page
        for verb in ("Aufrufen", "Termin absagen", "Angaben ändern"):
            assert verb not in page
