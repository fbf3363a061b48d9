"""Holding a time: it is ours for ten minutes, and never anybody else's."""

import uuid
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from modules.appointments import codes
from modules.appointments.errors import (
    BusyError,
    NotOfferedError,
    SlotTakenError,
    TooManyPersonsError,
    UnclearVisitError,
    WrongStateError,
)
from modules.appointments.models import Booking, Concern, Origin, State
from modules.appointments.selectors import get_place
from modules.appointments.services import (
    Details,
    check_days,
    enter_details,
    hold,
    release_hold,
    request_confirmation,
    save_concern,
    sweep_expired,
)
from modules.appointments.services.transactions import booking_transaction
from tests.factories.appointments import (
    BERLIN,
    MONDAY_MORNING,
    TUESDAY,
    AnswerFactory,
    ConcernPlaceFactory,
    ConcernWindowFactory,
    QuestionFactory,
    cell,
    hold_at,
    make_office,
    used_in,
)

pytestmark = pytest.mark.django_db


def taken_cells(place) -> list[int]:
    return [index + 1 for index, count in enumerate(used_in(place)) if count]


def test_a_hold_takes_its_cells_for_ten_minutes(office):
    booking = hold_at(office, 9, 20)
    assert booking.state == State.HELD
    assert booking.expires_at == timezone.now() + timedelta(minutes=10)
    assert booking.starts_at.isoformat() == "2026-11-24T08:20:00+00:00"
    assert booking.minutes == 20
    assert taken_cells(office) == list(range(cell(9, 20), cell(9, 40)))


def test_what_the_statement_returns_is_what_is_stored(office):
    booking = hold_at(office, 9, 20, persons=2, language="en")
    stored = Booking.objects.get(pk=booking.pk)
    fields = [field.attname for field in Booking._meta.concrete_fields]
    assert [getattr(booking, name) for name in fields] == [getattr(stored, name) for name in fields]
    assert list(stored.pools.all()) == list(office.pools.all())


def test_edge_case_09_a_second_visitor_does_not_get_the_same_time(office):
    hold_at(office, 9, 20)
    with pytest.raises(SlotTakenError) as caught:
        hold_at(office, 9, 20)
    near = [free.starts_at.strftime("%H:%M") for free in caught.value.neighbours]
    assert near == ["09:00", "09:40", "09:50"]
    with pytest.raises(SlotTakenError):
        hold_at(office, 9, 10)
    assert check_days(repair=False).is_clean


def test_a_full_day_offers_the_next_one(office):
    for hour in (9, 10, 11):
        for minute in (0, 20, 40):
            hold_at(office, hour, minute)
    with pytest.raises(SlotTakenError) as caught:
        hold_at(office, 10)
    near = [free.starts_at.strftime("%d.%m. %H:%M") for free in caught.value.neighbours]
    assert near == ["25.11. 09:00", "25.11. 09:10", "25.11. 09:20"]


def test_edge_case_10_the_same_key_returns_the_first_result(office):
    key = uuid.uuid4()
    first = hold_at(office, 9, 20, idem_key=key)
    second = hold_at(office, 9, 20, idem_key=key)
    assert (second.pk, second.expires_at) == (first.pk, first.expires_at)
    assert Booking.objects.count() == 1
    assert check_days(repair=False).is_clean


def test_edge_case_10_a_double_click_where_several_places_are_free_takes_one(clock):
    office, key = make_office(places=3), uuid.uuid4()
    assert hold_at(office, 9, 20, idem_key=key).pk == hold_at(office, 9, 20, idem_key=key).pk
    assert max(used_in(office)) == 1


def test_edge_case_11_the_back_button_exchanges_the_held_time(office):
    key = uuid.uuid4()
    first = hold_at(office, 9, 20, idem_key=key)
    second = hold_at(office, 10, idem_key=key)
    assert (second.pk, second.token) == (first.pk, first.token)
    assert taken_cells(office) == list(range(cell(10), cell(10, 20)))
    assert hold_at(office, 9, 20).pk != first.pk


def test_edge_case_11_going_back_keeps_the_held_time_if_the_other_is_gone(office):
    first, _other = hold_at(office, 9, 20), hold_at(office, 10)
    with pytest.raises(SlotTakenError):
        hold_at(office, 10, replaces=first)
    first.refresh_from_db()
    assert (first.state, first.cell_from) == (State.HELD, cell(9, 20))
    assert check_days(repair=False).is_clean


def test_edge_case_11_two_tabs_never_hold_two_times(office):
    first = hold_at(office, 9, 20)
    hold_at(office, 10, replaces=first)
    hold_at(office, 11, replaces=first)
    assert Booking.objects.count() == 1
    assert taken_cells(office) == list(range(cell(11), cell(11, 20)))


def test_edge_case_11_another_time_with_the_key_of_a_finished_booking_shows_that_booking(office):
    key = uuid.uuid4()
    booking = hold_at(office, 9, 20, idem_key=key)
    booking = enter_details(booking=booking, details=Details(last_name="Graf", phone="0123 4567"))
    request_confirmation(booking=booking)
    again = hold_at(office, 10, idem_key=key)
    assert (again.pk, again.state, again.cell_from) == (booking.pk, State.CONFIRMED, cell(9, 20))
    with pytest.raises(WrongStateError):
        hold_at(office, 10, replaces=booking)


def test_edge_case_18_the_same_form_sent_after_the_hold_lapsed_holds_again(office, clock):
    key = uuid.uuid4()
    first = hold_at(office, 9, 20, idem_key=key)
    clock(MONDAY_MORNING + timedelta(minutes=30))
    sweep_expired()
    again = hold_at(office, 9, 20, idem_key=key)
    assert (again.pk, again.state) == (first.pk, State.HELD)
    assert again.expires_at == MONDAY_MORNING + timedelta(minutes=40)


@pytest.fixture
def draw(monkeypatch):
    """Return a function that says which letters are drawn for codes."""

    def draw_these(*codes_to_come: str) -> None:
        letters = iter("".join(codes_to_come).replace("-", ""))
        monkeypatch.setattr(codes.secrets, "choice", lambda _alphabet: next(letters))

    return draw_these


def test_edge_case_22_a_code_is_drawn_again_if_the_day_knows_it(office, draw):
    draw("AAA-222", "AAA-222", "BBB-333")
    assert hold_at(office, 9).code == "AAA-222"
    assert hold_at(office, 10).code == "BBB-333"
    assert check_days(repair=False).is_clean


def test_edge_case_22_another_day_may_have_the_same_code(office, draw):
    draw("AAA-222", "AAA-222")
    assert hold_at(office, 9).code == hold_at(office, 9, day=TUESDAY + timedelta(days=1)).code


def test_codes_have_no_letters_that_look_like_digits_and_are_read_however_typed():
    assert not set("0O1I") & set(codes.CODE_ALPHABET)
    code = codes.new_code()
    assert codes.normalise_code(f" {code.replace('-', ' ').lower()} ") == code
    assert codes.normalise_code("K7M-2QX9") == ""


def test_tokens_cannot_be_guessed():
    tokens = {codes.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {codes.TOKEN_LENGTH}


def test_a_released_hold_is_free_at_once_and_releasing_twice_gives_back_once(office):
    booking = hold_at(office, 9, 20)
    release_hold(booking=booking)
    release_hold(booking=booking)
    assert taken_cells(office) == []


def test_sweeping_ends_what_lapsed_and_nothing_else(office, clock):
    lapsed = hold_at(office, 9)
    clock(MONDAY_MORNING + timedelta(minutes=5))
    fresh = hold_at(office, 10)
    clock(MONDAY_MORNING + timedelta(minutes=12))
    assert sweep_expired() == 1
    assert sweep_expired() == 0
    lapsed.refresh_from_db()
    fresh.refresh_from_db()
    assert (lapsed.state, fresh.state) == (State.EXPIRED, State.HELD)
    assert check_days(repair=False).is_clean


class TestWhatIsOffered:
    def test_nothing_in_the_past(self, office, clock):
        clock(datetime(2026, 11, 24, 10, 1, tzinfo=BERLIN))
        with pytest.raises(NotOfferedError):
            hold_at(office, 10)
        assert hold_at(office, 10, 10)

    def test_nothing_before_the_lead_time_of_concern_or_pool(self, clock):
        office = make_office(lead_minutes=60)
        clock(datetime(2026, 11, 24, 8, 30, tzinfo=BERLIN))
        with pytest.raises(NotOfferedError):
            hold_at(office, 9, 20)
        assert hold_at(office, 9, 30)
        Concern.objects.update(lead_minutes=180)
        with pytest.raises(NotOfferedError):
            hold_at(get_place(office.pk), 11, 20)
        assert hold_at(office, 9, 50, origin=Origin.PHONE)

    def test_a_new_day_appears_at_its_release_time(self, clock):
        office = make_office(horizon_days=8, release_time=time(8))
        wednesday = TUESDAY + timedelta(days=8)
        clock(datetime(2026, 11, 24, 7, 59, tzinfo=BERLIN))
        with pytest.raises(NotOfferedError):
            hold_at(office, 9, day=wednesday)
        clock(datetime(2026, 11, 24, 8, 0, tzinfo=BERLIN))
        assert hold_at(office, 9, day=wednesday)

    @pytest.mark.usefixtures("clock")
    def test_a_concern_may_be_seen_farther_ahead_than_its_pool(self):
        office = make_office(horizon_days=8)
        concern = office.concern
        concern.horizon_days = 30
        save_concern(concern=concern, actor=None)
        day = TUESDAY + timedelta(days=21)
        assert hold_at(get_place(office.pk), 9, day=day)
        other = ConcernPlaceFactory(location=office.location, pools=list(office.pools.all()))
        with pytest.raises(NotOfferedError):
            hold_at(get_place(other.pk), 10, day=day)

    def test_only_within_the_concerns_own_hours(self, office):
        ConcernWindowFactory(concern=office.concern)  # on Tuesday from 10 to 11
        place = get_place(office.pk)
        for hour, minute in ((9, 30), (10, 50)):
            with pytest.raises(NotOfferedError):
                hold_at(place, hour, minute)
        with pytest.raises(NotOfferedError):
            hold_at(place, 10, day=TUESDAY + timedelta(days=1))
        assert hold_at(place, 10, 40)

    def test_a_concern_of_staff_is_nothing_for_the_public(self, office):
        Concern.objects.update(audience="staff")
        with pytest.raises(NotOfferedError):
            hold_at(get_place(office.pk), 9)
        assert hold_at(get_place(office.pk), 9, origin=Origin.PHONE)

    def test_nothing_of_a_concern_that_is_not_offered_any_more(self, office):
        Concern.objects.update(is_active=False)
        with pytest.raises(NotOfferedError):
            hold_at(get_place(office.pk), 9)

    def test_no_cell_that_the_day_does_not_have(self, office):
        for start in (0, -5, 288, 9000):
            with pytest.raises(NotOfferedError):
                hold(place=office, day=TUESDAY, cell_from=start, idem_key=uuid.uuid4(), origin=Origin.PHONE)

    @pytest.mark.usefixtures("clock")
    def test_the_public_does_not_get_the_places_of_staff(self):
        office = make_office(places=1, staff_places=2)
        hold_at(office, 9)
        with pytest.raises(SlotTakenError):
            hold_at(office, 9)
        assert hold_at(office, 9, origin=Origin.PHONE)


class TestTheVisit:
    def test_further_persons_take_their_own_time(self, office):
        assert hold_at(office, 9, persons=3).minutes == 40
        with pytest.raises(TooManyPersonsError):
            hold_at(office, 10, persons=6)

    def test_answers_change_the_duration_and_must_be_complete_for_the_public(self, office):
        question = QuestionFactory(concern=office.concern)
        answer = AnswerFactory(question=question, extra_minutes=15)
        with pytest.raises(UnclearVisitError):
            hold_at(office, 9)
        assert hold_at(office, 9, answers={str(question.pk): str(answer.pk)}).minutes == 35
        assert hold_at(office, 10, origin=Origin.PHONE).minutes == 20

    def test_an_answer_to_another_question_is_none(self, office):
        question, stranger = QuestionFactory(concern=office.concern), AnswerFactory()
        AnswerFactory(question=question)
        with pytest.raises(UnclearVisitError):
            hold_at(office, 9, answers={str(question.pk): str(stranger.pk)})


class TestSeveralPools:
    @pytest.fixture
    def wedding(self, clock):  # noqa: ARG002 - day rows are made for the clock's days
        """A concern that needs the registrar and a counter of the Bürgerbüro."""
        counters, registrar = make_office(places=2), make_office(places=1)
        pools = [*counters.pools.all(), *registrar.pools.all()]
        place = ConcernPlaceFactory(location=counters.location, pools=pools)
        return get_place(place.pk), counters, registrar

    def test_a_booking_takes_a_place_in_each(self, wedding):
        place, counters, registrar = wedding
        hold_at(place, 9)
        assert taken_cells(counters) == taken_cells(registrar) == list(range(cell(9), cell(9, 20)))

    def test_none_is_taken_if_one_is_full(self, wedding):
        place, counters, registrar = wedding
        hold_at(registrar, 9)
        with pytest.raises(SlotTakenError):
            hold_at(place, 9)
        assert taken_cells(counters) == []
        assert check_days(repair=False).is_clean

    def test_a_lapsed_hold_is_given_back_in_all_of_them(self, wedding, clock):
        place, counters, registrar = wedding
        hold_at(place, 9)
        clock(MONDAY_MORNING + timedelta(minutes=11))
        hold_at(registrar, 9)
        assert taken_cells(counters) == []
        assert check_days(repair=False).is_clean

    @pytest.mark.usefixtures("clock")
    def test_a_concern_may_have_a_limit_of_its_own_at_the_same_time(self):
        office = make_office(places=3)
        concern = office.concern
        concern.max_parallel = 1
        save_concern(concern=concern, actor=None)
        place = get_place(office.pk)
        hold_at(place, 9)
        with pytest.raises(SlotTakenError):
            hold_at(place, 9, 10)
        other = ConcernPlaceFactory(location=office.location, pools=[office.pools.all()[0]])
        assert hold_at(get_place(other.pk), 9)


def test_a_statement_that_takes_too_long_is_busy(tenant):
    def waiting_too_long() -> None:
        with booking_transaction(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '1ms'")
            cursor.execute("SELECT pg_sleep(1)")

    with pytest.raises(BusyError):
        waiting_too_long()
