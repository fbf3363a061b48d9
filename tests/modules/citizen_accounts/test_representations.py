"""Acting for somebody else: who may, by which proof, until when, and how either side ends it."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from modules.citizen_accounts.ages import comes_of_age_on
from modules.citizen_accounts.errors import AlreadyActingError, NotMinorError, TooManyClaimsError, WrongStateError
from modules.citizen_accounts.models import CitizenProfile, EndedBy, ProofState, Relation, Representation
from modules.citizen_accounts.privacy import PERSONAL_DATA
from modules.citizen_accounts.selectors.representations import usable_representations
from modules.citizen_accounts.services import representations as services
from rathaus.files.attachments import check_file
from rathaus.mail.models import OutboxMessage
from rathaus.timeline.models import TimelineEntry
from tests.factories.citizens import RepresentationFactory
from tests.modules.citizen_accounts.papers import SCAN, paper

pytestmark = pytest.mark.django_db

PAGE = "/mein/vertretungen/"


def born_years_ago(years: int) -> date:
    return timezone.localdate().replace(day=1) - timedelta(days=365 * years)


def person(**values):
    usual = {"first_name": "Mia", "last_name": "Köhler", "birth_date": born_years_ago(9)}
    return services.Person(**(usual | values))


def typed(**values):
    usual = {
        "first_name": "Ingrid",
        "last_name": "Köhler",
        "birth_date": born_years_ago(70).isoformat(),
        "idem_key": str(uuid.uuid4()),
    }
    return usual | values


def test_a_parent_declares_a_child_and_may_act_at_once(at_home, citizen):
    answer = at_home.post(
        f"{PAGE}kind/", typed(first_name="Mia", birth_date=born_years_ago(9).isoformat(), declared="on")
    )

    assert answer.url == PAGE
    made = Representation.objects.get()
    assert (made.relation, made.proof_state) == (Relation.CHILD, ProofState.DECLARED)
    assert made.valid_until == comes_of_age_on(made.birth_date) - timedelta(days=1)
    assert list(usable_representations(citizen)) == [made]


def test_without_the_declaration_or_for_somebody_of_age_nothing_is_kept(at_home):
    young, old = born_years_ago(9).isoformat(), born_years_ago(19).isoformat()

    assert "dass Sie für dieses Kind handeln dürfen" in (
        at_home.post(f"{PAGE}kind/", typed(birth_date=young)).content.decode()
    )
    assert "Diese Person ist volljährig" in (
        at_home.post(f"{PAGE}kind/", typed(birth_date=old, declared="on")).content.decode()
    )
    assert not Representation.objects.exists()


def test_services_refuse_somebody_of_age_as_a_child(citizen):
    with pytest.raises(NotMinorError):
        services.declare_child(user=citizen, key=uuid.uuid4(), person=person(birth_date=born_years_ago(18)))


def test_the_same_form_twice_is_one_child_and_the_same_child_twice_is_refused(citizen):
    key = uuid.uuid4()
    first = services.declare_child(user=citizen, key=key, person=person())

    assert services.declare_child(user=citizen, key=key, person=person()) == first
    with pytest.raises(AlreadyActingError):
        services.declare_child(user=citizen, key=uuid.uuid4(), person=person(first_name="MIA"))


def test_on_the_18th_birthday_nobody_acts_any_more_and_the_night_ends_it(citizen, monkeypatch):
    child = services.declare_child(user=citizen, key=uuid.uuid4(), person=person())
    birthday = comes_of_age_on(child.birth_date)

    stand_on(monkeypatch, birthday - timedelta(days=1))
    assert usable_representations(citizen).exists()
    assert services.end_overdue() == 0

    stand_on(monkeypatch, birthday)
    assert not usable_representations(citizen).exists(), "on the day itself, before any job ran"
    assert services.end_overdue() == 1
    assert services.end_overdue() == 0
    child.refresh_from_db()
    assert child.ended_by == EndedBy.AGE


def stand_on(monkeypatch, day: date) -> None:
    from modules.citizen_accounts.selectors import representations as selectors

    monkeypatch.setattr(selectors, "today", lambda: day)
    monkeypatch.setattr(services, "today", lambda: day)


def test_a_proxy_needs_a_document_and_waits_for_the_town_hall(at_home, citizen):
    path = f"{PAGE}proxy/neu/"
    assert "Bitte wählen Sie eine Datei aus." in at_home.post(path, typed()).content.decode()

    at_home.post(path, typed(proof=paper()))

    made = Representation.objects.get()
    assert (made.relation, made.proof_state) == (Relation.PROXY, ProofState.WAITING)
    with default_storage.open(made.stored_as) as kept:
        assert kept.read() == SCAN
    assert not usable_representations(citizen).exists()
    assert "wird geprüft" in at_home.get(PAGE).content.decode()


@pytest.mark.parametrize("content", [b"MZ\x90\x00 program", b"<svg onload='x'/>", b""])
def test_a_document_is_judged_by_its_content(at_home, content):
    shown = at_home.post(f"{PAGE}ward/neu/", typed(proof=paper("Ausweis.pdf", content))).content.decode()

    assert "Bitte prüfen Sie eine Angabe" in shown
    assert not Representation.objects.exists()


def test_relations_that_need_no_document_have_no_such_page(at_home):
    assert at_home.get(f"{PAGE}child/neu/").status_code == 404
    assert at_home.get(f"{PAGE}boss/neu/").status_code == 404


def test_an_end_in_the_past_is_no_end(at_home):
    yesterday = (timezone.localdate() - timedelta(days=2)).isoformat()

    shown = at_home.post(f"{PAGE}proxy/neu/", typed(proof=paper(), valid_until=yesterday)).content.decode()

    assert "Bitte geben Sie einen Tag in der Zukunft ein." in shown


def test_the_represented_person_is_told_and_ends_it_by_the_link_without_an_account(at_home, tenant_client):
    at_home.post(f"{PAGE}proxy/neu/", typed(proof=paper(), email="Ingrid@post.example"))
    made = Representation.objects.get()
    message = OutboxMessage.objects.get(to="ingrid@post.example")
    path = "/mein/vertretung-beenden/" + message.text.partition("/mein/vertretung-beenden/")[2].partition("/")[0] + "/"

    shown = tenant_client.get(path)
    assert made.representative.full_name in shown.content.decode()
    assert not shown.cookies
    made.refresh_from_db()
    assert made.ended_at is None, "mail scanners follow links"

    assert "handelt bei uns nicht für Sie" in tenant_client.post(path).content.decode()
    made.refresh_from_db()
    assert made.ended_by == EndedBy.PERSON


def test_the_link_is_taken_from_our_own_pages_alone_and_forged_ones_open_nothing(tenant_client):
    assert tenant_client.get("/mein/vertretung-beenden/erfunden/").status_code == 410
    assert tenant_client.post("/mein/vertretung-beenden/x/", HTTP_ORIGIN="https://evil.example").status_code == 403


def test_both_sides_see_and_end_it_in_their_own_pages(at_home, citizen, as_citizen):
    theirs = RepresentationFactory(email=citizen.email)
    assert theirs.representative.full_name in at_home.get(PAGE).content.decode()

    at_home.post(f"{PAGE}{theirs.pk}/beenden/")
    theirs.refresh_from_db()
    assert theirs.ended_by == EndedBy.PERSON
    assert OutboxMessage.objects.filter(to=theirs.representative.email, subject__contains="beendet").exists()

    mine = RepresentationFactory(representative=citizen)
    at_home.post(f"{PAGE}{mine.pk}/beenden/")
    mine.refresh_from_db()
    assert mine.ended_by == EndedBy.REPRESENTATIVE


def test_nobody_else_ends_it(at_home):
    foreign = RepresentationFactory(email="")

    at_home.post(f"{PAGE}{foreign.pk}/beenden/")

    foreign.refresh_from_db()
    assert foreign.ended_at is None


def test_the_town_hall_decides_once(citizen, administrator):
    waiting = RepresentationFactory(representative=citizen, proof_state=ProofState.WAITING)
    services.accept(representation=waiting, actor=administrator, valid_until=None)

    assert usable_representations(citizen).exists()
    with pytest.raises(WrongStateError):
        services.refuse(representation=waiting, actor=administrator, reason="zu spät")


def test_what_is_refused_or_ended_is_not_used_and_may_be_asked_for_again(citizen, administrator):
    waiting = RepresentationFactory(representative=citizen, proof_state=ProofState.WAITING)
    services.refuse(representation=waiting, actor=administrator, reason="Die Unterschrift fehlt.")
    services.end(representation=RepresentationFactory(representative=citizen), by=EndedBy.ADMINISTRATION)

    assert not usable_representations(citizen).exists()
    again = services.Person(first_name="Ingrid", last_name="Köhler", birth_date=waiting.birth_date)
    made = services.ask_to_represent(
        user=citizen, key=uuid.uuid4(), relation="proxy", person=again, proof=check_file(paper())
    )
    assert made.proof_state == ProofState.WAITING


def test_ten_proofs_a_day_are_enough_since_each_may_send_a_mail(citizen):
    def ask(number: int) -> Representation:
        made = services.ask_to_represent(
            user=citizen,
            key=uuid.uuid4(),
            relation="proxy",
            person=person(first_name=f"Ingrid {number}", email="ingrid@post.example"),
            proof=check_file(paper()),
        )
        return services.end(representation=made, by=EndedBy.REPRESENTATIVE)

    for number in range(10):
        ask(number)

    with pytest.raises(TooManyClaimsError):
        ask(10)
    assert OutboxMessage.objects.filter(to="ingrid@post.example").count() == 10


def test_a_refused_form_keeps_no_document(citizen):
    asked = {"user": citizen, "relation": "proxy", "person": person()}
    services.ask_to_represent(key=uuid.uuid4(), proof=check_file(paper()), **asked)
    files = default_storage.listdir("attachments")[1]

    with pytest.raises(AlreadyActingError):
        services.ask_to_represent(key=uuid.uuid4(), proof=check_file(paper()), **asked)

    assert default_storage.listdir("attachments")[1] == files


def test_the_timeline_reads_in_the_persons_language_not_in_the_clerks(citizen, administrator):
    CitizenProfile.objects.filter(user=citizen).update(language="en")
    asked = services.ask_to_represent(
        user=citizen, key=uuid.uuid4(), relation="proxy", person=person(), proof=check_file(paper())
    )
    services.accept(representation=asked, actor=administrator, valid_until=None)

    entry = TimelineEntry.objects.get(person=citizen, title="Proof accepted")
    assert (entry.matter_label, entry.path[:4]) == ("Act for Mia Köhler", "/en/")


def test_the_timeline_tells_each_step_and_forgets_it_with_the_person(citizen, administrator):
    asked = services.ask_to_represent(
        user=citizen, key=uuid.uuid4(), relation="proxy", person=person(), proof=check_file(paper())
    )
    services.accept(representation=asked, actor=administrator, valid_until=None)
    services.end(representation=asked, by=EndedBy.ADMINISTRATION, actor=administrator)

    told = TimelineEntry.objects.filter(person=citizen).order_by("at", "id")
    assert {entry.title: entry.by for entry in told} == {
        "Nachweis geschickt": "person",
        "Nachweis anerkannt": "staff",
        "Sie handeln nicht mehr für diese Person": "staff",
    }
    assert {entry.matter_label for entry in told} == {"Für Mia Köhler handeln"}

    PERSONAL_DATA.apply_retention(now=timezone.now() + timedelta(days=400))
    assert not told.all().exists()
