"""One municipality as the protocol sees it, without a database: what it asks and what it expects."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from modules.bundid.needs import DEMANDED, FOR_PROOF, FOR_SIGN_IN, wanted_details
from modules.bundid.saml.answers import Answer, Expectation, Refusal, read_answer
from modules.bundid.saml.metadata import OwnDescription, build_metadata
from modules.bundid.saml.requests import Question, build_request
from modules.bundid.saml.xml import decode
from tests.modules.bundid.provider import ENTITY_ID, SSO_URL, Asked, Provider, pair

OWN_ID: Final = "https://musterstadt.example/bundid/metadata.xml"
ANSWER_URL: Final = "https://musterstadt.example/bundid/antwort/"


def own_metadata(**changes: Any) -> bytes:
    """Return the metadata of the municipality."""
    own = OwnDescription(
        entity_id=OWN_ID,
        answer_url=ANSWER_URL,
        signing=[pair("signing").certificate],
        encryption=[pair("encryption").certificate],
        display_name="Stadt Musterstadt",
        description="Anmeldung am Portal Musterstadt",
        url="https://musterstadt.example/",
    )
    return build_metadata(replace(own, **changes))


def question(**changes: Any) -> Question:
    """Return what the municipality asks when somebody has to prove who they are."""
    usual = Question(
        request_id="_4f1a0000000000000000000000000000000000aa",
        now=datetime.now(UTC),
        entity_id=OWN_ID,
        destination=SSO_URL,
        answer_url=ANSWER_URL,
        level=3,
        wanted=wanted_details([*FOR_PROOF, *FOR_SIGN_IN, "anschrift"]),
        demanded=DEMANDED,
        must_be_fresh=True,
        organisation="Stadt Musterstadt",
        back_url="https://musterstadt.example/konto/nachweis/",
        language="de",
    )
    return replace(usual, **changes)


def provider(**changes: Any) -> Provider:
    """Return a BundID at which the municipality is registered."""
    return Provider(metadata_of=own_metadata, **changes)


def ask(bundid: Provider, **changes: Any) -> Asked:
    """Return what the BundID understood of a signed question."""
    message = build_request(question(**changes), pair("signing"))
    return bundid.receive(base64.b64encode(message).decode())


def expectation(**changes: Any) -> Expectation:
    """Return what the municipality expects of an answer to its question."""
    usual = Expectation(
        request_id=question().request_id,
        entity_id=OWN_ID,
        answer_url=ANSWER_URL,
        provider_id=ENTITY_ID,
        certificates=[pair().certificate],
        keys=[pair("encryption").key],
        now=datetime.now(UTC),
    )
    return replace(usual, **changes)


def read(message: str, **changes: Any) -> Answer | Refusal:
    """Return what the product reads in a posted answer."""
    return read_answer(decode(message), expectation(**changes))


def as_tree(message: str) -> etree._Element:
    """Return the posted message as a tree."""
    return etree.fromstring(base64.b64decode(message))


def as_message(root: etree._Element) -> str:
    """Return the tree as it is posted."""
    return base64.b64encode(etree.tostring(root)).decode()
