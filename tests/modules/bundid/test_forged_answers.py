"""Answers that somebody made up, changed, moved or copied together are not believed."""

import base64
import copy
from datetime import UTC, datetime, timedelta

import pytest
import xmlsec
from lxml import etree

from modules.bundid.saml import errors
from tests.modules.bundid.provider import NS, moment, pair, sign
from tests.modules.bundid.saml import as_message, as_tree, ask, provider, read


def test_an_unsigned_answer_is_refused():
    bundid = provider()

    with pytest.raises(errors.UnsignedAnswerError):
        read(bundid.answer(ask(bundid), signed="nothing"))


def test_a_signature_by_somebody_else_is_refused():
    bundid = provider()

    with pytest.raises(errors.BadSignatureError):
        read(bundid.answer(ask(bundid), keys=pair("Betrug")))


def test_the_certificate_in_the_answer_is_not_trusted():
    bundid = provider(keys=pair("Betrug"))

    with pytest.raises(errors.BadSignatureError):
        read(bundid.answer(ask(bundid), signed="statement"))


def test_a_bad_signature_of_the_statement_is_refused_below_a_good_one_of_the_message():
    bundid = provider()

    def forged(root):
        sign(root.find("saml:Assertion", NS), pair("Betrug"))

    with pytest.raises(errors.BadSignatureError):
        read(bundid.answer(ask(bundid), signed="message", change=forged))


def test_a_change_after_signing_is_refused():
    bundid = provider()
    root = as_tree(bundid.answer(ask(bundid), signed="message"))
    root.set("IssueInstant", moment(datetime.now(UTC) - timedelta(seconds=1)))

    with pytest.raises(errors.BadSignatureError):
        read(as_message(root))


def test_sha1_is_refused():
    bundid = provider()
    root = as_tree(bundid.answer(ask(bundid), signed="nothing"))
    sign(root, pair(), method=xmlsec.Transform.RSA_SHA1)

    with pytest.raises(errors.BadSignatureError):
        read(as_message(root))


def test_a_certificate_is_not_taken_for_the_secret_of_an_hmac():
    bundid = provider()
    root = as_tree(bundid.answer(ask(bundid)))
    root.find("ds:Signature", NS).find(".//ds:SignatureMethod", NS).set(
        "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
    )

    with pytest.raises(errors.BadSignatureError):
        read(as_message(root))


def test_a_statement_in_the_clear_is_refused():
    bundid = provider()

    with pytest.raises(errors.NotEncryptedError):
        read(bundid.answer(ask(bundid), encrypted="nothing"))


def test_aes_cbc_is_opened_only_below_a_signed_message():
    bundid = provider()
    asked = ask(bundid)

    assert read(bundid.answer(asked, encrypted="cbc", signed="both")).bpk2 == "BUNDIDSIM-U01"
    with pytest.raises(errors.NotEncryptedError):
        read(bundid.answer(asked, encrypted="cbc", signed="statement"))


def test_a_key_wrapped_by_the_old_padding_is_refused():
    bundid = provider()
    root = as_tree(bundid.answer(ask(bundid), signed="statement"))
    root.find(".//xenc:EncryptedKey/xenc:EncryptionMethod", NS).set(
        "Algorithm", "http://www.w3.org/2001/04/xmlenc#rsa-1_5"
    )

    with pytest.raises(errors.NotEncryptedError):
        read(as_message(root))


def test_a_changed_ciphertext_is_refused_before_anything_is_read():
    bundid = provider()
    root = as_tree(bundid.answer(ask(bundid), signed="statement"))
    value = root.find(".//xenc:EncryptedData/xenc:CipherData/xenc:CipherValue", NS)
    broken = bytearray(base64.b64decode(value.text))
    broken[40] ^= 1
    value.text = base64.b64encode(broken).decode()

    with pytest.raises(errors.UndecipherableAnswerError):
        read(as_message(root))


def plain_statement(bundid, asked, person: str, signed: str = "statement"):
    return copy.deepcopy(
        as_tree(bundid.answer(asked, person, encrypted="nothing", signed=signed)).find("saml:Assertion", NS)
    )


@pytest.mark.parametrize("position", ["before", "after", "inside"])
def test_a_second_statement_beside_the_signed_one_is_refused(position):
    """Signature wrapping: the forged statement stands where a careless reader looks first."""
    bundid = provider()
    asked = ask(bundid)
    root = as_tree(bundid.answer(asked, "U01", signed="statement"))
    forged = plain_statement(bundid, asked, "U02", signed="nothing")
    encrypted = root.find("saml:EncryptedAssertion", NS)
    if position == "before":
        encrypted.addprevious(forged)
    elif position == "after":
        encrypted.addnext(forged)
    else:
        root.find("samlp:Status", NS).append(forged)

    with pytest.raises(errors.NotEncryptedError):
        read(as_message(root))


def test_a_second_encrypted_statement_is_refused():
    bundid = provider()
    asked = ask(bundid)
    root = as_tree(bundid.answer(asked, "U01", signed="statement"))
    other = as_tree(bundid.answer(asked, "U02", signed="nothing")).find("saml:EncryptedAssertion", NS)
    root.find("saml:EncryptedAssertion", NS).addprevious(other)

    with pytest.raises(errors.NotEncryptedError):
        read(as_message(root))


def test_a_forged_statement_around_the_signed_one_is_refused():
    """The true statement with its signature is kept inside of the forged one, which an attacker can encrypt for us."""
    bundid = provider()
    asked = ask(bundid)

    def wrap(root):
        genuine = root.find("saml:Assertion", NS)
        sign(genuine, pair())
        forged = copy.deepcopy(genuine)
        forged.remove(forged.find("ds:Signature", NS))
        forged.set("ID", "_forged")
        for node in forged.iter(f"{{{NS['saml']}}}AttributeValue"):
            node.text = "Betrug"
        forged.append(genuine)
        root.append(forged)

    with pytest.raises(errors.UnsignedAnswerError):
        read(bundid.answer(asked, change=wrap, signed="nothing"))


def test_a_signature_moved_to_a_forged_statement_is_refused():
    bundid = provider()
    asked = ask(bundid)

    def move(root):
        genuine = root.find("saml:Assertion", NS)
        sign(genuine, pair())
        forged = copy.deepcopy(genuine)
        signature = forged.find("ds:Signature", NS)
        box = etree.SubElement(signature, f"{{{NS['ds']}}}Object")
        forged.set("ID", "_forged")
        root.replace(genuine, forged)
        box.append(genuine)

    with pytest.raises(errors.BadSignatureError):
        read(bundid.answer(asked, change=move, signed="nothing"))


def test_two_elements_of_one_name_are_refused():
    bundid = provider()
    asked = ask(bundid)

    def double(root):
        statement = root.find("saml:Assertion", NS)
        statement.find("saml:Subject", NS).set("ID", statement.get("ID"))

    with pytest.raises(errors.BadSignatureError):
        read(bundid.answer(asked, change=double, signed="statement"))


def test_a_detail_that_stands_there_twice_is_refused():
    bundid = provider()

    def twice(root):
        statement = root.find(".//saml:AttributeStatement", NS)
        statement.append(copy.deepcopy(statement[-1]))

    with pytest.raises(errors.UnreadableAnswerError):
        read(bundid.answer(ask(bundid), change=twice))


def test_a_comment_does_not_cut_a_value():
    bundid = provider()

    def comment(root):
        for node in root.iterfind(".//saml:Attribute", NS):
            if node.get("FriendlyName") == "bPK2":
                value = node.find("saml:AttributeValue", NS)
                value.text, value[:] = "BUNDIDSIM-U0", [etree.Comment("x")]
                value[0].tail = "99"

    assert read(bundid.answer(ask(bundid), change=comment)).bpk2 == "BUNDIDSIM-U099"
