"""In whose name the signed-in person acts: chosen in the session, asked again at each request, seen on each page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.citizen_accounts.api import PrincipalKind, Proof, acting_principal
from modules.citizen_accounts.models import MemberRole, ProofState, Relation
from tests.factories.citizens import CitizenFactory, MembershipFactory, RepresentationFactory

pytestmark = pytest.mark.django_db

SWITCH = "/mein/vertretungen/handeln/"
BANNER = "Sie handeln für"


def principal_of(browser):
    """Return the principal as a view of another module gets it."""
    answer = browser.get("/mein/")
    assert answer.status_code == 200
    return acting_principal(answer.wsgi_request)


def test_usually_everybody_acts_for_themselves_without_a_query(at_home, citizen):
    principal = principal_of(at_home)

    assert (principal.kind, principal.id, principal.proof) == (PrincipalKind.SELF, citizen.pk, Proof.NOT_NEEDED)
    assert BANNER not in at_home.get("/mein/").content.decode()


@pytest.mark.parametrize(
    ("relation", "state", "proof"),
    [
        (Relation.CHILD, ProofState.DECLARED, Proof.DECLARED),
        (Relation.PARENT, ProofState.ACCEPTED, Proof.ACCEPTED),
        (Relation.WARD, ProofState.ACCEPTED, Proof.ACCEPTED),
        (Relation.PROXY, ProofState.ACCEPTED, Proof.ACCEPTED),
    ],
)
def test_acting_for_a_person_shows_on_each_page_until_one_switches_back(at_home, citizen, relation, state, proof):
    entry = RepresentationFactory(representative=citizen, relation=relation, proof_state=state)

    answer = at_home.post(SWITCH, {"principal": f"{relation.value}:{entry.pk}"})

    assert answer.url == "/mein/"
    principal = principal_of(at_home)
    assert (principal.kind.value, principal.id, principal.name) == (relation.value, entry.pk, "Ingrid Köhler")
    assert principal.proof == proof
    for path in ("/mein/", "/mein/profil/", "/", "/termine/"):
        shown = at_home.get(path).content.decode()
        assert f"{BANNER} <strong>Ingrid Köhler</strong>" in shown, path

    at_home.post(SWITCH, {"principal": f"self:{citizen.pk}"})
    assert BANNER not in at_home.get("/").content.decode()


@pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.ACTING])
def test_members_act_for_their_club(at_home, citizen, role):
    membership = MembershipFactory(user=citizen, role=role)

    at_home.post(SWITCH, {"principal": f"club:{membership.organisation_id}"})

    principal = principal_of(at_home)
    assert (principal.kind, principal.id) == (PrincipalKind.CLUB, membership.organisation_id)


def test_who_only_reads_does_not_act(at_home, citizen):
    membership = MembershipFactory(user=citizen, role=MemberRole.READER)

    answer = at_home.post(SWITCH, {"principal": f"club:{membership.organisation_id}"})

    assert answer.url == "/mein/vertretungen/"
    assert principal_of(at_home).is_self


@pytest.mark.parametrize("state", [ProofState.WAITING, ProofState.REFUSED])
def test_without_an_accepted_proof_nobody_acts(at_home, citizen, state):
    entry = RepresentationFactory(representative=citizen, proof_state=state)

    at_home.post(SWITCH, {"principal": f"proxy:{entry.pk}"})

    assert principal_of(at_home).is_self


def test_nobody_acts_by_somebody_elses_proxy(at_home):
    entry = RepresentationFactory(representative=CitizenFactory().user)

    at_home.post(SWITCH, {"principal": f"proxy:{entry.pk}"})

    assert principal_of(at_home).is_self


@pytest.mark.parametrize("typed", ["", "proxy", "proxy:x", "self:", "club:00000000-0000-0000-0000-000000000000"])
def test_nonsense_switches_nothing(at_home, typed):
    assert at_home.post(SWITCH, {"principal": typed}).url == "/mein/vertretungen/"


def test_what_ends_while_somebody_acts_ends_at_the_next_page(at_home, citizen):
    entry = RepresentationFactory(representative=citizen)
    at_home.post(SWITCH, {"principal": f"proxy:{entry.pk}"})
    assert not principal_of(at_home).is_self

    entry.ended_at = timezone.now()
    entry.save()

    assert principal_of(at_home).is_self
    assert BANNER not in at_home.get("/mein/").content.decode()


def test_leaving_a_club_ends_acting_for_it(at_home, citizen):
    membership = MembershipFactory(user=citizen)
    at_home.post(SWITCH, {"principal": f"club:{membership.organisation_id}"})

    membership.delete()

    assert principal_of(at_home).is_self


def test_asking_again_in_the_same_request_costs_nothing(at_home, citizen):
    entry = RepresentationFactory(representative=citizen)
    at_home.post(SWITCH, {"principal": f"proxy:{entry.pk}"})
    request = at_home.get("/mein/").wsgi_request

    with CaptureQueriesContext(connection) as queries:
        acting_principal(request)
        acting_principal(request)

    assert len(queries) == 0, "the banner has asked already"


def test_the_record_says_for_whom_somebody_acts(at_home, citizen):
    from rathaus.audit.models import AuditEntry

    entry = RepresentationFactory(representative=citizen)
    at_home.post(SWITCH, {"principal": f"proxy:{entry.pk}"})

    noted = AuditEntry.objects.get(action="citizen_accounts.acting_started")
    assert noted.details == {"kind": "proxy", "principal": str(entry.pk)}
    assert noted.actor_id == citizen.pk
