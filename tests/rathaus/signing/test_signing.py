import ast
from pathlib import Path

import pytest
from django.core import signing as django_signing

from rathaus.signing import BadLinkError, ExpiredLinkError, ForgedLinkError, keyed_hash, keyed_hashes, sign, unsign
from rathaus.tenancy import enter, enter_public

ROOT = Path(__file__).resolve().parents[3]


class Municipality:
    def __init__(self, name):
        self.id = name


@pytest.fixture
def inside(monkeypatch):
    """Stand in a municipality with this id, without any database."""

    def stand(name):
        tenant = Municipality(name) if name else None
        monkeypatch.setattr("rathaus.signing.tenant_or_none", lambda: tenant)

    return stand


@pytest.mark.parametrize("value", ["text", 7, ["a", 1, None], {"id": "x", "ok": True}])
def test_a_signed_value_comes_back_whole(inside, value):
    inside("one")

    assert unsign(purpose="confirm", token=sign(purpose="confirm", value=value), max_age=60) == value


def test_a_token_is_worthless_for_another_purpose(inside):
    inside("one")

    with pytest.raises(ForgedLinkError):
        unsign(purpose="cancel", token=sign(purpose="confirm", value=1))


@pytest.mark.parametrize("elsewhere", ["two", None])
def test_a_token_is_worthless_in_another_municipality_and_for_operators(inside, elsewhere):
    inside("one")
    token = sign(purpose="confirm", value=1)
    inside(elsewhere)

    with pytest.raises(ForgedLinkError):
        unsign(purpose="confirm", token=token)


@pytest.mark.parametrize(
    "forge", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda _: "", lambda _: "a:b:c"]
)
def test_a_changed_token_is_forged(inside, forge):
    inside("one")

    with pytest.raises(ForgedLinkError):
        unsign(purpose="confirm", token=forge(sign(purpose="confirm", value="x")))


def test_an_old_token_has_expired_which_is_told_apart_from_a_forged_one(inside, monkeypatch):
    inside("one")
    token = sign(purpose="confirm", value=1)
    now = django_signing.time.time()
    monkeypatch.setattr(django_signing.time, "time", lambda: now + 61)

    with pytest.raises(ExpiredLinkError) as caught:
        unsign(purpose="confirm", token=token, max_age=60)
    assert isinstance(caught.value, BadLinkError)
    assert not isinstance(caught.value, ForgedLinkError)
    assert unsign(purpose="confirm", token=token) == 1


def test_tokens_hold_across_entering_and_leaving_a_real_municipality(tenant):
    token = sign(purpose="confirm", value=1)
    with enter_public():
        with pytest.raises(ForgedLinkError):
            unsign(purpose="confirm", token=token)
        with enter(tenant):
            assert unsign(purpose="confirm", token=token) == 1


def imports_of(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_else_imports_djangos_signer():
    own = ROOT / "platform" / "rathaus" / "signing" / "__init__.py"
    files = [
        file for part in ("platform/rathaus", "tenants", "modules", "billing") for file in (ROOT / part).rglob("*.py")
    ]

    users = [file for file in files if "django.core.signing" in set(imports_of(file))]

    assert users == [own]


def test_a_keyed_hash_is_the_same_again_and_differs_by_purpose_and_municipality(inside):
    inside("one")
    first = keyed_hash(purpose="contact", value="anna@post.example")
    assert keyed_hash(purpose="contact", value="anna@post.example") == first
    assert keyed_hash(purpose="confirm", value="anna@post.example") != first

    inside("two")
    assert keyed_hash(purpose="contact", value="anna@post.example") != first


def test_what_was_hashed_with_a_former_key_is_found(inside, settings):
    inside("one")
    before = keyed_hash(purpose="contact", value="anna@post.example")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the-new-key-of-this-test"

    assert keyed_hash(purpose="contact", value="anna@post.example") != before
    assert before in keyed_hashes(purpose="contact", value="anna@post.example")
