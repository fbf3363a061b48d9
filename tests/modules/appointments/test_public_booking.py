"""Steps 4 and 5 and the confirmation: one address from the held time to the appointment."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from modules.appointments.codes import confirmation_code
from modules.appointments.links import confirmation_key
from modules.appointments.models import AppointmentSettings, Booking, Concern, Confirmation, State
from modules.appointments.services import sweep_expired
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import BERLIN, TUESDAY, cell, hold_at
from tests.modules.appointments.citizens import (
    DETAILS,
    booking_at,
    choose,
    confirmed,
    held,
    page_of,
    text_of,
    unconfirmed,
)


def code_of(booking: Booking) -> str:
    return confirmation_code(booking.pk, booking.email)


def later(clock, minutes: int) -> None:
    """Let some minutes go by."""
    clock(timezone.now() + timedelta(minutes=minutes))


def test_a_citizen_books_moves_and_cancels_without_a_cookie(office, tenant_client):
    assert office.concern.name in text_of(tenant_client.get("/termine/"))
    assert "Wie viele Personen" in text_of(tenant_client.get(f"/termine/anliegen/{office.concern_id}/"))
    answer = choose(tenant_client, office, 9, 20)
    assert answer.status_code == 303
    booking = booking_at(answer)
    assert "Für Sie reserviert bis 8:10 Uhr." in text_of(tenant_client.get(answer["Location"]))
    answer = tenant_client.post(page_of(booking), DETAILS)
    assert answer["Location"] == page_of(booking, "pruefen/")
    assert "Mirela Brandt" in text_of(tenant_client.get(answer["Location"]))
    answer = tenant_client.post(page_of(booking, "pruefen/"))
    assert answer["Location"] == page_of(booking)
    booking.refresh_from_db()
    answer = tenant_client.post(page_of(booking), {"schritt": "code", "code": code_of(booking)})
    page = text_of(tenant_client.get(answer["Location"]))
    assert "Ihr Termin ist gebucht." in page
    assert "Dienstag, 24. November 2026, 9:20 Uhr" in page

    time = {"idem_key": booking.idem_key, "zeit": f"{office.pk}_{TUESDAY}_{cell(10, 40)}"}
    answer = tenant_client.post(page_of(booking, "verschieben/"), time)
    assert "10:40 Uhr" in text_of(tenant_client.get(answer["Location"]))
    answer = tenant_client.post(page_of(booking, "absagen/"))
    assert "Ihr Termin ist abgesagt" in text_of(tenant_client.get(answer["Location"]))
    assert not tenant_client.cookies


def test_errors_stand_at_the_field_and_on_top_and_everything_typed_is_kept(office, tenant_client):
    booking = held(tenant_client, office, personen=2)
    typed = DETAILS | {"last_name": "", "email": "mirela.brandt@", "phone": "03931 12345"}
    page = tenant_client.post(page_of(booking), typed)
    html = page.content.decode()
    assert "<title>Fehler: Schritt 4 von 5: Ihre Angaben – " in html
    assert "Bitte prüfen Sie drei Angaben" in text_of(page)
    assert text_of(page).count("Bitte geben Sie Ihren Nachnamen ein.") == 2
    assert "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein, zum Beispiel name@beispiel.de." in text_of(page)
    assert text_of(page).count("Bitte füllen Sie „Name der 2. Person“ aus.") == 2
    for kept in ('value="Mirela"', 'value="mirela.brandt@"', 'value="03931 12345"'):
        assert kept in html
    assert 'aria-invalid="true"' in html


def test_the_form_asks_for_the_telephone_of_those_without_e_mail(office, tenant_client):
    booking = held(tenant_client, office)
    page = tenant_client.post(page_of(booking), DETAILS | {"email": "halb@", "no_email": "on"})
    assert "Bitte geben Sie Ihre Telefonnummer ein, damit wir Sie anrufen können." in text_of(page)
    assert "vollständig" not in text_of(page)


def test_the_form_asks_for_the_name_of_somebody_else(office, tenant_client):
    booking = held(tenant_client, office)
    page = tenant_client.post(page_of(booking), DETAILS | {"for_whom": "other"})
    assert text_of(page).count("Bitte geben Sie den Namen der Person ein, für die der Termin ist.") == 2


def test_all_details_reach_the_booking_and_the_check_page(office, tenant_client):
    booking = held(tenant_client, office, personen=3, brauche="interpreter&brauche=step_free")
    further = {"person_2": "Ion Brandt", "person_3": "Ana Brandt", "for_whom": "other", "for_name": "Vera Brandt"}
    tenant_client.post(page_of(booking), DETAILS | further)
    booking.refresh_from_db()
    assert booking.person_names == ["Ion Brandt", "Ana Brandt"]
    assert booking.support == ["interpreter", "step_free"]
    page = text_of(tenant_client.get(page_of(booking, "pruefen/")))
    for words in ("Ion Brandt, Ana Brandt", "Vera Brandt", "Jemand soll übersetzen, Weg ohne Stufen", "3 Personen"):
        assert words in page
    html = tenant_client.get(page_of(booking)).content.decode()
    assert 'value="Ion Brandt"' in html


def test_the_form_promises_to_forget_when_it_will_be_forgotten(office, tenant_client):
    Concern.objects.update(retention_days=90)
    page = text_of(tenant_client.get(page_of(held(tenant_client, office))))
    assert "löschen sie 90 Tage danach" in page


def test_a_program_that_fills_in_everything_is_refused(office, tenant_client):
    booking = held(tenant_client, office)
    page = tenant_client.post(page_of(booking), DETAILS | {"website": "https://werbung.example"})
    assert page.status_code == 200
    booking.refresh_from_db()
    assert booking.last_name == ""


def test_without_e_mail_the_appointment_is_booked_and_the_page_says_that_we_call(office, tenant_client):
    booking = held(tenant_client, office)
    tenant_client.post(page_of(booking), DETAILS | {"email": "", "no_email": "on", "phone": "03931 123456"})
    page = text_of(tenant_client.get(page_of(booking, "pruefen/")))
    assert "Wir rufen Sie unter 03931 123456 an." in page
    answer = tenant_client.post(page_of(booking, "pruefen/"))
    page = text_of(tenant_client.get(answer["Location"]))
    assert "Wir rufen Sie unter 03931 123456 an und sagen Ihnen, was Sie mitbringen." in page
    booking.refresh_from_db()
    assert (booking.state, booking.wants_callback) == (State.CONFIRMED, True)
    assert not OutboxMessage.objects.exists()


def test_where_bookings_count_at_once_nobody_is_asked_for_a_code(office, tenant_client):
    AppointmentSettings.objects.create(confirmation=Confirmation.NONE)
    booking = held(tenant_client, office)
    assert "Code" not in text_of(tenant_client.get(page_of(booking)))
    tenant_client.post(page_of(booking), DETAILS)
    assert "Nach dem Klick ist der Termin gebucht." in text_of(tenant_client.get(page_of(booking, "pruefen/")))
    answer = tenant_client.post(page_of(booking, "pruefen/"))
    assert "Ihr Termin ist gebucht." in text_of(tenant_client.get(answer["Location"]))


def test_one_person_too_many_open_bookings_is_told_what_to_do(office, tenant_client):
    AppointmentSettings.objects.create(max_open_bookings=1)
    confirmed(tenant_client, office, 9, 0)
    booking = held(tenant_client, office, 10, 0)
    page = tenant_client.post(page_of(booking), DETAILS)
    assert "Sie haben schon einen offenen Termin." in text_of(page)
    assert 'value="Mirela"' in page.content.decode()


def test_the_check_page_cannot_be_reached_before_the_details(office, tenant_client):
    booking = held(tenant_client, office)
    assert tenant_client.get(page_of(booking, "pruefen/"))["Location"] == page_of(booking)
    assert tenant_client.post(page_of(booking, "pruefen/"))["Location"] == page_of(booking)
    booking.refresh_from_db()
    assert booking.state == State.HELD


def test_edge_case_10_booking_twice_asks_for_one_code(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    again = tenant_client.post(page_of(booking, "pruefen/"))
    assert again["Location"] == page_of(booking)
    assert OutboxMessage.objects.count() == 1


def test_a_form_of_an_earlier_step_does_not_use_up_tries(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    assert tenant_client.post(page_of(booking), DETAILS).status_code == 303
    booking.refresh_from_db()
    assert booking.confirm_tries == 0


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦"])
def test_what_cannot_be_the_code_is_not_counted_as_a_try(office, tenant_client, typed):
    booking = unconfirmed(tenant_client, office)
    page = tenant_client.post(page_of(booking), {"schritt": "code", "code": typed})
    assert "Bitte geben Sie die sechs Ziffern aus der E-Mail ein." in text_of(page)
    assert "<title>Fehler: Fast geschafft" in page.content.decode()
    booking.refresh_from_db()
    assert booking.confirm_tries == 0


def test_a_wrong_code_says_how_many_tries_remain_and_ends_with_a_new_mail(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    wrong = {"schritt": "code", "code": "000000" if code_of(booking) != "000000" else "111111"}
    assert "Sie haben noch 4 Versuche." in text_of(tenant_client.post(page_of(booking), wrong))
    for _try in range(4):
        page = tenant_client.post(page_of(booking), wrong)
    assert "zu oft falsch" in text_of(page)
    right = {"schritt": "code", "code": code_of(booking)}
    assert "zu oft falsch" in text_of(tenant_client.post(page_of(booking), right))
    answer = tenant_client.post(page_of(booking, "nochmal/"), {"email": booking.email})
    assert "Wir haben die E-Mail noch einmal geschickt." in text_of(tenant_client.get(answer["Location"]))
    assert tenant_client.post(page_of(booking), right).status_code == 303


def test_spaces_in_the_code_do_not_matter(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    code = code_of(booking)
    tenant_client.post(page_of(booking), {"schritt": "code", "code": f" {code[:3]} {code[3:]} "})
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_a_mistyped_address_is_corrected_on_the_page_of_the_code(office, tenant_client):
    booking = unconfirmed(tenant_client, office, email="mirela@psot.example")
    page = tenant_client.post(page_of(booking, "nochmal/"), {"email": "mirela@"})
    assert "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein" in text_of(page)
    tenant_client.post(page_of(booking, "nochmal/"), {"email": "mirela@post.example"})
    booking.refresh_from_db()
    assert (booking.email, booking.last_name) == ("mirela@post.example", "Brandt")
    assert OutboxMessage.objects.filter(to="mirela@post.example").exists()
    tenant_client.post(page_of(booking), {"schritt": "code", "code": code_of(booking)})
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_mails_are_not_sent_without_end(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    for _click in range(6):
        page = tenant_client.post(page_of(booking, "nochmal/"), {"email": booking.email})
    assert "Bitte rufen Sie uns an." in text_of(page)
    assert OutboxMessage.objects.count() == 4


def test_edge_case_12_opening_the_link_of_the_mail_confirms_nothing(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    link = page_of(booking, f"bestaetigen/?k={confirmation_key(booking)}")
    for _scanner in range(3):
        assert "Möchten Sie den Termin bestätigen?" in text_of(tenant_client.get(link))
    tenant_client.head(link)
    booking.refresh_from_db()
    assert booking.state == State.UNCONFIRMED
    answer = tenant_client.post(page_of(booking, "bestaetigen/"), {"k": confirmation_key(booking)})
    assert "Ihr Termin ist gebucht." in text_of(tenant_client.get(answer["Location"]))
    assert tenant_client.get(link)["Location"] == page_of(booking)
    again = tenant_client.post(page_of(booking, "bestaetigen/"), {"k": confirmation_key(booking)})
    assert again["Location"] == page_of(booking)
    assert OutboxMessage.objects.filter(kind="appointments.confirmed").count() == 1


def test_the_link_of_another_booking_confirms_nothing(office, tenant_client):
    booking = unconfirmed(tenant_client, office, 9, 0)
    other = unconfirmed(tenant_client, office, 10, 0)
    page = tenant_client.post(page_of(booking, "bestaetigen/"), {"k": confirmation_key(other)})
    assert "Dieser Link gilt nicht mehr." in text_of(page)
    booking.refresh_from_db()
    assert booking.state == State.UNCONFIRMED


@pytest.mark.parametrize("was_swept", [True, False])
def test_edge_case_08_a_lapsed_hold_is_taken_up_again_with_one_click(office, tenant_client, clock, was_swept):
    booking = held(tenant_client, office, 9, 20)
    later(clock, 11)
    if was_swept:
        sweep_expired()
    page = text_of(tenant_client.get(page_of(booking)))
    assert "Die Reservierung ist abgelaufen" in page
    assert "9:20 Uhr wieder reservieren" in page
    answer = tenant_client.post(page_of(booking, "reservieren/"), {"zeit": f"{office.pk}_{TUESDAY}_{cell(9, 20)}"})
    assert answer["Location"] == page_of(booking)
    booking.refresh_from_db()
    assert booking.state == State.HELD
    assert booking.is_alive_at(timezone.now())


def test_edge_case_18_what_was_typed_outlives_the_reservation(office, tenant_client, clock):
    booking = held(tenant_client, office, 9, 20)
    later(clock, 11)
    answer = tenant_client.post(page_of(booking), DETAILS)
    page = text_of(tenant_client.get(answer["Location"]))
    assert "Die Zeit ist noch frei, und Ihre Angaben sind noch da." in page
    answer = tenant_client.post(page_of(booking, "reservieren/"), {"zeit": f"{office.pk}_{TUESDAY}_{cell(9, 20)}"})
    assert answer["Location"] == page_of(booking, "pruefen/")
    assert "Mirela Brandt" in text_of(tenant_client.get(answer["Location"]))


def test_edge_case_18_a_lapsed_time_that_somebody_took_is_replaced_by_one_nearby(office, tenant_client, clock):
    booking = held(tenant_client, office, 9, 20)
    tenant_client.post(page_of(booking), DETAILS)
    later(clock, 11)
    hold_at(office, 9, 20)
    page = text_of(tenant_client.get(page_of(booking)))
    assert "Die Zeit hat inzwischen jemand anderes. Ihre Angaben sind noch da." in page
    assert "wieder reservieren" not in page
    page = tenant_client.post(page_of(booking, "reservieren/"), {"zeit": f"{office.pk}_{TUESDAY}_{cell(9, 20)}"})
    assert page.status_code == 409
    assert "Dieser Termin wurde gerade vergeben." in text_of(page)
    near = re.search(r'name="zeit" value="([^"]+)"', page.content.decode())[1]
    answer = tenant_client.post(page_of(booking, "reservieren/"), {"zeit": near})
    assert answer["Location"] == page_of(booking, "pruefen/")


def test_booking_after_the_reservation_ended_leads_to_the_offer_to_take_it_again(office, tenant_client, clock):
    booking = held(tenant_client, office)
    tenant_client.post(page_of(booking), DETAILS)
    later(clock, 11)
    assert tenant_client.get(page_of(booking, "pruefen/"))["Location"] == page_of(booking)
    answer = tenant_client.post(page_of(booking, "pruefen/"))
    assert "Die Reservierung ist abgelaufen" in text_of(tenant_client.get(answer["Location"]))


def test_edge_case_08_the_code_of_a_slow_mail_still_books_a_time_that_is_free(office, tenant_client, clock):
    booking = unconfirmed(tenant_client, office)
    later(clock, 61)
    sweep_expired()
    assert "Sie haben den Code aus der E-Mail?" in text_of(tenant_client.get(page_of(booking)))
    answer = tenant_client.post(page_of(booking), {"schritt": "code", "code": code_of(booking)})
    assert "Ihr Termin ist gebucht." in text_of(tenant_client.get(answer["Location"]))


def test_the_page_of_the_code_says_until_when_it_may_be_typed(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    page = tenant_client.get(page_of(booking))
    assert "Für Sie reserviert bis 9:00 Uhr." in text_of(page)
    html = page.content.decode()
    assert 'inputmode="numeric"' in html
    assert 'autocomplete="one-time-code"' in html
    assert "data-hold-until" in html


@pytest.mark.parametrize("below", ["", "pruefen/", "bestaetigen/", "verschieben/", "absagen/", "termin.ics"])
def test_an_unknown_token_leads_nowhere(office, tenant_client, below):
    assert tenant_client.get(f"/termine/t/{'x' * 24}/{below}").status_code == 404


@pytest.mark.parametrize(
    "below", ["", "pruefen/", "reservieren/", "nochmal/", "bestaetigen/", "verschieben/", "absagen/"]
)
def test_another_site_can_change_nothing(office, tenant_client, below):
    booking = held(tenant_client, office)
    answer = tenant_client.post(page_of(booking, below), DETAILS, HTTP_ORIGIN="https://fremd.example")
    assert answer.status_code == 403


def test_nobody_keeps_a_copy_of_a_page_behind_a_token(office, tenant_client):
    booking = confirmed(tenant_client, office)
    page = tenant_client.get(page_of(booking))
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in page


def test_edge_case_11_who_goes_back_to_a_form_with_errors_sees_it_again(office, tenant_client):
    page = tenant_client.post(page_of(held(tenant_client, office)), DETAILS | {"last_name": ""})
    assert "Bitte geben Sie Ihren Nachnamen ein." in text_of(page)
    assert page["Cache-Control"] == "private, no-cache"


def test_the_appointment_says_what_to_bring_where_to_go_and_what_the_number_is(office, tenant_client):
    booking = confirmed(tenant_client, office)
    page = tenant_client.get(page_of(booking))
    words = text_of(page)
    for expected in (
        "Alter Ausweis auch wenn er abgelaufen ist",
        "Biometrisches Passfoto",
        "Gebühr: 46,00 €",
        "Eingang am Markt, Erdgeschoss",
        "Ja, der Weg ist ohne Stufen.",
        booking.code,
        "mirela.brandt@post.example",
    ):
        assert expected in words
    html = page.content.decode()
    assert "<svg" in html
    assert "style=" not in html
    assert "<title>Ihr Termin am Di, 24. November 2026, 9:00\xa0Uhr – " in html


def test_the_calendar_entry_is_a_file_with_the_same_identity_in_each_version(office, tenant_client):
    booking = confirmed(tenant_client, office)
    first = tenant_client.get(page_of(booking, "termin.ics"))
    assert first["Content-Type"].startswith("text/calendar")
    time = {"idem_key": booking.idem_key, "zeit": f"{office.pk}_{TUESDAY}_{cell(11)}"}
    tenant_client.post(page_of(booking, "verschieben/"), time)
    second = tenant_client.get(page_of(booking, "termin.ics"))
    uid = re.search(rb"UID:\S+", first.content)[0]
    assert uid in second.content
    assert b"SEQUENCE:0" in first.content
    assert b"SEQUENCE:1" in second.content
    assert b"TZID" in first.content


def test_there_is_no_calendar_entry_before_the_confirmation(office, tenant_client):
    booking = unconfirmed(tenant_client, office)
    assert tenant_client.get(page_of(booking, "termin.ics")).status_code == 404


def test_a_past_appointment_says_so_and_offers_a_new_one(office, tenant_client, clock):
    booking = confirmed(tenant_client, office)
    clock(datetime(2026, 11, 24, 12, tzinfo=BERLIN))
    page = text_of(tenant_client.get(page_of(booking)))
    assert "Dieser Termin ist vorbei." in page
    assert "Termin verschieben" not in page
    assert "Neuen Termin buchen" in page


def test_the_whole_way_speaks_english_and_stays_there(office, tenant_client):
    url = f"/en/termine/zeit/?anliegen={office.concern_id}&tag={TUESDAY}"
    key = re.search(r'name="idem_key" value="([^"]+)"', tenant_client.get(url).content.decode())[1]
    answer = tenant_client.post(url, {"idem_key": key, "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"})
    booking = booking_at(answer)
    assert answer["Location"] == f"/en{page_of(booking)}"
    page = tenant_client.get(answer["Location"])
    assert "How can we reach you?" in text_of(page)
    assert booking.language == "en"
    page = tenant_client.post(answer["Location"], DETAILS | {"last_name": ""})
    assert "Please enter your last name." in text_of(page)
    assert "<title>Error: " in page.content.decode()
