"""Finished documents: scanned, told, fetched, forgotten."""

import uuid
from datetime import timedelta

import pytest

from modules.appointments.errors import ForgottenPersonError, IncompleteDetailsError, UnknownCodeError, WrongStateError
from modules.appointments.models import (
    AppointmentSettings,
    Booking,
    Collection,
    CollectionState,
    Concern,
    FurtherConcern,
    State,
)
from modules.appointments.privacy import PERSONAL_DATA
from modules.appointments.selectors import get_place
from modules.appointments.selectors.collecting import live_pickup, lying_ready, to_be_told
from modules.appointments.services import cancel_booking, check_days, mark_done, remind_of_documents
from modules.appointments.services.collecting import (
    Document,
    choose_pickup,
    enter_by_hand,
    hand_over,
    put_ready,
    tell,
    tell_all,
    withdraw,
)
from rathaus.mail.models import OutboxMessage
from tests.factories.appointments import MONDAY_MORNING, TUESDAY, ConcernFactory, ConcernPlaceFactory, cell
from tests.modules.appointments.citizens import field
from tests.modules.appointments.citizens import text_of as words_of
from tests.modules.appointments.staff import BRANDT, TERMINE, booked, chosen, said, text_of

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY + timedelta(days=1)
PAGE = f"{TERMINE}abholung/"


@pytest.fixture
def applied(office, case_worker, clock) -> Booking:
    """An identity card that was applied for on Tuesday; it is Wednesday now."""
    Concern.objects.update(result="Personalausweis")
    booking = booked(office, 9, actor=case_worker)
    mark_done(booking=booking, actor=case_worker)
    clock(MONDAY_MORNING + timedelta(days=2))
    return booking


@pytest.fixture
def pickups(office):
    """Five minutes to fetch a document, at the same location."""
    concern = ConcernFactory(name="Abholen", first_minutes=5, is_collection=True, documents="Alter Ausweis")
    place = ConcernPlaceFactory(concern=concern, location=office.location, pools=list(office.pools.all()))
    return get_place(place.pk)


def by_hand(office, case_worker, **further):
    document = {"document": "Reisepass", "location": office.location, "name": "Ada Graf", "phone": "03935 4711"}
    return enter_by_hand(document=Document(**document | further), idem_key=uuid.uuid4(), actor=case_worker)


class TestScanning:
    @pytest.mark.parametrize("shape", ["{code}", "{lower}", "https://x.example/termine/t/{token}/", "/en/t/{token}"])
    def test_number_and_address_of_the_qr_code_lead_to_the_person(self, applied, case_worker, shape):
        text = shape.format(code=applied.code, lower=applied.code.lower().replace("-", " "), token=applied.token)
        found = put_ready(text=text, actor=case_worker)
        assert (found.booking_id, found.document, found.name) == (applied.pk, "Personalausweis", "Mirela Brandt")
        assert (found.email, found.state, found.notified_at) == (BRANDT.email, CollectionState.READY, None)

    def test_of_several_concerns_the_one_with_a_document_names_it(self, applied, case_worker):
        Concern.objects.update(result="")
        passport = ConcernFactory(name="Reisepass beantragen", result="Reisepass")
        FurtherConcern.objects.create(booking=applied, concern=passport, persons=1)
        found = put_ready(text=applied.code, actor=case_worker)
        assert (found.document, found.concern) == ("Reisepass", passport)

    def test_scanning_twice_notes_once(self, applied, case_worker):
        put_ready(text=applied.code, actor=case_worker)
        put_ready(text=applied.code, actor=case_worker)
        assert Collection.objects.count() == 1

    @pytest.mark.parametrize("text", ["AAA-AAA", "K7M-2QX", "nichts", "/t/abcdefghijklmnopqrstuvwx/", "0" * 300])
    @pytest.mark.usefixtures("applied")
    def test_an_unknown_number_says_so(self, case_worker, text):
        with pytest.raises(UnknownCodeError, match="gehört zu keinem Termin"):
            put_ready(text=text, actor=case_worker)

    @pytest.mark.usefixtures("applied")
    def test_a_cancelled_or_coming_appointment_has_no_document(self, office, case_worker):
        coming, gone = booked(office, 9, day=TUESDAY + timedelta(days=2)), booked(office, 10, day=WEDNESDAY)
        cancel_booking(booking=gone)
        for booking in (coming, gone):
            with pytest.raises(UnknownCodeError):
                put_ready(text=booking.code, actor=case_worker)

    def test_somebody_who_is_forgotten_already_is_entered_by_hand(self, applied, case_worker, clock):
        clock(MONDAY_MORNING + timedelta(days=60))
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=60))
        with pytest.raises(ForgottenPersonError, match="schon gelöscht"):
            put_ready(text=applied.code, actor=case_worker)

    def test_by_hand_a_name_and_a_way_to_reach_them_are_needed(self, office, case_worker):
        assert by_hand(office, case_worker).name == "Ada Graf"
        with pytest.raises(IncompleteDetailsError):
            by_hand(office, case_worker, phone="")


class TestTelling:
    def test_everybody_with_an_address_is_told_once_and_the_others_are_called(self, applied, office, case_worker):
        mailed, called = put_ready(text=applied.code, actor=case_worker), by_hand(office, case_worker)
        assert tell_all(actor=case_worker) == 1
        assert tell_all(actor=case_worker) == 0
        mail = OutboxMessage.objects.get(kind="appointments.document_ready")
        mailed.refresh_from_db()
        assert (mail.to, mail.subject) == (BRANDT.email, "Liegt bereit: Personalausweis")
        assert f"/termine/abholung/{mailed.token}/" in mail.text
        assert "Brandt" not in mail.text
        assert [found.pk for found in to_be_told()] == [called.pk]
        assert tell(collection=called, actor=case_worker)
        assert to_be_told() == []
        assert lying_ready("Graf").get().pk == called.pk

    def test_without_times_to_choose_the_mail_says_when_it_is_open(self, applied, case_worker):
        put_ready(text=applied.code, actor=case_worker)
        tell_all(actor=case_worker)
        text = OutboxMessage.objects.get(kind="appointments.document_ready").text
        assert "Mo–Fr 9–12 Uhr" in text
        assert "keinen Termin" in text

    def test_who_does_not_come_is_reminded_once(self, applied, case_worker, clock):
        AppointmentSettings(collection_weeks=2).save()
        put_ready(text=applied.code, actor=case_worker)
        tell_all(actor=case_worker)
        assert remind_of_documents() == 0
        clock(MONDAY_MORNING + timedelta(days=16))
        assert remind_of_documents() == 1
        assert remind_of_documents() == 0
        assert OutboxMessage.objects.filter(kind="appointments.document_reminder").count() == 1

    def test_a_municipality_may_remind_nobody(self, applied, case_worker, clock):
        AppointmentSettings(collection_weeks=0).save()
        put_ready(text=applied.code, actor=case_worker)
        tell_all(actor=case_worker)
        clock(MONDAY_MORNING + timedelta(days=160))
        assert remind_of_documents() == 0


class TestSeveralDocumentsOfAVisit:
    @pytest.fixture
    def both(self, applied) -> Booking:
        """A visit for an identity card and a passport."""
        passport = ConcernFactory(name="Reisepass beantragen", result="Reisepass")
        FurtherConcern.objects.create(booking=applied, concern=passport, persons=1)
        return applied

    @pytest.fixture
    def browser(self, case_worker, signed_in):
        return signed_in(case_worker)

    def note(self, browser, booking, *documents, **further):
        return browser.post(f"{PAGE}termin/{booking.pk}/", {"documents": documents, **further})

    def test_the_scan_asks_which_of_them_lies_ready(self, both, browser):
        answer = browser.post(PAGE, {"code": both.code})
        assert answer["Location"] == f"{PAGE}termin/{both.pk}/"
        page = text_of(browser.get(answer["Location"]))
        assert "Was liegt bereit?" in page
        assert "Personalausweis Reisepass Anderes Dokument" in page
        assert not Collection.objects.exists()

    def test_both_together_are_one_mail_that_names_them(self, both, browser, case_worker):
        page = said(self.note(browser, both, "Personalausweis", "Reisepass"))
        assert "Gefunden: Personalausweis, Reisepass, Mirela Brandt" in page
        assert tell_all(actor=case_worker) == 1
        mail = OutboxMessage.objects.get(kind="appointments.document_ready")
        assert mail.subject == "Liegt bereit: Personalausweis, Reisepass"
        assert "Ihre Dokumente sind fertig und liegen bereit:" in mail.text

    def test_the_second_one_joins_the_first_and_is_told_with_it(self, both, browser, case_worker, pickups):
        self.note(browser, both, "Reisepass")
        tell_all(actor=case_worker)
        first = Collection.objects.get()
        booking = choose_pickup(
            collection=first, place=pickups, day=WEDNESDAY, cell_from=cell(10), idem_key=uuid.uuid4()
        )
        browser.post(PAGE, {"code": both.code})
        page = text_of(browser.get(f"{PAGE}termin/{both.pk}/"))
        assert "Reisepass: schon eingetragen" in page
        self.note(browser, both, "Personalausweis")
        assert tell_all(actor=case_worker) == 1
        joined = Collection.objects.get()
        assert (joined.pk, joined.documents) == (first.pk, ["Reisepass", "Personalausweis"])
        assert live_pickup(joined).pk == booking.pk
        mails = OutboxMessage.objects.filter(kind="appointments.document_ready").values_list("text", flat=True)
        assert (
            sum("Ihr Termin zum Abholen: Mi, 25. November 2026, 10:00 Uhr" in " ".join(text.split()) for text in mails)
            == 1
        )
        mark_done(booking=booking, actor=case_worker)
        joined.refresh_from_db()
        assert joined.state == CollectionState.COLLECTED

    def test_what_comes_after_the_first_was_fetched_lies_ready_by_itself(self, both, browser, case_worker):
        self.note(browser, both, "Personalausweis")
        hand_over(collection=Collection.objects.get(), actor=case_worker)
        assert "Personalausweis: schon übergeben" in text_of(browser.get(f"{PAGE}termin/{both.pk}/"))
        self.note(browser, both, "Reisepass")
        found = Collection.objects.get(state=CollectionState.READY)
        assert (found.document, Collection.objects.count()) == ("Reisepass", 2)
        assert "schon übergeben" not in said(self.note(browser, both, "Reisepass"))
        assert Collection.objects.count() == 2

    def test_each_person_of_a_visit_has_a_document(self, applied, browser):
        Booking.objects.update(persons=2)
        self.note(browser, applied, "Personalausweis (Person 1)", "Personalausweis (Person 2)")
        assert Collection.objects.get().documents == ["Personalausweis (Person 1)", "Personalausweis (Person 2)"]
        assert "ist schon" not in said(browser.post(PAGE, {"code": applied.code}))

    def test_a_document_that_nobody_asked_for_then_is_written(self, applied, browser):
        browser.post(PAGE, {"code": applied.code})
        assert "Weiteres Dokument" in text_of(browser.get(PAGE))
        for _double_click in range(2):
            self.note(browser, applied, other="Vorläufiger Reisepass")
        assert Collection.objects.get().document == "Personalausweis, Vorläufiger Reisepass"

    def test_something_has_to_be_chosen(self, both, browser):
        assert "Bitte wählen Sie aus, was bereitliegt." in text_of(self.note(browser, both, other=" "))
        assert not Collection.objects.exists()

    def test_somebody_who_is_forgotten_is_not_noted(self, both, browser):
        Booking.objects.update(erased_at=MONDAY_MORNING, last_name="")
        assert "schon gelöscht" in text_of(self.note(browser, both, "Reisepass"))


@pytest.mark.usefixtures("pickups")
class TestFetching:
    @pytest.fixture
    def ready(self, applied, case_worker):
        found = put_ready(text=applied.code, actor=case_worker)
        tell_all(actor=case_worker)
        return found

    def choose(self, ready, pickups, key=None):
        return choose_pickup(
            collection=ready, place=pickups, day=WEDNESDAY, cell_from=cell(10), idem_key=key or uuid.uuid4()
        )

    def test_a_chosen_time_is_booked_at_once(self, ready, pickups):
        booking = self.choose(ready, pickups)
        ready.refresh_from_db()
        assert (booking.state, booking.minutes, booking.last_name) == (State.CONFIRMED, 5, "Brandt")
        assert live_pickup(ready).pk == booking.pk
        assert self.choose(ready, pickups).pk == booking.pk
        assert check_days(repair=False).is_clean

    def test_who_gave_the_time_up_may_choose_again(self, ready, pickups):
        cancel_booking(booking=self.choose(ready, pickups))
        assert self.choose(ready, pickups).state == State.CONFIRMED

    def test_the_visit_ends_with_the_document_handed_over(self, ready, pickups, case_worker):
        mark_done(booking=self.choose(ready, pickups), actor=case_worker)
        ready.refresh_from_db()
        assert ready.state == CollectionState.COLLECTED

    def test_who_comes_earlier_gives_the_time_free_without_a_mail(self, ready, pickups, case_worker):
        booking = self.choose(ready, pickups)
        hand_over(collection=ready, actor=case_worker)
        hand_over(collection=ready, actor=case_worker)
        booking.refresh_from_db()
        assert booking.state == State.CANCELLED
        assert not OutboxMessage.objects.filter(kind__startswith="appointments.cancelled").exists()

    def test_nobody_chooses_a_time_for_what_is_gone(self, ready, pickups, case_worker):
        hand_over(collection=ready, actor=case_worker)
        with pytest.raises(WrongStateError):
            self.choose(ready, pickups)

    def test_what_was_noted_by_mistake_is_forgotten_and_can_be_noted_again(self, ready, applied, case_worker):
        withdraw(collection=ready, actor=case_worker)
        ready.refresh_from_db()
        assert (ready.state, ready.name, ready.email) == (CollectionState.WITHDRAWN, "", "")
        with pytest.raises(WrongStateError):
            hand_over(collection=ready, actor=case_worker)
        again = put_ready(text=applied.code, actor=case_worker)
        assert (again.pk, again.state, again.name) == (ready.pk, CollectionState.READY, "Mirela Brandt")

    def test_the_page_leads_from_the_mail_to_the_appointment(self, ready, tenant_client):
        address = f"/termine/abholung/{ready.token}/"
        page = words_of(tenant_client.get(address))
        assert "Personalausweis" in page
        assert "Alter Ausweis" in page
        times = tenant_client.get(f"{address}zeit/?tag={WEDNESDAY}")
        place = get_place(Concern.objects.get(is_collection=True).places.get().pk)
        form = {"idem_key": field(times, "idem_key"), "zeit": chosen(place, 10, day=WEDNESDAY)}
        answer = tenant_client.post(f"{address}zeit/", form)
        assert answer.status_code == 303
        assert "Ihr Termin ist gebucht" in words_of(tenant_client.get(answer["Location"]))
        assert tenant_client.get(f"{address}zeit/")["Location"] == address
        assert "Ihr Termin zum Abholen: Mi, 25. November 2026" in words_of(tenant_client.get(address))

    def test_a_page_that_nobody_was_told_of_does_not_exist(self, ready, tenant_client, case_worker):
        assert tenant_client.get("/termine/abholung/abcdefghijklmnopqrstuvwx/").status_code == 404
        withdraw(collection=ready, actor=case_worker)
        assert tenant_client.get(f"/termine/abholung/{ready.token}/").status_code == 404


class TestStaffPages:
    def test_scan_after_scan_ends_in_one_click(self, applied, signed_in, case_worker):
        client = signed_in(case_worker)
        assert "Gefunden: Personalausweis, Mirela Brandt" in said(client.post(PAGE, {"code": applied.code}))
        page = said(client.post(PAGE, {"code": "ZZZ-999"}))
        assert "„ZZZ-999“ gehört zu keinem Termin" in page
        assert "Niemanden gefunden" in page
        assert "ZZZ-999" in text_of(client.get(PAGE))
        assert "1 Person hat Bescheid bekommen" in said(client.post(f"{PAGE}bescheid/"))
        assert "ZZZ-999" not in said(client.post(f"{PAGE}geklaert/", {"code": "ZZZ-999"}))

    def test_an_empty_scan_says_what_to_do(self, signed_in, case_worker):
        assert "Bitte scannen oder tippen Sie" in text_of(signed_in(case_worker).post(PAGE, {"code": ""}))

    def test_a_document_is_entered_and_handed_over(self, office, signed_in, case_worker):
        client = signed_in(case_worker)
        form = client.get(f"{PAGE}neu/")
        fields = {
            "document": "Reisepass",
            "location": office.location_id,
            "name": "Ada Graf",
            "phone": "03935 4711",
            "idem_key": field(form, "idem_key"),
        }
        assert "Das Dokument ist eingetragen" in said(client.post(f"{PAGE}neu/", fields))
        found = Collection.objects.get()
        step = f"{PAGE}{found.pk}/schritt/"
        assert "Der Anruf ist vermerkt" in said(client.post(step, {"schritt": "angerufen"}))
        assert "Das Dokument ist übergeben" in said(client.post(step, {"schritt": "uebergeben"}))
        assert "Es liegt nichts bereit" in text_of(client.get(PAGE))

    def test_a_way_to_reach_the_person_is_asked_for(self, office, signed_in, case_worker):
        fields = {"document": "Pass", "location": office.location_id, "name": "Ada", "idem_key": uuid.uuid4()}
        assert "E-Mail-Adresse oder eine Telefonnummer" in text_of(signed_in(case_worker).post(f"{PAGE}neu/", fields))


class TestForgetting:
    def test_who_fetched_it_is_forgotten_as_after_an_appointment(self, office, case_worker):
        found = by_hand(office, case_worker)
        hand_over(collection=found, actor=case_worker)
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=29))
        found.refresh_from_db()
        assert found.name == "Ada Graf"
        assert PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=31)) == 1
        found.refresh_from_db()
        assert (found.name, found.phone, found.document) == ("", "", "Reisepass")

    def test_who_never_comes_is_forgotten_after_a_year(self, office, case_worker):
        found = by_hand(office, case_worker)
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=360))
        assert Collection.objects.get().name == "Ada Graf"
        PERSONAL_DATA.apply_retention(now=MONDAY_MORNING + timedelta(days=366))
        found.refresh_from_db()
        assert (found.name, found.state) == ("", CollectionState.WITHDRAWN)
