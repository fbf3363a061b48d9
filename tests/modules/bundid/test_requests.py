"""What we send and what is registered: requests, metadata, keys."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from lxml import etree
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from modules.bundid.needs import FOR_PROOF, FOR_SIGN_IN, known_needs, wanted_details
from modules.bundid.saml.errors import UnreadableAnswerError
from modules.bundid.saml.keys import VALID_FOR, body_of, expires_at, fingerprint, new_key_pair, split_pem
from modules.bundid.saml.metadata import read_provider
from modules.bundid.saml.names import ATTRIBUTES
from modules.bundid.saml.requests import build_request
from tests.modules.bundid.people import SAMPLES, field_definitions, has_samples
from tests.modules.bundid.provider import ENTITY_ID, NS, SSO_URL, certificates, pair
from tests.modules.bundid.saml import ANSWER_URL, OWN_ID, ask, own_metadata, provider, question


def test_the_bundid_understands_what_we_ask():
    asked = ask(provider(), level=4, wanted=("bpk2", "surname"))

    assert (asked.entity_id, asked.answer_url, asked.level) == (OWN_ID, ANSWER_URL, 4)
    assert asked.details == ["urn:oid:1.3.6.1.4.1.25484.494450.3", "urn:oid:2.5.4.4"]
    assert asked.demanded == ["urn:oid:1.3.6.1.4.1.25484.494450.3"]
    assert asked.must_be_fresh
    assert asked.organisation == "Stadt Musterstadt"


def test_the_number_of_the_online_service_is_told_where_there_is_one():
    assert b"OnlineServiceId>BMI-123<" in build_request(question(online_service_id="BMI-123"), pair("signing"))
    assert b"OnlineServiceId" not in build_request(question(), pair("signing"))


def test_a_request_that_was_changed_on_its_way_is_noticed():
    text = build_request(question(level=4), pair("signing")).replace(b"Level-4", b"Level-1")

    with pytest.raises(AssertionError, match="nobody who is registered"):
        provider().receive(base64.b64encode(text).decode())


@pytest.mark.skipif(not has_samples(), reason="the simulator's samples are not beside the project")
def test_a_request_has_the_shape_of_the_sample():
    sample = etree.parse(SAMPLES / "authnrequest-level3.xml").getroot()
    ours = etree.fromstring(build_request(question(wanted=wanted_details([*FOR_PROOF, "anschrift"])), pair("signing")))

    def shape(root):
        known = [root.find(path, NS) for path in ("samlp:Extensions", "samlp:NameIDPolicy")]
        return [root.tag, *(node.tag for node in known), root.get("ProtocolBinding"), root.get("Version")]

    def extension(root):
        return root.find("samlp:Extensions/akdb:AuthenticationRequest", NS)

    assert shape(ours) == shape(sample)
    assert extension(ours).get("Version") == extension(sample).get("Version") == "2"
    assert {node.get("Name") for node in extension(sample).iter(f"{{{NS['akdb']}}}RequestedAttribute")} <= {
        attribute.name for attribute in ATTRIBUTES
    }
    path = "samlp:RequestedAuthnContext/saml:AuthnContextClassRef"
    assert ours.findtext(path, namespaces=NS) == sample.findtext(path, namespaces=NS) == "STORK-QAA-Level-3"


@pytest.mark.parametrize("make", [lambda: build_request(question(), pair("signing"))])
def test_a_request_fits_the_schema_of_the_standard(make):
    checked = OneLogin_Saml2_XML.validate_xml(make(), "saml-schema-protocol-2.0.xsd")

    assert not isinstance(checked, str), checked


def test_metadata_fit_the_schema_of_the_standard():
    checked = OneLogin_Saml2_XML.validate_xml(own_metadata(), "saml-schema-metadata-2.0.xsd")

    assert not isinstance(checked, str), checked


def test_each_field_of_the_simulator_that_we_name_has_its_identifier():
    ours = {attribute.name: attribute.friendly_name for attribute in ATTRIBUTES}
    theirs = {field["name"].replace(" ", ""): field["friendlyName"] for field in field_definitions()}

    shared = ours.keys() & theirs.keys()
    assert len(shared) >= 10
    if has_samples():
        assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


def test_a_sign_in_asks_for_less_than_a_proof_and_nothing_asks_for_all():
    sign_in, proof = set(wanted_details(FOR_SIGN_IN)), set(wanted_details(FOR_PROOF))

    assert "birth_date" in proof - sign_in
    assert not (sign_in | proof) & {"street", "nationality", "gender", "phone"}
    assert "street" in wanted_details(known_needs(["anschrift", "alles", "anschrift"]))


def test_metadata_announce_the_next_certificates_beside_those_in_use():
    both = own_metadata(
        signing=[pair("signing").certificate, pair("next signing").certificate],
        encryption=[pair("encryption").certificate, pair("next encryption").certificate],
    )
    root = etree.fromstring(both)

    assert certificates(root, "signing") == [pair("signing").certificate, pair("next signing").certificate]
    assert certificates(root, "encryption")[1] == pair("next encryption").certificate


def test_the_bundids_metadata_are_read_as_they_were_written():
    found = read_provider(provider().metadata())

    assert (found.entity_id, found.sso_url) == (ENTITY_ID, SSO_URL)
    assert found.certificates == (pair().certificate,)


def test_metadata_in_a_collection_are_read_too():
    collection = b'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">%s</md:EntitiesDescriptor>'

    assert read_provider(collection % provider().metadata()).entity_id == ENTITY_ID


@pytest.mark.parametrize(
    "text",
    [
        b"<html/>",
        own_metadata(),
        provider().metadata().replace(b"HTTP-POST", b"HTTP-Redirect"),
        provider().metadata().replace(body_of(pair().certificate).encode(), b"bm9uZQ=="),
        provider().metadata().replace(b"X509Certificate", b"X509Nothing"),
    ],
    ids=["a web page", "our own", "no address for POST", "no certificate", "no key"],
)
def test_what_is_not_the_bundids_metadata_is_refused(text):
    with pytest.raises(UnreadableAnswerError):
        read_provider(text)


def test_a_key_pair_is_valid_for_two_years():
    now = datetime.now(UTC).replace(microsecond=0)
    made = new_key_pair(name="Stadt mit einem sehr langen Namen " * 4, now=now, bits=2048)

    assert expires_at(made.certificate) == now + VALID_FOR
    assert timedelta(days=729) < VALID_FOR < timedelta(days=732)
    assert x509.load_pem_x509_certificate(made.certificate.encode()).not_valid_before_utc < now


def test_several_certificates_are_kept_in_one_text():
    both = [pair().certificate, pair("signing").certificate]

    assert split_pem("".join(both)) == both
    assert len(fingerprint(both[0]).split(":")) == 32
