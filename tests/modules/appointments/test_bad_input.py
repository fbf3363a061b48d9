"""What nobody should send: a clear answer, nothing lost, nothing leaked."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.appointments.links import confirmation_key
from modules.appointments.models import Booking, State
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import TUESDAY, cell
from tests.modules.appointments.citizens import (
    DETAILS,
    choose,
    confirmed,
    field,
    held,
    page_of,
    text_of,
    times_url,
    unconfirmed,
)

pytestmark = pytest.mark.django_db

RIGHT_TO_LEFT = "محمد علي"
FAMILY = "👨‍👩‍👧‍👦"
BELOW = ("", "pruefen/", "bestaetigen/", "verschieben/", "absagen/", "termin.ics")


class TestNames:
    @pytest.mark.parametrize(
        "name", [RIGHT_TO_LEFT, FAMILY, "O'Neil-Żółć", "Dvořáková", "Nguyễn", "李", "ß", "x" * 100]
    )
    def test_any_name_that_fits_is_booked_as_it_was_typed(self, office, tenant_client, name):
        booking = confirmed(tenant_client, office, first_name=name, last_name=name)
        assert (booking.state, booking.last_name) == (State.CONFIRMED, name)

    def test_ten_thousand_characters_are_refused_with_a_sentence_and_nothing_else_is_lost(self, office, tenant_client):
        booking = held(tenant_client, office)
        answer = tenant_client.post(page_of(booking), DETAILS | {"last_name": "x" * 10_000})

        assert answer.status_code == 200
        assert "Bitte kürzen Sie „Nachname“ auf höchstens 100 Zeichen." in text_of(answer)
        assert field(answer, "email") == DETAILS["email"]
        assert Booking.objects.get().last_name == ""

    def test_marks_that_turn_the_direction_of_writing_do_not_reach_the_mail_in_plain_sight(self, office, tenant_client):
        confirmed(tenant_client, office, last_name="Brandt\u202e moc.live")
        subjects = OutboxMessage.objects.values_list("subject", flat=True)
        assert not any("\u202e" in subject for subject in subjects)

    def test_what_looks_like_html_stays_text(self, office, tenant_client):
        booking = held(tenant_client, office)
        tenant_client.post(page_of(booking), DETAILS | {"last_name": "<script>alert(1)</script>"})
        page = tenant_client.get(page_of(booking, "pruefen/")).content.decode()
        assert "<script>alert" not in page
        assert "<script>alert(1)</script>" in unescape(page)

    def test_a_line_break_makes_no_header_of_a_mail(self, office, tenant_client):
        confirmed(tenant_client, office, last_name="Brandt\r\nBcc: everybody@post.example")
        assert not any("\n" in subject for subject in OutboxMessage.objects.values_list("subject", flat=True))

    @pytest.mark.parametrize("where", ["last_name", "email", "phone"])
    def test_a_nul_is_refused(self, office, tenant_client, where):
        booking = held(tenant_client, office)
        answer = tenant_client.post(page_of(booking), DETAILS | {where: "Bra\x00ndt"})
        assert answer.status_code in (200, 400)
        assert Booking.objects.get().last_name == ""

    def test_a_name_cannot_be_changed_once_booked(self, office, tenant_client):
        booking = confirmed(tenant_client, office)
        tenant_client.post(page_of(booking), DETAILS | {"last_name": "Händler"})
        booking.refresh_from_db()
        assert booking.last_name == "Brandt"

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(st.characters(codec="utf-8"), max_size=200))
    def test_no_text_breaks_the_form(self, office, tenant_client, text):
        booking = Booking.objects.first() or held(tenant_client, office)
        fields = dict.fromkeys(("first_name", "last_name", "email", "phone", "for_name"), text)
        answer = tenant_client.post(page_of(booking), DETAILS | fields | {"for_whom": "other"})
        assert answer.status_code in (200, 303, 400)


class TestHugeForms:
    def test_a_thousand_fields_more_are_refused(self, office, tenant_client):
        booking = held(tenant_client, office)
        answer = tenant_client.post(page_of(booking), DETAILS | {f"further{n}": "x" for n in range(1200)})
        assert answer.status_code == 400
        assert Booking.objects.get().state == State.HELD

    def test_six_megabytes_are_refused(self, office, tenant_client):
        booking = held(tenant_client, office)
        body = b"last_name=" + b"x" * (6 * 1024 * 1024)
        answer = tenant_client.generic("POST", page_of(booking), body, "application/x-www-form-urlencoded")
        assert answer.status_code in (400, 413)

    def test_a_long_address_is_no_error_of_ours(self, office, tenant_client):
        for name in ("halten", "ort", "tag", "monat", "zeit", "a", "nach", "danach"):
            answer = tenant_client.get(times_url(office, day=None, **{name: "x" * 5000}))
            assert answer.status_code in (200, 302, 404), name


class TestTimes:
    @pytest.mark.parametrize(
        "time",
        ["", "x", "__", "7f3c2a90-0000-4000-8000-000000000000_2026-11-24_109",
         "{place}_2026-11-24_-1", "{place}_2026-11-24_999",
         "{place}_9999-12-31_109", "{place}_0001-01-01_109", "{place}_2026-02-30_109", "{place}_2026-11-24_109_1",
         "{place}_2026-11-24_" + "9" * 5000, "{place}_2026-11-24_١٠٩"],
    )  # fmt: skip
    def test_a_time_that_does_not_exist_holds_nothing(self, office, tenant_client, time):
        page = tenant_client.get(times_url(office))
        data = {"idem_key": field(page, "idem_key"), "zeit": time.format(place=office.pk)}
        answer = tenant_client.post(times_url(office), data)
        assert answer.status_code in (200, 303, 409)
        assert not Booking.objects.exclude(day=TUESDAY, cell_from=109).exists()

    @pytest.mark.parametrize("key", ["", "x", "0" * 5000, "00000000-0000-0000-0000-00000000000g"])
    def test_a_forged_key_of_a_form_holds_nothing(self, office, tenant_client, key):
        data = {"idem_key": key, "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"}
        assert tenant_client.post(times_url(office), data).status_code == 200
        assert not Booking.objects.exists()

    def test_the_key_of_somebody_elses_form_tells_nothing_and_moves_nothing(self, office, tenant_client):
        theirs = confirmed(tenant_client, office)
        data = {"idem_key": theirs.idem_key, "zeit": f"{office.pk}_{TUESDAY}_{cell(10)}"}
        tenant_client.post(times_url(office), data)
        theirs.refresh_from_db()
        assert theirs.cell_from == cell(9)


class TestTokens:
    @pytest.mark.parametrize("token", ["x", "a" * 24, "A" * 5000, "%00", "..%2f..", "%F0%9F%98%80", "'%20OR%201=1--"])
    def test_a_forged_token_opens_nothing(self, office, tenant_client, token):
        booking = confirmed(tenant_client, office)
        for below in BELOW:
            answer = tenant_client.get(f"/termine/t/{token}/{below}")
            assert answer.status_code in (400, 404), below
            assert booking.last_name not in text_of(answer), below


class TestCodesAndLinks:
    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "0" * 10_000, "１２３４５６", "12 34 5x"])
    def test_what_is_no_code_costs_no_try(self, office, tenant_client, code):
        booking = unconfirmed(tenant_client, office)
        answer = tenant_client.post(page_of(booking), {"schritt": "code", "code": code})
        assert answer.status_code == 200
        booking.refresh_from_db()
        assert (booking.state, booking.confirm_tries) == (State.UNCONFIRMED, 0)

    def test_the_code_of_another_booking_is_worth_nothing(self, office, tenant_client):
        from modules.appointments.codes import confirmation_code

        mine, theirs = unconfirmed(tenant_client, office), unconfirmed(tenant_client, office, 11)
        tenant_client.post(page_of(theirs), {"schritt": "code", "code": confirmation_code(mine.pk, mine.email)})
        theirs.refresh_from_db()
        assert theirs.state == State.UNCONFIRMED

    @pytest.mark.parametrize("key", ["", "forged", "a:b:c", "x" * 5000])
    def test_a_forged_link_confirms_nothing_and_says_so(self, office, tenant_client, key):
        booking = unconfirmed(tenant_client, office)
        answer = tenant_client.post(page_of(booking, "bestaetigen/"), {"k": key})
        assert "Dieser Link gilt nicht mehr." in text_of(answer)
        booking.refresh_from_db()
        assert booking.state == State.UNCONFIRMED

    def test_edge_case_20_a_link_is_for_one_booking_address_and_purpose(self, office, tenant_client):
        mine, theirs = unconfirmed(tenant_client, office), unconfirmed(tenant_client, office, 11)
        tenant_client.post(page_of(theirs, "bestaetigen/"), {"k": confirmation_key(mine)})
        theirs.refresh_from_db()
        assert theirs.state == State.UNCONFIRMED

    def test_edge_case_20_no_page_puts_a_token_into_the_browsers_storage(self, office, tenant_client, settings):
        booking = confirmed(tenant_client, office)
        page = tenant_client.get(page_of(booking)).content.decode()
        scripts = [
            (settings.BASE_DIR / path).read_text(encoding="utf-8")
            for path in (
                "modules/appointments/static/appointments/proof.js",
                "modules/appointments/static/appointments/busy.js",
            )
        ]
        assert not re.search(r"(local|session)Storage", page + "".join(scripts))

    def test_a_mails_link_opened_again_after_cancelling_brings_nothing_back(self, office, tenant_client):
        booking = unconfirmed(tenant_client, office)
        key = confirmation_key(booking)
        tenant_client.post(page_of(booking, "bestaetigen/"), {"k": key})
        tenant_client.post(page_of(booking, "absagen/"))
        tenant_client.post(page_of(booking, "bestaetigen/"), {"k": key})
        booking.refresh_from_db()
        assert booking.state == State.CANCELLED

    def test_the_links_of_a_past_appointment_change_nothing(self, office, tenant_client, clock):
        booking = confirmed(tenant_client, office)
        clock(timezone.now() + timedelta(days=3))
        for below in ("absagen/", "verschieben/"):
            tenant_client.post(page_of(booking, below), {"zeit": f"{office.pk}_{TUESDAY}_{cell(10)}"})
        booking.refresh_from_db()
        assert (booking.state, booking.cell_from) == (State.CONFIRMED, cell(9))


@pytest.mark.parametrize("contact", ["x" * 10_000, "a@", FAMILY, RIGHT_TO_LEFT, "%", "' OR 1=1 --"])
def test_finding_says_the_same_whatever_was_typed(office, tenant_client, contact):
    booking = confirmed(tenant_client, office)
    before = OutboxMessage.objects.count()
    answer = tenant_client.post("/termine/finden/", {"number": booking.code, "contact": contact})
    assert answer.status_code in (200, 303)
    assert "Brandt" not in text_of(answer)
    assert OutboxMessage.objects.count() == before


def test_a_form_of_another_site_is_refused(office, tenant_client):
    page = tenant_client.get(times_url(office))
    data = {"idem_key": field(page, "idem_key"), "zeit": f"{office.pk}_{TUESDAY}_{cell(9)}"}
    answer = tenant_client.post(times_url(office), data, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not Booking.objects.exists()


def test_complaint_12_an_error_in_the_middle_says_what_to_do_and_keeps_what_was_typed(office, tenant_client):
    booking = held(tenant_client, office)
    answer = tenant_client.post(page_of(booking), DETAILS | {"email": "mirela.brandt"})
    assert "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein" in text_of(answer)
    assert (field(answer, "last_name"), field(answer, "email")) == ("Brandt", "mirela.brandt")
    assert choose(tenant_client, office, 10, halten=booking.token).status_code == 303
