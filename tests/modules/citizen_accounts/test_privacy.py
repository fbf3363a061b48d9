"""Access, deletion and forgetting, by the citizen and by time."""

import json
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from modules.citizen_accounts.iban import seal
from modules.citizen_accounts.models import (
    CitizenInvitation,
    CitizenProfile,
    EmailChange,
    MemberRole,
    Membership,
    MembershipInvitation,
    Organisation,
    ProofState,
    Representation,
)
from modules.citizen_accounts.privacy import PERSONAL_DATA
from rathaus.accounts.models import User
from rathaus.audit.models import AuditEntry
from rathaus.files.attachments import check_file, keep_file
from rathaus.mail.models import OutboxMessage
from rathaus.privacy.readable import readable
from tests.factories.accounts import UserFactory
from tests.factories.citizens import (
    CitizenFactory,
    CitizenInvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from tests.modules.citizen_accounts.papers import SCAN

pytestmark = pytest.mark.django_db

DELETE = "/mein/konto-loeschen/"
KEPT_ABOUT_ONE = (CitizenProfile, Representation, CitizenInvitation, EmailChange, Membership, MembershipInvitation)
IBAN = "DE02120300000000202051"


def with_document(**values):
    kept = keep_file(check_file(ContentFile(SCAN, name="Vollmacht.png")))
    return RepresentationFactory(stored_as=kept.stored, file_name=kept.filename, **values)


@pytest.fixture
def full_life(citizen):
    """A citizen of whom the module keeps something in every table."""
    CitizenProfile.objects.filter(user=citizen).update(street="Lindenstraße 8", iban_encrypted=seal(IBAN))
    MembershipFactory(user=citizen)
    with_document(representative=citizen)
    RepresentationFactory(email=citizen.email, representative=UserFactory())
    CitizenInvitationFactory(email=citizen.email)
    EmailChange.objects.create(user=citizen, email="neu@post.example", code_hash="x", expires_at=timezone.now())
    MembershipInvitation.objects.create(
        organisation=OrganisationFactory(),
        email=citizen.email,
        role="reader",
        token_hash="x",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return citizen


def test_the_file_for_programs_holds_everything_about_the_person_and_nothing_about_others(at_home, full_life):
    CitizenFactory(user__email="other@post.example", street="Geheimweg 1")

    answer = at_home.get("/mein/daten/datei/")

    assert answer["Content-Type"] == "application/json"
    document = json.loads(answer.content)
    kinds = {record["kind"] for record in document["data"]["citizen_accounts"]}
    assert kinds == {"profile", "membership", "acting_for", "represented_by", "invitation"}
    assert document["data"]["accounts"][0]["email"] == full_life.email
    assert IBAN in answer.content.decode(), "it is the person's own copy"
    assert "Geheimweg" not in answer.content.decode()
    assert AuditEntry.objects.get(action="privacy.person_exported").actor_kind == "citizen"


def test_the_document_for_people_is_a_tagged_pdf(at_home, full_life, tmp_path):
    answer = at_home.get("/mein/daten/pdf/")

    (tmp_path / "data.pdf").write_bytes(answer.content)
    with pikepdf.open(tmp_path / "data.pdf") as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "Ihre Daten bei uns"


def test_records_are_shown_with_words_instead_of_keys(tenant):
    record = {"kind": "profile", "street": "Lindenstraße 8", "birth_date": "1984-05-12", "wants": True, "phone": ""}

    [section] = readable({"citizen_accounts": [record]})

    assert section["heading"] == "Bürgerkonto"
    assert section["records"] == [
        [
            {"label": "Art", "value": "Profil"},
            {"label": "Straße und Hausnummer", "value": "Lindenstraße 8"},
            {"label": "Geburtsdatum", "value": "Samstag, 12. Mai 1984"},
            {"label": "wants", "value": "ja"},
        ]
    ]


@pytest.mark.parametrize("path", ["/mein/daten/datei/", "/mein/daten/pdf/", DELETE])
def test_export_and_deletion_ask_for_a_fresh_proof(as_citizen, citizen, path):
    assert as_citizen(citizen, minutes_ago=30).get(path).url.startswith("/konto/bestaetigen/")


def test_deleting_needs_the_box_and_then_happens_at_once(at_home, full_life):
    [document] = Representation.objects.exclude(stored_as="").values_list("stored_as", flat=True)
    assert "Bitte bestätigen Sie, dass Ihr Konto gelöscht werden soll." in at_home.post(DELETE, {}).content.decode()
    assert User.objects.filter(pk=full_life.pk).exists()

    shown = at_home.post(DELETE, {"confirmed": "on"}).content.decode()

    assert "Ihr Konto ist gelöscht" in shown
    assert not User.objects.filter(pk=full_life.pk).exists()
    assert [model for model in KEPT_ABOUT_ONE if model.objects.exists()] == []
    assert not default_storage.exists(document)
    assert at_home.get("/mein/").status_code == 302, "signed out"
    assert OutboxMessage.objects.get(to=full_life.email).kind == "citizen_accounts.account_deleted"
    assert AuditEntry.objects.get(action="privacy.person_erased").actor_id == full_life.pk


def test_before_deleting_people_read_what_stays_and_why(at_home, citizen, monkeypatch):
    from modules.citizen_accounts.views import data
    from rathaus.privacy import Kept

    kept = [Kept("Ihr Termin: Ausweis", "Wir müssen Sie erreichen können.", timezone.localdate())]
    monkeypatch.setattr(data, "kept_after_erasure", lambda **_who: kept)

    shown = at_home.get(DELETE).content.decode()

    assert "Ihr Termin: Ausweis" in shown
    assert "Wir müssen Sie erreichen können." in shown


def test_staff_keep_their_access_and_are_told_who_closes_it(signed_in, case_worker):
    CitizenFactory(user=case_worker)
    browser = signed_in(case_worker)

    assert "Ihr Zugang zur Verwaltung" in browser.get(DELETE).content.decode()
    assert "Sie arbeiten in der Verwaltung" in browser.post(DELETE, {"confirmed": "on"}).content.decode()
    assert User.objects.filter(pk=case_worker.pk).exists()


def test_whoever_manages_a_club_hands_it_over_first(at_home, citizen):
    owner = MembershipFactory(user=citizen)
    heir = MembershipFactory(organisation=owner.organisation, role=MemberRole.READER)

    assert "Bitte übergeben Sie es zuerst" in at_home.post(DELETE, {"confirmed": "on"}).content.decode()
    assert User.objects.filter(pk=citizen.pk).exists()

    heir.delete()
    at_home.post(DELETE, {"confirmed": "on"})
    assert not Organisation.objects.exists(), "nobody else was in it"


def test_erasing_by_the_town_hall_leaves_a_club_with_somebody_who_manages_it(citizen):
    owner = MembershipFactory(user=citizen)
    reader = MembershipFactory(organisation=owner.organisation, role=MemberRole.READER)
    acting = MembershipFactory(organisation=owner.organisation, role=MemberRole.ACTING)

    PERSONAL_DATA.erase(email=citizen.email)

    roles = dict(Membership.objects.values_list("pk", "role"))
    assert roles == {reader.pk: MemberRole.READER, acting.pk: MemberRole.OWNER}


def test_documents_go_thirty_days_after_the_decision(citizen):
    now = timezone.now()
    old = with_document(decided_at=now - timedelta(days=31))
    new = with_document(decided_at=now - timedelta(days=29))
    waiting = with_document(proof_state=ProofState.WAITING)

    PERSONAL_DATA.apply_retention(now=now)

    stored = {row.pk: row.stored_as for row in Representation.objects.all()}
    assert stored[old.pk] == ""
    assert not default_storage.exists(old.stored_as)
    assert default_storage.exists(stored[new.pk])
    assert default_storage.exists(stored[waiting.pk])


def test_what_ended_a_year_ago_and_links_that_ran_out_are_forgotten(citizen):
    now = timezone.now()
    RepresentationFactory(ended_at=now - timedelta(days=366))
    kept = RepresentationFactory(ended_at=now - timedelta(days=300))
    CitizenInvitationFactory(expires_at=now - timedelta(days=31))
    open_one = CitizenInvitationFactory()

    PERSONAL_DATA.apply_retention(now=now)

    assert list(Representation.objects.all()) == [kept]
    assert list(CitizenInvitation.objects.all()) == [open_one]
