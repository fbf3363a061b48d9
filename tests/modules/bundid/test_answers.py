"""What is believed of an answer, and to whom, when and for what it must be addressed."""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from modules.bundid.saml import errors
from modules.bundid.saml.answers import Answer, Refusal, read_answer
from tests.modules.bundid.people import has_samples, people
from tests.modules.bundid.provider import NS, OWN_TEMPLATE, moment, pair, sign
from tests.modules.bundid.saml import ANSWER_URL, as_message, as_tree, ask, expectation, provider, read

OTHER_ID = "https://anderstadt.example/bundid/metadata.xml"


def set_on(path: str, name: str, value: str):
    """Return a change of one attribute before signing."""

    def change(root):
        root.find(path, NS).set(name, value)

    return change


def test_a_right_answer_says_who_it_is_how_sure_and_what_was_told():
    bundid = provider()
    answer = read(bundid.answer(ask(bundid), "U01", level=4))

    assert isinstance(answer, Answer)
    assert (answer.bpk2, answer.level) == ("BUNDIDSIM-U01", 4)
    assert answer.details["surname"].value == "Neumann"
    assert answer.details["birth_date"].value == "1964-08-12"
    assert answer.details["surname"].level == 4
    assert answer.details["email"].level == 1, "an address is never more certain than NORMAL"


@pytest.mark.parametrize("person", sorted(people()))
@pytest.mark.parametrize("level", [1, 3, 4])
def test_each_person_of_the_simulator_is_read_at_each_level(person, level):
    bundid = provider()
    answer = read(bundid.answer(ask(bundid), person, level=level))

    assert (answer.bpk2, answer.level) == (people()[person]["bpk2"], level)
    assert "given_name" in answer.details


def test_the_order_of_the_schema_is_read_as_well_as_that_of_the_simulator():
    bundid = provider(template=OWN_TEMPLATE)

    assert read(bundid.answer(ask(bundid))).bpk2 == "BUNDIDSIM-U01"


@pytest.mark.skipif(not has_samples(), reason="the simulator's samples are not beside the project")
def test_the_answer_is_the_simulators_own_template():
    bundid = provider()
    statement = etree.fromstring(bundid._written(ask(bundid), "U01", 4, {}, {})).find("saml:Assertion", NS)

    assert len(statement.findall("saml:AuthnStatement", NS)) == 2, "the sample has two, one of them by password"


def test_only_what_was_asked_for_is_told():
    bundid = provider()
    answer = read(bundid.answer(ask(bundid, wanted=("bpk2", "given_name"))))

    assert set(answer.details) == {"given_name"}


def test_the_name_id_changes_each_time_and_is_nobodys_key():
    bundid = provider()
    asked = ask(bundid)

    assert read(bundid.answer(asked)) == read(bundid.answer(asked))


@pytest.mark.parametrize("signed", ["message", "statement", "both"])
def test_a_signature_of_the_message_or_of_the_statement_is_enough(signed):
    bundid = provider()

    assert read(bundid.answer(ask(bundid), signed=signed)).bpk2 == "BUNDIDSIM-U01"


def test_the_bundid_may_change_its_certificate_while_both_are_known():
    bundid = provider(keys=pair("BundID ab 2027"))
    certificates = [pair().certificate, pair("BundID ab 2027").certificate]

    assert read(bundid.answer(ask(bundid)), certificates=certificates).bpk2 == "BUNDIDSIM-U01"


def test_signatures_by_rsa_pss_are_known():
    bundid = provider()
    root = as_tree(bundid.answer(ask(bundid), signed="nothing"))
    sign(root, pair(), algorithm="http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1")

    assert read(as_message(root)).bpk2 == "BUNDIDSIM-U01"


def test_an_answer_for_the_prepared_or_the_former_key_is_opened_too():
    bundid = provider()
    message = bundid.answer(ask(bundid), certificate=pair("next encryption").certificate)

    assert read(message, keys=[pair("encryption").key, pair("next encryption").key]).bpk2 == "BUNDIDSIM-U01"
    with pytest.raises(errors.UndecipherableAnswerError):
        read(message)


@pytest.mark.parametrize(
    ("told", "level"), [("STORK-QAA-Level-4", 3), ("STORK-QAA-Level-3", 3), ("STORK-QAA-Level-1", 1), ("unbekannt", 0)]
)
def test_of_two_statements_about_the_level_the_lower_one_holds(told, level):
    bundid = provider()

    assert read(bundid.answer(ask(bundid), level=3, given={"eidCitizenQaaLevel": told})).level == level


def test_an_answer_without_a_level_is_refused():
    bundid = provider()
    message = bundid.answer(ask(bundid), values={"userAuthnLevel": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"})

    with pytest.raises(errors.MissingDetailError):
        read(message)


def test_an_answer_without_a_pseudonym_is_refused():
    bundid = provider()

    with pytest.raises(errors.MissingDetailError):
        read(bundid.answer(ask(bundid), given={"bpk2": ""}))


@pytest.mark.parametrize("words", ["Authentication cancelled by user", "Abbruch durch den Nutzer", "process ABORTED"])
def test_a_cancelled_sign_in_is_no_error(words):
    bundid = provider()

    assert read(bundid.refuse(ask(bundid), message=words)) == Refusal(is_cancelled=True, status="AuthnFailed")


def test_an_error_of_the_bundid_is_no_cancelled_sign_in():
    bundid = provider()
    refused = read(bundid.refuse(ask(bundid), message="An error occurred.", inner="RequestDenied"))

    assert refused == Refusal(is_cancelled=False, status="RequestDenied")


def test_an_answer_for_another_municipality_is_refused():
    bundid = provider()

    with pytest.raises(errors.WrongAudienceError):
        read(bundid.answer(ask(bundid), values={"spEntityId": OTHER_ID}))


def test_a_second_audience_restriction_must_hold_as_well():
    bundid = provider()

    def restrict(root):
        conditions = root.find(".//saml:Conditions", NS)
        other = copy.deepcopy(conditions.find("saml:AudienceRestriction", NS))
        other.find("saml:Audience", NS).text = OTHER_ID
        conditions.append(other)

    with pytest.raises(errors.WrongAudienceError):
        read(bundid.answer(ask(bundid), change=restrict))


def test_an_answer_without_an_audience_is_refused():
    bundid = provider()

    def drop(root):
        conditions = root.find(".//saml:Conditions", NS)
        conditions.remove(conditions.find("saml:AudienceRestriction", NS))

    with pytest.raises(errors.WrongAudienceError):
        read(bundid.answer(ask(bundid), change=drop))


@pytest.mark.parametrize("address", ["https://anderstadt.example/bundid/antwort/", f"{ANSWER_URL}weiter", ""])
@pytest.mark.parametrize("place", ["ascUrl", "subjectConfirmationRecipient"])
def test_an_answer_to_another_address_is_refused(place, address):
    bundid = provider()

    with pytest.raises(errors.WrongPlaceError):
        read(bundid.answer(ask(bundid), values={place: address}))


def test_an_answer_to_another_request_is_refused():
    bundid = provider()
    message = bundid.answer(ask(bundid))

    with pytest.raises(errors.WrongRequestError):
        read(message, request_id="_other")
    with pytest.raises(errors.WrongRequestError):
        read(message, request_id="")


def test_a_statement_for_another_request_is_refused_in_an_answer_to_this_one():
    bundid = provider()
    path = ".//saml:SubjectConfirmationData"

    with pytest.raises(errors.WrongRequestError):
        read(bundid.answer(ask(bundid), change=set_on(path, "InResponseTo", "_other")))


def test_an_unasked_answer_is_refused():
    bundid = provider()

    def unasked(root):
        del root.attrib["InResponseTo"]

    with pytest.raises(errors.WrongRequestError):
        read(bundid.answer(ask(bundid), change=unasked))


@pytest.mark.parametrize("path", ["saml:Issuer", "saml:Assertion/saml:Issuer"])
def test_an_answer_in_the_name_of_somebody_else_is_refused(path):
    bundid = provider()

    def rename(root):
        root.find(path, NS).text = "https://betrug.example/idp"

    with pytest.raises(errors.WrongIssuerError):
        read(bundid.answer(ask(bundid), change=rename))


LATE, EARLY = timedelta(seconds=-61), timedelta(seconds=75)


@pytest.mark.parametrize(
    ("path", "name", "off"),
    [
        (".//saml:Conditions", "NotBefore", EARLY),
        (".//saml:Conditions", "NotOnOrAfter", LATE),
        (".//saml:SubjectConfirmationData", "NotBefore", EARLY),
        (".//saml:SubjectConfirmationData", "NotOnOrAfter", LATE),
        (".//saml:AuthnStatement", "AuthnInstant", EARLY),
        (".//saml:AuthnStatement", "SessionNotOnOrAfter", LATE),
    ],
)
def test_an_answer_outside_of_its_time_is_refused_and_a_minute_between_clocks_is_not(path, name, off):
    bundid = provider()
    asked, now = ask(bundid), datetime.now(UTC)
    nearly = off * (50 / abs(off.total_seconds()))

    assert read(bundid.answer(asked, change=set_on(path, name, moment(now + nearly))), now=now).level == 4
    with pytest.raises(errors.WrongTimeError):
        read(bundid.answer(asked, change=set_on(path, name, moment(now + off))), now=now)


def test_a_statement_that_never_ends_is_refused():
    bundid = provider()

    def endless(root):
        del root.find(".//saml:SubjectConfirmationData", NS).attrib["NotOnOrAfter"]

    with pytest.raises(errors.WrongTimeError):
        read(bundid.answer(ask(bundid), change=endless))


def test_where_a_fresh_proof_is_demanded_an_old_sign_in_is_refused():
    bundid = provider()
    asked, now = ask(bundid), datetime.now(UTC)
    message = bundid.answer(asked, values={"authnInstant": moment(now - timedelta(minutes=10))})

    assert read(message, now=now).level == 4
    with pytest.raises(errors.StaleProofError):
        read(message, now=now, fresh_since=now - timedelta(minutes=2))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no xml",
        b"<Response/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b"<x>" + b"a" * 300_000 + b"</x>",
    ],
)
def test_what_is_no_answer_is_refused(text):
    with pytest.raises(errors.UnreadableAnswerError):
        read_answer(text, expectation())


def test_a_time_that_is_none_is_refused():
    bundid = provider()

    with pytest.raises(errors.UnreadableAnswerError):
        read(bundid.answer(ask(bundid), change=set_on(".//saml:AuthnStatement", "AuthnInstant", "gestern")))
