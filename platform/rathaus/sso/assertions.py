"""The checks of a SAML answer (SAML 2.0 profiles, section 4.1.4.3). Each refusal says which check it was.

python3-saml checks the schema, exactly one assertion, signatures that cover it (no wrapping), issuer, destination and
times. It lets pass what an assertion leaves out; here the recipient, the audience, the end of validity and the request
that it answers must stand in the signed part, or a signed assertion that was meant for another sign-in could be reused.
"""

import binascii
import time
from dataclasses import dataclass
from typing import Any, Final

import xmlsec
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError as Invalid
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Library

from rathaus.sso.errors import CancelledError, InvalidAnswerError, ProviderFailedError
from rathaus.sso.identity import MAX_SUBJECT
from rathaus.sso.models import IdentityProvider
from rathaus.sso.providers import acs_url, entity_id, request_data, saml_settings

NAMES: Final = {"saml": Constants.NS_SAML, "samlp": Constants.NS_SAMLP}
SUBJECT: Final = "/samlp:Response/saml:Assertion/saml:Subject"
CONFIRMATION: Final = f"{SUBJECT}/saml:SubjectConfirmation/saml:SubjectConfirmationData"
PROVEN: Final = "/samlp:Response/saml:Assertion/saml:AuthnStatement/@AuthnInstant"
CANCELLED_WORDS: Final = ("AuthnFailed", "RequestDenied", "NoPassive")
REASONS: Final = {
    Invalid.WRONG_AUDIENCE: "audience",
    Invalid.WRONG_ISSUER: "issuer",
    Invalid.ISSUER_MULTIPLE_IN_RESPONSE: "issuer",
    Invalid.ISSUER_NOT_FOUND_IN_ASSERTION: "issuer",
    Invalid.ASSERTION_EXPIRED: "expired",
    Invalid.SESSION_EXPIRED: "expired",
    Invalid.ASSERTION_TOO_EARLY: "too_early",
    Invalid.WRONG_INRESPONSETO: "request",
    Invalid.WRONG_DESTINATION: "recipient",
    Invalid.EMPTY_DESTINATION: "recipient",
    Invalid.WRONG_SUBJECTCONFIRMATION: "recipient",
    Invalid.NO_SIGNED_ASSERTION: "unsigned",
    Invalid.NO_SIGNATURE_FOUND: "unsigned",
    Invalid.INVALID_SIGNATURE: "signature",
    Invalid.DEPRECATED_SIGNATURE_METHOD: "algorithm",
    Invalid.DEPRECATED_DIGEST_METHOD: "algorithm",
    Invalid.WRONG_NUMBER_OF_ASSERTIONS: "structure",
}


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a checked answer says; `id` is for recognising it if it comes a second time."""

    id: str
    subject: str
    attributes: dict[str, list[Any]]
    contexts: list[str]
    proven_at: float


class SamlAnswer:
    """An answer as it came. Nothing in it is believed before `checked` has returned."""

    def __init__(self, row: IdentityProvider, encoded: str) -> None:
        """Read it; raises InvalidAnswerError for what is no answer at all."""
        try:
            settings = OneLogin_Saml2_Settings(saml_settings(row))
            self._response = OneLogin_Saml2_Response(settings, encoded)
        except (OneLogin_Saml2_Error, Invalid, etree.LxmlError, xmlsec.Error, binascii.Error, ValueError) as error:
            raise InvalidAnswerError("structure") from error

    @property
    def request_id(self) -> str:
        """Which request it claims to answer."""
        return str(self._response.get_in_response_to() or "")

    def checked(self, request_id: str) -> Assertion:
        """Return what it says. Raises InvalidAnswerError, CancelledError and ProviderFailedError."""
        self._refuse_failure()
        self._validate(request_id)
        self._check_confirmation(request_id)
        if entity_id() not in self._response.get_audiences():
            raise InvalidAnswerError("audience")
        return Assertion(
            id=str(self._response.get_assertion_id()),
            subject=self._subject(),
            attributes=self._response.get_attributes(),
            contexts=[str(context) for context in self._response.get_authn_contexts()],
            proven_at=self._proven_at(),
        )

    def _refuse_failure(self) -> None:
        document = self._response.get_xml_document()
        codes = document.xpath("/samlp:Response/samlp:Status//samlp:StatusCode/@Value", namespaces=NAMES)
        if not codes:
            raise InvalidAnswerError("structure")
        if codes[0] != Constants.STATUS_SUCCESS:
            is_cancelled = any(str(code).endswith(CANCELLED_WORDS) for code in codes)
            raise CancelledError if is_cancelled else ProviderFailedError

    def _validate(self, request_id: str) -> None:
        try:
            self._response.is_valid(request_data(), request_id, raise_exceptions=True)
        except Invalid as error:
            raise InvalidAnswerError(REASONS.get(error.code, "structure")) from error
        except Exception as error:  # the library lets through whatever its XML parts raise
            raise InvalidAnswerError("structure") from error

    def _check_confirmation(self, request_id: str) -> None:
        document = self._response.get_xml_document()
        if not any(_fits(data, request_id) for data in document.xpath(CONFIRMATION, namespaces=NAMES)):
            raise InvalidAnswerError("recipient")

    def _proven_at(self) -> float:
        """Return when the person proved themselves there, in seconds since the epoch."""
        [moment] = self._response.get_xml_document().xpath(PROVEN, namespaces=NAMES)
        return float(Library.parse_SAML_to_time(moment))

    def _subject(self) -> str:
        """Return the persistent name: other kinds change with each sign-in or with the address."""
        found = self._response.get_nameid_data()
        subject = str(found.get("Value") or "").strip()
        if found.get("Format") != Constants.NAMEID_PERSISTENT or not 0 < len(subject) <= MAX_SUBJECT:
            raise InvalidAnswerError("subject")
        return subject


def _fits(data: Any, request_id: str) -> bool:
    until = data.get("NotOnOrAfter")
    return (
        bool(request_id)
        and data.get("InResponseTo") == request_id
        and data.get("Recipient") == acs_url()
        and bool(until)
        and int(Library.parse_SAML_to_time(until)) > time.time()
    )
