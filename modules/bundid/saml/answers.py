"""What comes back: read an answer so that nothing in it is believed before it was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from modules.bundid.saml import errors
from modules.bundid.saml.encryption import decrypt
from modules.bundid.saml.names import AKDB, BEARER, BY_NAME, DETAIL_LEVELS, NS, SAML, SAMLP, SUCCESS, q
from modules.bundid.saml.signatures import is_signed
from modules.bundid.saml.xml import Element, instant, parse, text_of

SKEW: Final = timedelta(seconds=60)  # how far two clocks may differ
LEVELS: Final = {f"STORK-QAA-Level-{number}": level for number, level in ((1, 1), (2, 1), (3, 3), (4, 4))}
_CANCEL_WORDS: Final = ("cancel", "abort", "abbruch", "abgebrochen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an answer must fit to. `keys` are private keys for decryption (PEM), the one in use first."""

    request_id: str
    entity_id: str
    answer_url: str
    provider_id: str
    certificates: Sequence[str]
    keys: Sequence[str]
    now: datetime
    fresh_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of the person, and how far the BundID answers for it (STORK-QAA number; 0: typed by the person)."""

    value: str
    level: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Who the person is (`bpk2`, never the NameID, which changes each time), how sure that is, and what was told."""

    bpk2: str
    level: int
    details: Mapping[str, Detail]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The BundID says that nobody signed in: because the person cancelled, or because something went wrong."""

    is_cancelled: bool
    status: str


def request_id_of(text: bytes) -> str:
    """Return to which request a message claims to answer; nothing is checked yet. Raises UnreadableAnswerError."""
    return str(parse(text).get("InResponseTo") or "")


def read_answer(text: bytes, expected: Expectation) -> Answer | Refusal:
    """Return what the BundID says, after all checks. Raises an AnswerError for whatever must not be believed."""
    root = parse(text)
    if root.tag != q(SAMLP, "Response") or root.get("Version") != "2.0":
        raise errors.UnreadableAnswerError
    message_is_signed = is_signed(root, expected.certificates)
    _check_message(root, expected)
    if refusal := _refusal(root):
        return refusal
    statement = _statement(root, expected, message_is_signed=message_is_signed)
    statement_is_signed = is_signed(statement, expected.certificates)
    if not (message_is_signed or statement_is_signed):
        raise errors.UnsignedAnswerError
    _check_statement(statement, expected)
    return _read_statement(statement)


def _check_message(root: Element, expected: Expectation) -> None:
    if not expected.request_id or root.get("InResponseTo") != expected.request_id:
        raise errors.WrongRequestError
    if root.get("Destination") != expected.answer_url:
        raise errors.WrongPlaceError
    issuer = root.find("saml:Issuer", NS)
    if issuer is not None and text_of(issuer) != expected.provider_id:
        raise errors.WrongIssuerError


def _refusal(root: Element) -> Refusal | None:
    code = root.find("samlp:Status/samlp:StatusCode", NS)
    if code is None:
        raise errors.UnreadableAnswerError
    if code.get("Value") == SUCCESS:
        return None
    message = text_of(root.find("samlp:Status/samlp:StatusMessage", NS))
    inner = code.find("samlp:StatusCode", NS)
    status = str((inner if inner is not None else code).get("Value", "")).rpartition(":")[2]
    return Refusal(any(word in message.casefold() for word in _CANCEL_WORDS), status[:60])


def _statement(root: Element, expected: Expectation, *, message_is_signed: bool) -> Element:
    """Return the one statement about a person, decrypted; one in the clear is refused wherever it stands."""
    encrypted = root.findall("saml:EncryptedAssertion", NS)
    if len(encrypted) != 1 or next(root.iter(q(SAML, "Assertion")), None) is not None:
        raise errors.NotEncryptedError
    statement = decrypt(encrypted[0], expected.keys, is_signed=message_is_signed)
    if statement.tag != q(SAML, "Assertion") or statement.get("Version") != "2.0":
        raise errors.UnreadableAnswerError
    return statement


def _check_statement(statement: Element, expected: Expectation) -> None:
    if text_of(statement.find("saml:Issuer", NS)) != expected.provider_id:
        raise errors.WrongIssuerError
    _check_conditions(statement, expected)
    _check_subject(statement, expected)
    _check_moments(statement, expected)


def _check_conditions(statement: Element, expected: Expectation) -> None:
    conditions = statement.findall("saml:Conditions", NS)
    if len(conditions) != 1:
        raise errors.UnreadableAnswerError
    audiences = [
        {text_of(node) for node in restriction.findall("saml:Audience", NS)}
        for restriction in conditions[0].findall("saml:AudienceRestriction", NS)
    ]
    if not audiences or not all(expected.entity_id in audience for audience in audiences):
        raise errors.WrongAudienceError
    _check_span(conditions[0], expected.now)


def _check_subject(statement: Element, expected: Expectation) -> None:
    """Find the confirmation that whoever brings the statement is the person (bearer, SAML profiles 4.1.4.2)."""
    confirmations = [
        node for node in statement.findall("saml:Subject/saml:SubjectConfirmation", NS) if node.get("Method") == BEARER
    ]
    data = confirmations[0].find("saml:SubjectConfirmationData", NS) if len(confirmations) == 1 else None
    if data is None:
        raise errors.UnreadableAnswerError
    if data.get("InResponseTo") != expected.request_id:
        raise errors.WrongRequestError
    if data.get("Recipient") != expected.answer_url:
        raise errors.WrongPlaceError
    if not data.get("NotOnOrAfter"):
        raise errors.WrongTimeError
    _check_span(data, expected.now)


def _check_span(element: Element, now: datetime) -> None:
    begins, ends = instant(element.get("NotBefore")), instant(element.get("NotOnOrAfter"))
    if (begins and begins > now + SKEW) or (ends and ends <= now - SKEW):
        raise errors.WrongTimeError


def _check_moments(statement: Element, expected: Expectation) -> None:
    """Refuse a sign-in that lies ahead, has ended, or is older than the request that demanded a fresh one."""
    for node in statement.findall("saml:AuthnStatement", NS):
        signed_in, ends = instant(node.get("AuthnInstant")), instant(node.get("SessionNotOnOrAfter"))
        if signed_in is None or signed_in > expected.now + SKEW or (ends and ends <= expected.now - SKEW):
            raise errors.WrongTimeError
        if expected.fresh_since and signed_in < expected.fresh_since - SKEW:
            raise errors.StaleProofError


def _read_statement(statement: Element) -> Answer:
    details = _details(statement)
    pseudonym = details.pop("bpk2", None)
    if pseudonym is None:
        raise errors.MissingDetailError
    return Answer(pseudonym.value, _level(statement, details), details)


def _level(statement: Element, details: Mapping[str, Detail]) -> int:
    """Return how sure it is who this is: what the sign-in says, or the detail of the same meaning if that is less."""
    path = "saml:AuthnStatement/saml:AuthnContext/saml:AuthnContextClassRef"
    stated = [LEVELS[text_of(node)] for node in statement.findall(path, NS) if text_of(node) in LEVELS]
    if not stated:
        raise errors.MissingDetailError
    if (told := details.get("qaa_level")) is None:
        return max(stated)
    return min(max(stated), LEVELS.get(f"STORK-QAA-Level-{told.value[-1:]}", 0))


def _details(statement: Element) -> dict[str, Detail]:
    """Return the details that we know by name. One that is named twice is nobody's: the statement is refused."""
    found: dict[str, Detail] = {}
    for node in statement.findall("saml:AttributeStatement/saml:Attribute", NS):
        attribute = BY_NAME.get(node.get("Name", "").replace(" ", ""))
        value = text_of(node.find("saml:AttributeValue", NS))
        if attribute is None or not value:
            continue
        if attribute.key in found:
            raise errors.UnreadableAnswerError
        found[attribute.key] = Detail(value[:500], DETAIL_LEVELS.get(node.get(q(AKDB, "TrustLevel"), ""), 0))
    return found
