"""Somebody is missing at short notice: places go at once, each affected person gets a reserved replacement."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from modules.appointments.absences import Absence, earliest_replacement, kept_until
from modules.appointments.errors import ReplacementGoneError
from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    Closure,
    ConcernPlace,
    Origin,
    Outage,
    OutageCase,
    OutageCaseState,
    OutageChoice,
    PoolDay,
    State,
)
from modules.appointments.selectors import conflicting_bookings, free_times, get_place
from modules.appointments.selectors.conflicts import proposed_closures
from modules.appointments.selectors.outages import has_to_be_called, notices
from modules.appointments.selectors.proposals import proposed_times
from modules.appointments.services import (
    Details,
    cancel_booking,
    check_days,
    move_booking,
    replacing,
    send_reminders,
    sweep_expired,
)
from modules.appointments.services.outages import OutageWish, end_outage, go_on, open_cases, report_outage
from modules.appointments.services.replacing import accept_replacement, note_call, work_off
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import BERLIN, TUESDAY, cell, hold_at, make_office, used_in
from tests.modules.appointments.staff import booked, clock_time

pytestmark = pytest.mark.django_db

AT_SEVEN_TWENTY = clock_time(7, 20)
WITH_MAIL = Details(first_name="Mirela", last_name="Brandt", email="brandt@post.example", phone="03935 1234")
BY_PHONE = Details(last_name="Graf", phone="03935 99")


@pytest.fixture
def place(clock, tenant, db) -> ConcernPlace:
    """An office with two counters, on the morning of the outage."""
    return make_office(places=2)


def pool_of(place: ConcernPlace):
    return place.pools.all()[0]


def wish_for(place: ConcernPlace, *, key: UUID | None = None, notice: str = "", **further) -> OutageWish:
    """Return an outage of the pool for the rest of Tuesday: one place unless said otherwise."""
    further.setdefault("places", 1)
    further.setdefault("until", TUESDAY)
    absence = Absence(key=key or uuid4(), since=AT_SEVEN_TWENTY, pool_id=pool_of(place).pk, **further)
    return OutageWish(subject="Meldewesen: 1 Platz", absence=absence, notice=notice)


def booked_at(place: ConcernPlace, clock, hour: int, minute: int = 0, details: Details = WITH_MAIL) -> Booking:
    """Return a booking made on Monday, each a minute after the one before."""
    booked_at.minute += 1
    clock(clock_time(8, 0, date(2026, 11, 23)) + timedelta(minutes=booked_at.minute))
    return booked(place, hour, minute, details=details)


booked_at.minute = 0


def subjects() -> list[str]:
    return list(OutboxMessage.objects.values_list("subject", flat=True))


def case_of(booking: Booking) -> OutageCase:
    return OutageCase.objects.select_related("replacement", "booking", "outage").get(booking=booking)


def test_one_of_two_places_goes_and_who_booked_last_gets_a_reserved_replacement(place, clock, case_worker):
    first, last = booked_at(place, clock, 10), booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    day = PoolDay.objects.get(pool=pool_of(place), day=TUESDAY)
    assert (day.cap[cell(10) - 1], day.cap_staff[cell(10) - 1]) == (1, 1)
    assert not OutageCase.objects.filter(booking=first).exists()
    case = case_of(last)
    held = case.replacement
    assert (case.state, held.state, held.origin) == (OutageCaseState.OFFERED, State.HELD, Origin.REPLACEMENT)
    assert held.starts_at >= AT_SEVEN_TWENTY + timedelta(hours=2)
    assert check_days(repair=False).is_clean


def test_the_mail_says_what_happened_the_reserved_time_and_how_to_answer(place, clock, case_worker):
    booked_at(place, clock, 10)
    last = booked_at(place, clock, 10)
    OutboxMessage.objects.all().delete()
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    mail = OutboxMessage.objects.get()
    assert mail.subject == "Ihr Termin am Di, 24. November 2026, 10:00 Uhr fällt aus: bitte antworten"
    for link in ("ersatz", "verschieben", "absagen"):
        assert f"/{link}/" in mail.text
    assert last.token in mail.text
    assert "Sie gilt erst, wenn Sie zusagen." in mail.text


def test_accepting_moves_the_booking_onto_the_reserved_places(place, clock, case_worker):
    booked_at(place, clock, 10)
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    held = case_of(last).replacement
    moved = accept_replacement(booking=last)
    assert (moved.starts_at, moved.cell_from, moved.state) == (held.starts_at, held.cell_from, State.CONFIRMED)
    assert accept_replacement(booking=last).sequence == moved.sequence
    held.refresh_from_db()
    assert (held.state, case_of(last).state) == (State.EXPIRED, OutageCaseState.ACCEPTED)
    assert used_in(place)[cell(10) - 1] == 1
    assert check_days(repair=False).is_clean
    assert any(subject.startswith("Ihr Termin ist verschoben") for subject in subjects())


def test_a_replacement_that_lapsed_goes_back_to_the_public_and_the_case_says_so(place, clock, case_worker):
    booked_at(place, clock, 10)
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    held = case_of(last).replacement
    free_then = [time.starts_at for time in free_times(places=[place], day=held.day)]
    assert held.starts_at not in free_then
    clock(held.expires_at + timedelta(seconds=1))
    sweep_expired()
    with pytest.raises(ReplacementGoneError):
        accept_replacement(booking=last)
    case = case_of(last)
    assert has_to_be_called(case, held.expires_at + timedelta(seconds=1))
    assert check_days(repair=False).is_clean


def test_who_has_no_mail_or_comes_too_soon_is_called(place, clock, case_worker):
    booked_at(place, clock, 9), booked_at(place, clock, 11)
    soon, late = booked_at(place, clock, 9), booked_at(place, clock, 11, details=BY_PHONE)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    assert [has_to_be_called(case_of(booking), AT_SEVEN_TWENTY) for booking in (soon, late)] == [True, True]
    noted = note_call(case=case_of(late), result="accepted", actor=case_worker)
    assert (noted.called_by, noted.state) == (case_worker.pk, OutageCaseState.ACCEPTED)
    note_call(case=case_of(soon), result="cancelled", actor=case_worker)
    soon.refresh_from_db()
    assert (soon.state, case_of(soon).state) == (State.CANCELLED, OutageCaseState.CANCELLED)
    assert not has_to_be_called(case_of(soon), AT_SEVEN_TWENTY)
    assert AuditEntry.objects.filter(action="appointments.outage_called").count() == 2


def test_the_choice_per_person_is_kept(place, clock, case_worker):
    booked_at(place, clock, 10), booked_at(place, clock, 11)
    stays, goes = booked_at(place, clock, 10), booked_at(place, clock, 11)
    clock(AT_SEVEN_TWENTY)
    choices = {stays.pk: OutageChoice.KEEP, goes.pk: OutageChoice.CANCEL}
    report_outage(wish=wish_for(place), actor=case_worker, choices=choices)
    assert [case_of(stays).state, case_of(goes).state] == [OutageCaseState.KEPT, OutageCaseState.CANCELLED]
    assert not Booking.objects.filter(origin=Origin.REPLACEMENT).exists()
    assert "Grund" in OutboxMessage.objects.get(kind="appointments.cancelled_by_town_hall").text


def test_the_same_form_sent_twice_does_nothing_twice(place, clock, case_worker):
    booked_at(place, clock, 10)
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    wish = wish_for(place, key=uuid4())
    first = report_outage(wish=wish, actor=case_worker)
    sent = OutboxMessage.objects.count()
    assert report_outage(wish=wish, actor=case_worker).pk == first.pk
    assert (Outage.objects.count(), Closure.objects.count(), OutboxMessage.objects.count()) == (1, 1, sent)
    assert Booking.objects.filter(origin=Origin.REPLACEMENT, state=State.HELD).count() == 1
    assert case_of(last).state == OutageCaseState.OFFERED


def test_a_save_that_broke_off_half_way_is_gone_on_with(place, clock, case_worker, monkeypatch):
    booked_at(place, clock, 10)
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    wish = wish_for(place)
    with monkeypatch.context() as broken:
        broken.setattr("modules.appointments.services.outages.work_off", lambda **_further: 0)
        report_outage(wish=wish, actor=case_worker)
    assert case_of(last).state == OutageCaseState.OPEN
    assert go_on() == 1
    assert case_of(last).state == OutageCaseState.OFFERED
    assert go_on() == 0


def test_whom_nothing_was_free_for_is_told_once_and_offered_something_as_soon_as_it_is(place, clock, case_worker):
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    closed = Absence(key=uuid4(), since=AT_SEVEN_TWENTY, until=date(2027, 3, 1))
    outage = report_outage(wish=OutageWish(subject="Alle", absence=closed), actor=case_worker)
    case = case_of(last)
    assert (case.state, case.replacement, case.told_at) == (OutageCaseState.OPEN, None, AT_SEVEN_TWENTY)
    assert work_off(outage=outage, actor=case_worker) == 0
    assert OutboxMessage.objects.filter(kind="appointments.replacement").count() == 1


def test_somebody_who_moves_or_cancels_alone_gives_the_replacement_back(place, clock, case_worker):
    booked_at(place, clock, 10), booked_at(place, clock, 11)
    moves, cancels = booked_at(place, clock, 10), booked_at(place, clock, 11)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    move_booking(booking=moves, place=place, day=date(2026, 11, 27), cell_from=cell(9, 0, date(2026, 11, 27)))
    cancel_booking(booking=cancels)
    assert [case_of(moves).state, case_of(cancels).state] == [OutageCaseState.MOVED, OutageCaseState.CANCELLED]
    assert not any(case_of(booking).replacement.is_alive_at(AT_SEVEN_TWENTY) for booking in (moves, cancels))
    sweep_expired()
    assert check_days(repair=False).is_clean


def test_everybody_is_back_the_places_return_and_open_appointments_take_place(place, clock, case_worker):
    booked_at(place, clock, 10)
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    outage = report_outage(wish=wish_for(place, notice="Heute kann es dauern."), actor=case_worker)
    assert notices() == ["Heute kann es dauern."]
    end_outage(outage=outage, actor=case_worker)
    assert PoolDay.objects.get(pool=pool_of(place), day=TUESDAY).cap[cell(10) - 1] == 2
    assert (notices(), case_of(last).state) == ([], OutageCaseState.KEPT)
    assert "Ihr Termin am Di, 24. November 2026, 10:00 Uhr findet doch statt" in subjects()
    assert not conflicting_bookings(pools=[pool_of(place)])
    assert end_outage(outage=outage, actor=case_worker).ended_at == AT_SEVEN_TWENTY
    assert open_cases(outage=Outage.objects.get()) == 0


def test_who_is_just_typing_does_not_book_a_place_that_is_gone(place, clock, case_worker):
    clock(AT_SEVEN_TWENTY - timedelta(minutes=1))
    first, second = hold_at(place, 10), hold_at(place, 10)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place), actor=case_worker)
    assert [Booking.objects.get(pk=held.pk).is_alive_at(AT_SEVEN_TWENTY) for held in (first, second)].count(True) == 1


def test_an_outage_of_several_days_takes_the_rest_of_today_and_whole_days_after(place, clock, case_worker):
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place, until=date(2026, 11, 26), places=None), actor=case_worker)
    today, later = Closure.objects.order_by("starts_on")
    assert (today.starts_on, today.ends_on, today.starts_at.hour) == (TUESDAY, TUESDAY, 7)
    assert (later.starts_on, later.ends_on, later.is_all_day) == (date(2026, 11, 25), date(2026, 11, 26), True)
    assert not free_times(places=[get_place(place.pk)], day=date(2026, 11, 26))


@pytest.mark.parametrize(
    ("now", "starts_at", "until"),
    [
        (clock_time(7, 20), clock_time(9, 0, date(2026, 11, 27)), clock_time(18, 0, date(2026, 11, 25))),
        (
            clock_time(7, 20, date(2026, 11, 27)),
            clock_time(9, 0, date(2026, 12, 2)),
            clock_time(18, 0, date(2026, 11, 30)),
        ),
        (clock_time(7, 20), clock_time(11, 0), clock_time(10, 0)),
        (
            clock_time(7, 20, date(2026, 12, 24)),
            clock_time(9, 0, date(2027, 1, 5)),
            clock_time(18, 0, date(2026, 12, 28)),
        ),
    ],
)
def test_a_replacement_is_kept_to_the_evening_of_the_next_working_day_but_never_too_long(now, starts_at, until):
    assert kept_until(starts_at, now=now.astimezone(BERLIN), zone="Europe/Berlin", state="ST") == until


def test_the_end_reads_as_a_day_or_as_a_time(tenant):
    days = Outage(ends_at=clock_time(0, 0, date(2026, 11, 26)))
    noon = Outage(ends_at=clock_time(12, 0))
    assert days.until_in_words == "bis einschließlich Mi, 25. November"
    assert noon.until_in_words == "bis Di, 24. November, 12:00 Uhr"


def test_the_times_that_the_preview_shows_are_those_that_are_reserved(place, clock, case_worker):
    affected = [booked_at(place, clock, hour, minute) for hour, minute in ((10, 0), (9, 40), (10, 0), (10, 20))]
    clock(AT_SEVEN_TWENTY)
    wish = wish_for(place, places=None, until=TUESDAY + timedelta(days=1))
    shown = proposed_times(
        bookings=reversed(affected),
        proposed=proposed_closures(save=wish.absence.closures()),
        earliest=earliest_replacement(AT_SEVEN_TWENTY),
        until=wish.absence.until,
    )
    report_outage(wish=wish, actor=case_worker)
    reserved = {booking.pk: case_of(booking).replacement.starts_at for booking in affected}
    assert reserved == {pk: time.starts_at for pk, time in shown.items() if time}


def test_somebody_faster_than_the_clerk_changes_the_time_and_not_the_offer(place, clock, case_worker, monkeypatch):
    last = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    keep, tries = replacing.keep_place, []

    def keep_at_second_try(draft, *args, **further):
        tries.append(draft.starts_at)
        return keep(draft, *args, **further) if len(tries) > 1 else None

    monkeypatch.setattr(replacing, "keep_place", keep_at_second_try)
    report_outage(wish=wish_for(place, places=None), actor=case_worker)
    assert len(tries) == 2
    assert case_of(last).replacement.starts_at == tries[1]


def test_an_outage_of_weeks_is_followed_by_replacements_after_it(place, clock, case_worker):
    first = booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    report_outage(wish=wish_for(place, places=None, until=TUESDAY + timedelta(days=20)), actor=case_worker)
    assert case_of(first).replacement.day > TUESDAY + timedelta(days=20)


def test_nobody_is_reminded_of_an_appointment_that_falls_out(place, clock, case_worker):
    AppointmentSettings(reminder_hours=[2]).save()
    kept, last = booked_at(place, clock, 10), booked_at(place, clock, 10)
    clock(AT_SEVEN_TWENTY)
    outage = report_outage(wish=wish_for(place), actor=case_worker)
    clock(clock_time(8, 30))
    assert send_reminders() == 1
    kept.refresh_from_db()
    assert kept.reminded_at

    end_outage(outage=outage, actor=case_worker)
    assert send_reminders() == 1, "everybody is back: the appointment takes place"
    last.refresh_from_db()
    assert last.reminded_at
