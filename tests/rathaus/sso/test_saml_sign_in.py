"""Sign-in by SAML: what a provider must answer, and what is refused although it looks like it."""

import base64
import copy

import pytest
import xmlsec
from lxml import etree

from rathaus.accounts.models import StaffMembership
from rathaus.audit.models import AuditEntry
from rathaus.sso.models import LinkedIdentity
from rathaus.sso.providers import acs_url, entity_id
from tests.clients import browser_for
from tests.factories.accounts import StaffFactory, with_second_factor
from tests.rathaus.sso.saml_provider import NAMES, STRONG_CONTEXT, SamlProvider, moment
from tests.rathaus.sso.visits import SamlVisit, is_signed_in

DAY = 24 * 60 * 60
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


def encoded(document):
    """Return a document as it stands in the form."""
    return base64.b64encode(etree.tostring(document)).decode()


def test_the_first_sign_in_makes_an_account_with_the_roles_of_the_groups(saml, visit):
    answer = visit.bring(saml.encoded(visit.answer()))

    assert (answer.status_code, answer["Location"]) == (302, "/verwaltung/")
    membership = StaffMembership.objects.get(user__email="katrin.voss@stadt.example")
    assert {role.slug for role in membership.roles.all()} == {"case_worker"}
    assert membership.user.full_name == "Katrin Voss"
    assert LinkedIdentity.objects.get().subject == "7f3c-katrin"


def test_the_request_asks_for_a_persistent_name_and_names_us(saml, visit):
    request = visit.request

    assert request.find("saml:Issuer", NAMES).text == entity_id()
    assert request.get("AssertionConsumerServiceURL") == acs_url()
    assert request.find("samlp:NameIDPolicy", NAMES).get("Format").endswith(":persistent")


def test_the_cookie_of_the_hop_is_for_browsers_alone(saml, visit):
    answer = visit.browser.post("/konto/sso/saml/", {"SAMLResponse": saml.encoded(visit.answer())})

    cookie = answer.cookies["saml-acs-session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/konto/sso/saml/fertig/")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"signs": "nothing"}, "unsigned"),
        ({"signs": "response"}, "unsigned"),
        ({"issuer": "https://anderer.example"}, "issuer"),
        ({"assertion_issuer": "https://anderer.example"}, "issuer"),
        ({"audience": "https://anderes-rathaus.example/"}, "audience"),
        ({"has_audience": False}, "audience"),
        ({"ends": moment(-600)}, "expired"),
        ({"begins": moment(DAY)}, "too_early"),
        ({"destination": "https://anderes-rathaus.example/konto/sso/saml/"}, "recipient"),
        ({"name_format": TRANSIENT}, "subject"),
        ({"name_format": ADDRESS}, "subject"),
        ({"signature_method": xmlsec.Transform.RSA_SHA1}, "algorithm"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(saml, visit, reasons, changes, reason):
    answer = visit.bring(saml.encoded(visit.answer(**changes)))

    assert (answer.status_code, reasons) == (403, [reason])
    assert not is_signed_in(visit.browser)
    assert not LinkedIdentity.objects.exists()


@pytest.mark.parametrize("missing", ["InResponseTo", "Recipient", "NotOnOrAfter"])
def test_an_assertion_that_leaves_out_for_whom_and_how_long_it_is_meant_is_refused(saml, visit, reasons, missing):
    """python3-saml takes such ones: a signed assertion for another sign-in could be put into a fresh envelope."""
    answer = visit.answer()
    said = {name: value for name, value in answer.confirmed().items() if name != missing}

    refused = visit.bring(saml.encoded(visit.answer(confirmation=said)))

    assert (refused.status_code, reasons) == (403, ["recipient"])


def test_an_assertion_for_another_sign_in_in_a_fresh_envelope_is_refused(saml, visit, tenant_client):
    stolen = SamlVisit(tenant_client)
    theirs = saml.document(stolen.answer())
    ours = saml.document(visit.answer())
    ours.replace(ours.find("saml:Assertion", NAMES), theirs.find("saml:Assertion", NAMES))

    assert visit.bring(encoded(ours)).status_code == 403


def test_an_answer_to_nobody_s_question_is_refused(saml, visit):
    answer = visit.bring(saml.encoded(visit.answer(request_id="_erfunden")))

    assert answer.status_code == 403
    assert "abgelaufen oder wurde schon benutzt" in answer.content.decode()


def test_an_answer_without_a_question_is_refused(saml, visit):
    document = saml.document(visit.answer())
    del document.attrib["InResponseTo"]

    assert visit.bring(encoded(document)).status_code == 403


def test_the_same_answer_works_once(saml, visit):
    brought = saml.encoded(visit.answer())
    visit.bring(brought)
    visit.browser.logout()

    assert visit.bring(brought).status_code == 403
    assert not is_signed_in(visit.browser)


def test_a_changed_answer_is_refused(saml, visit, reasons):
    document = saml.document(visit.answer())
    for value in document.iterfind(".//saml:AttributeValue", NAMES):
        value.text = value.text.replace("Bauamt", "IT")

    answer = visit.bring(encoded(document))

    assert (answer.status_code, reasons) == (403, ["signature"])


def test_another_provider_s_signature_is_refused(saml, visit, reasons):
    answer = visit.bring(SamlProvider().encoded(visit.answer()))

    assert (answer.status_code, reasons) == (403, ["signature"])


@pytest.mark.parametrize("place", ["before", "after", "inside", "extension"])
def test_a_second_assertion_wrapped_around_the_signed_one_is_refused(saml, visit, place):
    document = saml.document(visit.answer())
    signed = document.find("saml:Assertion", NAMES)
    forged = copy.deepcopy(signed)
    forged.remove(forged.find("ds:Signature", NAMES))
    forged.set("ID", "_gefaelscht")
    forged.find(".//saml:NameID", NAMES).text = "chef"
    if place == "before":
        signed.addprevious(forged)
    elif place == "after":
        signed.addnext(forged)
    elif place == "inside":
        document.replace(signed, forged)
        forged.append(signed)
    else:
        document.replace(signed, forged)
        etree.SubElement(document, f"{{{NAMES['samlp']}}}Extensions").append(signed)

    answer = visit.bring(encoded(document))

    assert answer.status_code == 403
    assert not LinkedIdentity.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "", "kein base64!", base64.b64encode(b"kein XML").decode(),
        base64.b64encode(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').decode(),
        base64.b64encode(b"<a/>").decode(), "A" * 600_000,
    ],
)  # fmt: skip
def test_what_is_no_answer_ends_in_a_clear_page(saml, visit, text):
    answer = visit.bring(text)

    assert answer.status_code == 403
    assert "Anmeldung nicht möglich" in answer.content.decode()


@pytest.mark.parametrize(("status", "words"), [("AuthnFailed", "abgebrochen"), ("Responder", "einen Fehler gemeldet")])
def test_cancelling_and_failing_there_are_told_apart(saml, visit, status, words):
    answer = visit.bring(saml.encoded(visit.answer(status=status)))

    assert answer.status_code == 403
    assert words in answer.content.decode()


def test_another_browser_cannot_bring_the_answer(saml, visit):
    brought = saml.encoded(visit.answer())
    visit.browser = browser_for("musterstadt.localhost")

    assert visit.bring(brought).status_code == 403


def test_coming_to_the_last_step_without_an_answer_leads_to_the_sign_in_page(saml, tenant_client):
    assert tenant_client.get("/konto/sso/saml/fertig/")["Location"] == "/konto/anmelden/"


def test_the_context_that_the_administrator_named_counts_as_second_factor(saml, visit):
    with_second_factor(StaffFactory(user__email="katrin.voss@stadt.example").user)
    type(saml.row).objects.update(trusts_second_factor=True, strong_context=STRONG_CONTEXT)

    answer = visit.bring(saml.encoded(visit.answer(context=STRONG_CONTEXT)))

    assert answer["Location"] == "/verwaltung/"
    assert visit.browser.get("/verwaltung/").status_code == 200


def test_without_it_our_own_is_asked(saml, visit):
    with_second_factor(StaffFactory(user__email="katrin.voss@stadt.example").user)
    type(saml.row).objects.update(trusts_second_factor=True, strong_context=STRONG_CONTEXT)

    answer = visit.bring(saml.encoded(visit.answer()))

    assert answer["Location"].startswith("/konto/zweiter-faktor/code/")


def test_our_metadata_say_who_we_are_and_that_assertions_must_be_signed(tenant, tenant_client):
    answer = tenant_client.get("/konto/sso/saml/metadaten/")

    document = etree.fromstring(answer.content)
    descriptor = document[0]
    assert document.get("entityID") == entity_id()
    assert descriptor.get("WantAssertionsSigned") == "true"
    assert descriptor.find("{*}AssertionConsumerService").get("Location") == acs_url()
    assert descriptor.find("{*}SingleLogoutService") is None


def test_the_other_protocol_s_address_does_not_answer(saml, tenant_client):
    assert tenant_client.get("/konto/sso/oidc/").status_code == 404


def test_the_sign_in_is_recorded_without_the_subject(saml, visit):
    visit.bring(saml.encoded(visit.answer()))

    recorded = str(list(AuditEntry.objects.values("action", "details")))
    assert "accounts.signed_in" in recorded
    assert "7f3c-katrin" not in recorded
