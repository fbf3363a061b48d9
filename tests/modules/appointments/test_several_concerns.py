"""Several concerns in one visit (complaint 6), concerns of different teams, telephone and video, and needs."""

import uuid
from datetime import time, timedelta

import pytest

from modules.appointments.codes import confirmation_code
from modules.appointments.links import video_url
from modules.appointments.models import AppointmentSettings, Booking, Channel, PoolKind, State, Support
from modules.appointments.privacy import PERSONAL_DATA
from modules.appointments.selectors import free_times, get_place
from modules.appointments.selectors.joining import as_one, joined_places, place_of_booking
from modules.appointments.selectors.places import days_ahead, offered_places
from modules.appointments.selectors.together import MAX_TOGETHER, booked_together, leading_booking
from modules.appointments.services import ensure_days, move_booking
from modules.appointments.services.holding import Chain
from modules.appointments.visits import joined_visit, needs_of, visit_of, visit_of_booking
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import (
    MONDAY_MORNING,
    TUESDAY,
    AnswerFactory,
    ConcernFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    QuestionFactory,
    cell,
    hold_at,
    make_office,
    used_in,
)
from tests.factories.municipality import LocationFactory
from tests.modules.appointments.citizens import DETAILS, booking_at, choose, field, page_of, text_of, times_url


@pytest.fixture
def certificate(office):
    """Another concern of the same team at the same place: ten minutes, one person."""
    return beside(office, name="Meldebescheinigung", first_minutes=10, documents="Mietvertrag", fee_note="5,00 €")


@pytest.fixture
def trade(office):
    """A concern of another team in the same house."""
    other = make_office(location=office.location)
    concern = ConcernFactory(name="Gewerbe anmelden", max_persons=1, first_minutes=20)
    place = ConcernPlaceFactory(concern=concern, location=office.location, pools=list(other.pools.all()))
    return get_place(place.pk)


def beside(place, **fields):
    """Return the place of a new concern with the same pools."""
    concern = ConcernFactory(**{"max_persons": 1, "further_minutes": 0, **fields})
    made = ConcernPlaceFactory(concern=concern, location=place.location, pools=list(place.pools.all()))
    return get_place(made.pk)


def both(place, further, **more):
    """Return the joined place and the visit of both concerns."""
    needs = more.get("needs", needs_of(()))
    visit = joined_visit([visit_of(place.concern), visit_of(further.concern)], needs=needs)
    return as_one(place, [further], needs=needs), visit


def starts(places, visit, day=TUESDAY):
    """Return the free times as the clock shows them."""
    return [f"{found.starts_at:%H:%M}" for found in free_times(places=places, day=day, length=visit.length)]


def dazu(*places, **params):
    """Return the address of the times of the first concern with the others."""
    first, *others = places
    further = "".join(f"&dazu={place.concern_id}_1" for place in others)
    return times_url(first, **params) + further


def hold_by(client, url, place, hour, minute=0):
    """Return the answer to the choice of a time on the page at this address."""
    page = client.get(url)
    assert page.status_code == 200, page
    data = {"idem_key": field(page, "idem_key"), "zeit": f"{place.pk}_{TUESDAY}_{cell(hour, minute)}"}
    return client.post(url, data)


def confirm_all(client, booking, **details):
    """Fill in, book and confirm; return the booking as it is then."""
    client.post(page_of(booking), DETAILS | details)
    client.post(page_of(booking, "pruefen/"))
    booking.refresh_from_db()
    if booking.state == State.UNCONFIRMED:
        code = confirmation_code(booking.pk, booking.email)
        client.post(page_of(booking), {"schritt": "code", "code": code})
        booking.refresh_from_db()
    return booking


class TestOneVisit:
    def test_complaint_06_minutes_documents_and_fees_of_all_concerns_add_up(self, office, certificate):
        _place, visit = both(office, certificate)
        assert visit.minutes == 30
        assert [document.name for document in visit.documents] == [
            "Alter Ausweis",
            "Biometrisches Passfoto",
            "Mietvertrag",
        ]
        assert visit.fee_notes == [f"{office.concern.name}: 46,00 €", "Meldebescheinigung: 5,00 €"]

    def test_complaint_17_and_edge_case_06_a_long_visit_is_only_offered_where_all_of_it_fits(self, office, certificate):
        hold_at(office, 9, 30)  # 9:30 to 9:50: before it there is room for 30 minutes, exactly
        place, visit = both(office, certificate)
        offered = starts([place], visit)
        assert "09:00" in offered
        assert not {"09:10", "09:20", "09:30", "09:40", "11:40"} & set(offered)
        assert offered[-1] == "11:30"

    def test_edge_case_07_the_next_visit_begins_right_after_one_that_ends_off_the_grid(self, office):
        office.pools.update(grid_minutes=20)
        quick = beside(office, name="Abholung", first_minutes=15)
        place, visit = both(get_place(office.pk), quick)
        hold_at(place, 9, visit=visit)
        assert visit.minutes == 35
        assert starts([get_place(office.pk)], visit_of(office.concern))[:3] == ["09:35", "09:40", "10:00"]

    @pytest.mark.usefixtures("clock", "tenant")
    def test_complaint_18_a_limit_of_one_concern_holds_for_the_visit_as_well(self):
        office = make_office(places=5)
        limited = beside(office, name="Beglaubigung", first_minutes=10)
        limit = type(office.pools.all()[0]).objects.create(
            location=office.location, name="Limit", kind=PoolKind.LIMIT, counters=1
        )
        limited.pools.add(limit)
        ensure_days()
        place, visit = both(office, get_place(limited.pk))
        booking = hold_at(place, 9, visit=visit)
        assert booking.taken_places.count() == 2
        assert "09:00" not in starts([get_place(limited.pk)], visit_of(limited.concern))
        assert "09:00" in starts([office], visit_of(office.concern))

    def test_hours_lead_and_horizon_are_the_strictest_of_all(self, office, certificate):
        ConcernWindowFactory(concern=certificate.concern, weekday=1, starts_at=time(10), ends_at=time(11))
        certificate.concern.lead_minutes, certificate.concern.horizon_days = 60, 7
        certificate.concern.save()
        place, visit = both(office, get_place(certificate.pk))
        assert starts([place], visit) == ["10:00", "10:10", "10:20", "10:30"]
        assert days_ahead(place) == 7
        assert days_ahead(office) == 60
        assert starts([place], visit, TUESDAY + timedelta(days=14)) == []

    def test_only_places_of_one_team_are_joined(self, office, certificate, trade):
        offered = list(offered_places())
        of = {
            place.concern_id: [other for other in offered if other.concern_id == place.concern_id] for place in offered
        }
        assert [place.pk for place in joined_places([of[office.concern_id], of[certificate.concern_id]])] == [office.pk]
        assert joined_places([of[office.concern_id], of[trade.concern_id]]) == []

    def test_a_booking_keeps_its_concerns_and_takes_the_time_of_all(self, office, certificate, tenant_client):
        answer = hold_by(tenant_client, dazu(office, certificate), office, 9)
        booking = booking_at(answer)
        assert (booking.minutes, booking.purpose) == (30, f"{office.concern.name} + Meldebescheinigung")
        assert used_in(office)[cell(9) - 1 : cell(9, 35) - 1] == [1, 1, 1, 1, 1, 1, 0]
        page = text_of(tenant_client.get(answer["Location"]))
        assert f"{booking.purpose}, 1 Person, etwa 30 Minuten" in page

    def test_another_choice_replaces_concerns_and_time_of_the_hold(self, office, certificate, tenant_client):
        booking = booking_at(hold_by(tenant_client, dazu(office, certificate), office, 9))
        answer = hold_by(tenant_client, times_url(office, halten=booking.token), office, 9)
        assert booking_at(answer).pk == booking.pk
        booking.refresh_from_db()
        assert (booking.minutes, list(booking.further_concerns.all())) == (20, [])
        assert sum(used_in(office)) == 4

    def test_every_page_and_mail_names_all_concerns(self, office, certificate, tenant_client):
        booking = confirm_all(tenant_client, booking_at(hold_by(tenant_client, dazu(office, certificate), office, 9)))
        page = text_of(tenant_client.get(page_of(booking)))
        mail = OutboxMessage.objects.get(kind="appointments.confirmed")
        for text in (page, mail.text, mail.html):
            assert f"{office.concern.name} + Meldebescheinigung" in text
            assert "Mietvertrag" in text
        entry = tenant_client.get(page_of(booking, "termin.ics")).content.decode().replace("\r\n ", "")
        assert "+ Meldebescheinigung" in entry

    def test_moving_keeps_the_length_and_the_limit_pools_of_all(self, office, certificate, tenant_client):
        booking = confirm_all(tenant_client, booking_at(hold_by(tenant_client, dazu(office, certificate), office, 9)))
        move_booking(booking=booking, place=get_place(office.pk), day=TUESDAY, cell_from=cell(10))
        assert sum(used_in(office)[: cell(10) - 1]) == 0
        assert sum(used_in(office)) == 6
        page = tenant_client.get(page_of(booking, "verschieben/"))
        assert page.status_code == 200
        assert place_of_booking(Booking.objects.get(pk=booking.pk)).further[0].pk == certificate.pk

    def test_answers_of_both_concerns_are_told_apart(self, office, certificate):
        first = AnswerFactory(question=QuestionFactory(concern=office.concern), label="Für ein Kind", extra_minutes=5)
        second = AnswerFactory(question=QuestionFactory(concern=certificate.concern), label="Zwei Seiten")
        parts = [
            visit_of(office.concern, answers={str(first.question_id): str(first.pk)}),
            visit_of(certificate.concern, answers={str(second.question_id): str(second.pk)}),
        ]
        visit = joined_visit(parts)
        booking = hold_at(as_one(office, [certificate]), 9, visit=visit)
        found = visit_of_booking(Booking.objects.get(pk=booking.pk))
        assert [[answer.pk for answer in errand.chosen] for errand in found.errands] == [[first.pk], [second.pk]]
        assert found.minutes == visit.minutes == 45


class TestStepOne:
    @pytest.mark.usefixtures("certificate", "trade")
    def test_the_page_offers_what_fits_and_what_needs_an_own_appointment(self, office, tenant_client):
        html = tenant_client.get(f"/termine/anliegen/{office.concern_id}/").content.decode()
        together, apart = html.split('label="Braucht einen eigenen Termin"')
        assert 'label="Geht im selben Termin"' in together
        assert "Meldebescheinigung" in together.split("optgroup")[1]
        assert "Gewerbe anmelden" in apart

    def test_a_concern_of_the_same_team_is_added_and_taken_away(self, office, certificate, tenant_client):
        address = f"/termine/anliegen/{office.concern_id}/"
        answer = tenant_client.get(address, {"personen": 2, "neu": certificate.concern_id, "hinzu": 1})
        assert answer.status_code == 302
        page = tenant_client.get(answer["Location"])
        assert "Außerdem: Meldebescheinigung" in text_of(page)
        assert '<option value="2" selected>' in page.content.decode()
        answer = tenant_client.get(answer["Location"] + "&weiter=1")
        assert answer["Location"].startswith("/termine/zeit/")
        assert f"dazu={certificate.concern_id}_1" in answer["Location"]

    def test_a_choice_in_the_list_counts_whatever_button_was_pressed(self, office, certificate, tenant_client):
        answer = tenant_client.get(
            f"/termine/anliegen/{office.concern_id}/", {"neu": certificate.concern_id, "weiter": 1}
        )
        assert f"dazu={certificate.concern_id}" in answer["Location"]

    def test_a_concern_of_another_team_leads_to_two_appointments(self, office, trade, tenant_client):
        answer = tenant_client.get(f"/termine/anliegen/{office.concern_id}/", {"neu": trade.concern_id, "hinzu": 1})
        page = tenant_client.get(answer["Location"])
        assert "Bitte getrennt buchen" in text_of(page)
        assert f"danach={trade.concern_id}" in page.content.decode()

    @pytest.mark.parametrize("made_up", ["nichts", "00000000-0000-0000-0000-000000000000", ""])
    def test_what_is_no_concern_adds_nothing(self, office, tenant_client, made_up):
        page = tenant_client.get(f"/termine/anliegen/{office.concern_id}/", {"neu": made_up, "dazu": made_up})
        assert page.status_code == 200
        assert "Außerdem" not in text_of(page)

    def test_times_for_concerns_that_do_not_fit_lead_back_to_the_question(self, office, trade, tenant_client):
        answer = tenant_client.get(dazu(office, trade))
        assert answer["Location"].startswith(f"/termine/anliegen/{office.concern_id}/")


class TestChain:
    @pytest.fixture
    def first(self, office, trade, tenant_client):
        """A confirmed appointment after which the trade is to be booked."""
        url = times_url(office, danach=trade.concern_id)
        return confirm_all(tenant_client, booking_at(hold_by(tenant_client, url, office, 9)))

    def second(self, client, first, trade, hour=9, minute=20):
        """Return the appointment booked after the first one."""
        answer = hold_by(client, times_url(trade, day=None, nach=first.token), trade, hour, minute)
        return booking_at(answer)

    def test_the_first_one_leads_to_the_second_on_the_page_and_in_the_mail(self, first, trade, tenant_client):
        page = tenant_client.get(page_of(first))
        assert "Jetzt auch „Gewerbe anmelden“ buchen" in text_of(page)
        assert f"/termine/anliegen/{trade.concern_id}/?nach={first.token}" in page.content.decode()
        assert f"nach={first.token}" in OutboxMessage.objects.get(kind="appointments.confirmed").text

    def test_times_right_after_come_first_and_none_lies_over_the_first_one(self, first, trade, tenant_client):
        page = text_of(tenant_client.get(times_url(trade, day=None, nach=first.token)))
        assert "Direkt nach Ihrem anderen Termin 9:20 Uhr 9:30 Uhr 9:40 Uhr Vormittag" in page
        assert "9:00 Uhr 9:10 Uhr" not in page
        assert "Uhrzeit am Di, 24. November" in page

    def test_details_are_there_already_and_no_second_code_is_asked_for(self, first, trade, tenant_client):
        booking = self.second(tenant_client, first, trade)
        assert booking.follows_id == first.pk
        page = tenant_client.get(page_of(booking))
        assert 'value="Mirela"' in page.content.decode()
        assert "aus dem ersten Termin übernommen" in text_of(page)
        booking = confirm_all(tenant_client, booking)
        assert (booking.state, booking.confirm_sends) == (State.CONFIRMED, 0)

    def test_another_address_has_to_be_proven(self, first, trade, tenant_client):
        booking = self.second(tenant_client, first, trade)
        tenant_client.post(page_of(booking), DETAILS | {"email": "jemand.anders@post.example"})
        tenant_client.post(page_of(booking, "pruefen/"))
        booking.refresh_from_db()
        assert booking.state == State.UNCONFIRMED

    def test_both_stand_together_on_pages_and_in_mails(self, first, trade, tenant_client):
        booking = confirm_all(tenant_client, self.second(tenant_client, first, trade))
        assert booked_together(first) == [booking]
        assert booked_together(booking) == [first]
        for shown, other in ((first, booking), (booking, first)):
            page = text_of(tenant_client.get(page_of(shown)))
            assert "Ihre anderen Termine dazu" in page
            assert other.purpose in page
        assert "Jetzt auch" not in text_of(tenant_client.get(page_of(first)))
        mail = OutboxMessage.objects.get(kind="appointments.confirmed", reference=str(booking.pk))
        assert f"9:00 Uhr: {first.purpose}" in mail.text.replace("\xa0", " ")
        assert "bleiben bestehen" in text_of(tenant_client.get(page_of(first, "absagen/")))

    def test_a_chain_counts_as_one_visit_for_the_limit(self, first, trade, tenant_client):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"max_open_bookings": 1})
        assert confirm_all(tenant_client, self.second(tenant_client, first, trade)).state == State.CONFIRMED
        alone = booking_at(choose(tenant_client, trade, 11))
        page = tenant_client.post(page_of(alone), DETAILS)
        assert "Sie haben schon einen offenen Termin." in text_of(page)

    def test_a_chain_is_no_way_around_the_limit(self, office, first, tenant_client):
        for number in range(MAX_TOGETHER - 1):
            follower = hold_at(office, 10, number * 20, chain=Chain(first))
            confirm_all(tenant_client, follower)
        assert leading_booking(first.token) is None

    @pytest.mark.parametrize("state", [State.CANCELLED, State.DONE, State.EXPIRED])
    def test_what_is_over_leads_nowhere(self, first, state):
        Booking.objects.filter(pk=first.pk).update(state=state)
        assert leading_booking(first.token) is None

    def test_a_made_up_token_is_no_chain(self, office, tenant_client):
        answer = hold_by(tenant_client, times_url(office, nach="erfunden"), office, 9)
        assert booking_at(answer).follows_id is None


class TestWays:
    @pytest.fixture
    def by_phone(self, office):
        office.concern.channels = ["in_person", "phone", "video"]
        office.concern.save()
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"video_address": "https://video.example/raum/"})
        return office

    def test_the_way_is_asked_where_there_is_a_choice(self, by_phone, certificate, tenant_client):
        page = text_of(tenant_client.get(f"/termine/anliegen/{by_phone.concern_id}/"))
        assert "Wie möchten Sie mit uns sprechen?" in page
        assert "Per Video" in page
        page = text_of(tenant_client.get(f"/termine/anliegen/{certificate.concern_id}/"))
        assert "Wie möchten Sie mit uns sprechen?" not in page

    def test_without_a_video_service_video_is_no_choice(self, by_phone, tenant_client):
        AppointmentSettings.objects.update(video_address="")
        page = text_of(tenant_client.get(f"/termine/anliegen/{by_phone.concern_id}/"))
        assert "Am Telefon" in page
        assert "Per Video" not in page

    def test_a_call_needs_a_number_and_says_that_we_call(self, by_phone, tenant_client):
        booking = booking_at(hold_by(tenant_client, times_url(by_phone, weg="phone"), by_phone, 9))
        assert booking.channel == Channel.PHONE
        page = tenant_client.post(page_of(booking), DETAILS)
        assert "Bitte geben Sie Ihre Telefonnummer ein, damit wir Sie anrufen können." in text_of(page)
        booking = confirm_all(tenant_client, booking, phone="03931 123456")
        page = text_of(tenant_client.get(page_of(booking)))
        assert "Wir rufen Sie unter 03931 123456 an." in page
        assert "So finden Sie uns" not in page
        assert "fünf Minuten vorher" not in page
        mail = OutboxMessage.objects.get(kind="appointments.confirmed")
        assert "Wir rufen Sie unter 03931 123456 an." in mail.text
        entry = tenant_client.get(page_of(booking, "termin.ics")).content.decode()
        assert "LOCATION:Am Telefon" in entry
        assert "123456" not in entry

    def test_video_gives_everybody_a_room_of_their_own(self, by_phone, tenant_client):
        booking = booking_at(hold_by(tenant_client, times_url(by_phone, weg="video"), by_phone, 9))
        other = booking_at(hold_by(tenant_client, times_url(by_phone, weg="video"), by_phone, 10))
        booking = confirm_all(tenant_client, booking)
        room = video_url(booking)
        assert room.startswith("https://video.example/raum/")
        assert len(room.rpartition("/")[2]) >= 22
        assert room != video_url(other)
        assert str(booking.pk) not in room
        mail = OutboxMessage.objects.get(kind="appointments.confirmed")
        entry = tenant_client.get(page_of(booking, "termin.ics")).content.decode().replace("\r\n ", "")
        for text in (tenant_client.get(page_of(booking)).content.decode(), mail.text, mail.html, entry):
            assert room in text

    @pytest.mark.parametrize("way", ["brieftaube", "video"])
    def test_a_way_that_is_not_offered_becomes_the_usual_one(self, office, tenant_client, way):
        booking = booking_at(hold_by(tenant_client, times_url(office, weg=way), office, 9))
        assert booking.channel == Channel.IN_PERSON


class TestNeeds:
    def test_somebody_who_translates_makes_the_visit_longer(self, office, tenant_client):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"interpreter_minutes": 15})
        booking = booking_at(hold_by(tenant_client, times_url(office, brauche="interpreter"), office, 9))
        assert (booking.minutes, booking.support) == (35, [Support.INTERPRETER])

    def test_sign_language_is_offered_after_its_lead_time_only(self, office):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"sign_language_days": 3})
        needs = needs_of([Support.SIGN_LANGUAGE])
        place = as_one(office, needs=needs)
        visit = visit_of(office.concern)
        assert starts([place], visit) == []
        assert starts([place], visit, TUESDAY + timedelta(days=3))
        assert starts([office], visit)

    def test_sign_language_is_not_moved_into_its_lead_time(self, office, tenant_client, clock):
        AppointmentSettings.objects.update_or_create(pk=1, defaults={"sign_language_days": 3})
        clock(MONDAY_MORNING - timedelta(days=3))
        booking = booking_at(hold_by(tenant_client, times_url(office, brauche="sign_language"), office, 9))
        booking = confirm_all(tenant_client, booking)
        clock(MONDAY_MORNING)
        page = tenant_client.get(page_of(booking, "verschieben/") + f"?tag={TUESDAY}")
        assert "An diesem Tag ist keine Zeit frei." in text_of(page)
        answer = tenant_client.post(
            page_of(booking, "verschieben/"), {"idem_key": uuid.uuid4(), "zeit": f"{office.pk}_{TUESDAY}_{cell(10)}"}
        )
        assert "Diese Zeit können Sie nicht buchen." in text_of(answer)
        later = f"{office.pk}_{TUESDAY + timedelta(days=2)}_{cell(10)}"
        answer = tenant_client.post(page_of(booking, "verschieben/"), {"idem_key": uuid.uuid4(), "zeit": later})
        assert answer.status_code == 303

    def test_step_free_leaves_out_other_places_and_says_so_where_there_is_none(self, office, tenant_client):
        stairs = LocationFactory(name="Altes Amt", step_free=False)
        branch = make_office(location=stairs)
        extra = ConcernPlaceFactory(concern=office.concern, location=stairs, pools=list(branch.pools.all()))
        page = text_of(tenant_client.get("/termine/ort/", {"anliegen": office.concern_id}))
        assert "Altes Amt" in page
        answer = tenant_client.get("/termine/ort/", {"anliegen": office.concern_id, "brauche": "step_free"})
        assert answer["Location"].startswith("/termine/zeit/")
        only_stairs = beside(get_place(extra.pk), name="Archiv")
        address = f"/termine/anliegen/{only_stairs.concern_id}/"
        page = tenant_client.get(address, {"brauche": "step_free", "weiter": 1})
        assert "keinen Ort ohne Stufen" in text_of(page)

    def test_we_come_home_only_for_some_concerns_and_ask_where(self, office, certificate, tenant_client):
        office.concern.offers_home_visit = True
        office.concern.save()
        assert "Besuch zu Hause" in text_of(tenant_client.get(f"/termine/anliegen/{office.concern_id}/"))
        assert "Besuch zu Hause" not in text_of(tenant_client.get(f"/termine/anliegen/{certificate.concern_id}/"))
        booking = booking_at(hold_by(tenant_client, times_url(office, brauche="home_visit"), office, 9))
        page = tenant_client.post(page_of(booking), DETAILS)
        assert "Bitte geben Sie Straße, Hausnummer und Ort ein" in text_of(page)
        booking = confirm_all(tenant_client, booking, home_address="Lindenweg 3, Lüderitz")
        assert "Wir kommen zu Ihnen: Lindenweg 3, Lüderitz." in text_of(tenant_client.get(page_of(booking)))

    def test_the_address_of_the_visit_and_the_needs_go_with_the_contact_data(self, office, tenant_client):
        office.concern.offers_home_visit = True
        office.concern.save()
        booking = booking_at(hold_by(tenant_client, times_url(office, brauche="home_visit"), office, 9))
        booking = confirm_all(tenant_client, booking, home_address="Lindenweg 3, Lüderitz")
        PERSONAL_DATA.apply_retention(now=booking.ends_at + timedelta(days=60))
        booking.refresh_from_db()
        assert (booking.home_address, booking.support) == ("", [])

    def test_needs_are_asked_before_the_time_and_never_in_the_details(self, office, tenant_client):
        assert "Was brauchen Sie, damit es gut klappt?" in text_of(
            tenant_client.get(f"/termine/anliegen/{office.concern_id}/")
        )
        booking = booking_at(choose(tenant_client, office, 9))
        assert "Gebärdensprache" not in text_of(tenant_client.get(page_of(booking)))
